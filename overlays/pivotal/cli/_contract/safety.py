"""What a person sees before a write: the workspace, the mode of the key, and the record that is deleted."""

import sys
from typing import Any

import click
from pivotal_runtime.description import Description
from pivotal_runtime.errors import printable

from pivotal import PivotalApi
from pivotal.cli._contract.calls import Call
from pivotal.cli._exits import CommandError


def check_can_ask(*, yes: bool) -> None:
    """Refuse a delete that nobody can confirm. Nothing is sent before."""
    if not yes and not sys.stdin.isatty():
        raise CommandError("Deleting asks first, but standard input is not a terminal; pass --yes. Nothing was sent.")


def announce(client: PivotalApi, call: Call) -> None:
    """Name the workspace and the mode on standard error, if the key is a live one."""
    announce_live(client, f"{call.entry.resource} {call.entry.name}")


def announce_live(client: PivotalApi, action: str) -> None:
    """Name the workspace, the mode and what is about to happen, if the key is a live one."""
    if client.mode == "live":
        click.echo(f"{_workspace(client)}: {action}", err=True)


def confirm_delete(client: PivotalApi, description: Description, call: Call) -> None:
    """Ask before a delete; name workspace, mode and record. Raises CommandError if the answer is no."""
    question = f"{_workspace(client)}: delete {_record(client, description, call)}?"
    if not click.confirm(question, err=True):
        raise CommandError("Nothing was deleted.")


def _workspace(client: PivotalApi) -> str:
    return printable(f"{client.me().organization.name} ({client.mode})")


def _record(client: PivotalApi, description: Description, call: Call) -> str:
    """Return how people know a record: its kind, its id, and its name if it has one."""
    entry = call.entry
    kind = next((parameter.refers_to for parameter in entry.parameters if parameter.refers_to), None) or entry.resource
    read = next((one for one in description.operations if (one.method, one.path) == ("GET", entry.path)), None)
    ids = " ".join(str(value) for value in call.arguments.values())
    if read is None:
        return f"{kind} {ids}"
    record: Any = Call(read, call.arguments, {}).make(client)
    named = getattr(record, "name", None)
    shown = getattr(record, "display_id", ids)
    return printable(f"{kind} {shown}" + (f" ({named})" if named else ""))
