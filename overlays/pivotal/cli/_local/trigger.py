"""`pivotal webhooks trigger`: an event of any type, on purpose."""

from collections.abc import Mapping
from typing import Any

import click
from pivotal_api.contract import load_description
from pivotal_runtime.extras import needs_extra

from pivotal.cli._account.options import common_options, given_options
from pivotal.cli._contract.fields import read_pairs
from pivotal.cli._exits import CommandError, Failure
from pivotal.cli._local.samples import sample_event, set_value
from pivotal.cli._local.secrets import webhook_secret
from pivotal.cli._output.printer import Printer, output_format, output_options

_BY_SERVER = ("type", "data.object", "data.previous_attributes", "livemode")


def _trigger(type: str, changes: tuple[str, ...], to: str | None, **_: Any) -> None:
    """Send an event with made-up data: by the local server to its listeners, or with --to directly to a URL.

    With --to, the event is signed with the secret that `pivotal webhooks listen --print-secret` prints.
    """
    description = load_description()
    event = sample_event(description, next(entry for entry in description.webhooks if entry.type == type))
    values = read_pairs(changes, "--set")
    for path, value in values.items():
        set_value(event, path, value)
    options = given_options(click.get_current_context())
    if to is None:
        _emit(event, values, options)
        click.echo(f"{type} -> the listeners of the local server", err=True)
    else:
        _send(event, to)
        Printer(output_format(options), None, []).record(event)


def _emit(event: Mapping[str, Any], values: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    from pivotal.cli._local.control import Control

    for path in values:
        if not any(path == name or path.startswith(f"{name}.") for name in _BY_SERVER):
            raise CommandError(f"--set {path}: the local server decides it; pass --to URL to send the event yourself.")
    data = event["data"]
    body = {"type": event["type"], "object": data["object"], "livemode": event["livemode"]}
    control = Control(options)
    try:
        control.call("POST", "webhooks/emit", {**body, "previous_attributes": data.get("previous_attributes")})
    finally:
        control.close()


def _send(event: Mapping[str, Any], url: str) -> None:
    with needs_extra("webhooks"):
        from pivotal.sandbox._webhooks.delivery import post
        from pivotal.sandbox._webhooks.endpoints import check_url
        from pivotal.webhooks import Webhooks
    try:
        check_url(url, allow_remote=True)
    except ValueError as error:
        raise CommandError(f"--to: {error}") from error
    delivery = Webhooks(webhook_secret()).sign(event)
    accepted, outcome = post(url, delivery.body, delivery.headers)
    if not accepted:
        raise Failure(f"{url} refused the event: {outcome}.")
    click.echo(f"{event['type']} -> {outcome}", err=True)


trigger = click.Command(
    "trigger",
    callback=_trigger,
    help=_trigger.__doc__,
    params=[
        click.Argument(["type"], type=click.Choice([entry.type for entry in load_description().webhooks])),
        click.Option(
            ["--set", "changes"], multiple=True, metavar="PATH=TEXT", help="Set a value; PATH:=JSON for other types."
        ),
        click.Option(["--to"], metavar="URL", help="Send the event directly to this URL."),
        *output_options(columns=False),
        *common_options(),
    ],
)
