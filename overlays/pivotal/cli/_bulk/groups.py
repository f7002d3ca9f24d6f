"""`pivotal import` and `pivotal export`: a command for each resource that the contract allows."""

from collections.abc import Callable, Mapping

import click
from pivotal_api.contract import load_description

from pivotal._lists import lists
from pivotal.bulk._targets import writable
from pivotal.cli._bulk.exporting import export_command
from pivotal.cli._bulk.importing import import_command
from pivotal.cli._lazy import LazyGroup


class _Group(LazyGroup):
    def __init__(self, name: str, help: str, commands: Mapping[str, str], make: Callable[[str], click.Command]) -> None:
        super().__init__(name, help=help, own={})
        self._commands = commands
        self._make = make

    def names(self) -> dict[str, str]:
        """Return the resources."""
        return dict(self._commands)

    def load(self, name: str) -> click.Command:
        """Return the command of a resource."""
        return self._make(name)


importing = _Group(
    "import",
    "Write the rows of a file: create what is new, change what differs. Run it again after any interruption.",
    {resource: f"Import {resource} from CSV or JSON Lines." for resource in writable(load_description())},
    import_command,
)
exporting = _Group(
    "export",
    "Write every row of a list to a file, which appears once it is complete.",
    {resource: f"Export {resource} to a file." for resource in lists()},
    export_command,
)
