"""A resource of the client as a group of commands."""

from collections.abc import Mapping
from typing import Any

import click
from pivotal_api.contract import load_description

from pivotal.cli._contract.index import Entry, entries
from pivotal.cli._contract.operations import command
from pivotal.cli._lazy import LazyGroup


class ResourceGroup(LazyGroup):
    """The operations of a resource, and commands of our own below the same name."""

    def __init__(self, resource: str, help: str, own: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(resource, help=help, own=own)
        self._operations = {entry.name.replace("_", "-"): entry for entry in entries() if entry.resource == resource}

    def names(self) -> dict[str, str]:
        """Return the commands and what each does."""
        return {**{name: entry.summary for name, entry in self._operations.items()}, **super().names()}

    def load(self, name: str) -> Any:
        """Return a command."""
        entry = self._operations.get(name)
        return super().load(name) if entry is None or name in super().names() else operation_command(entry)


def operation_command(entry: Entry) -> click.Command:
    """Return the command of an operation."""
    description = load_description()
    found = next(each for each in description.operations if (each.resource, each.name) == (entry.resource, entry.name))
    return command(description, found)
