"""Groups whose commands are imported when they are run: help lists them from data."""

from collections.abc import Mapping
from importlib import import_module

import click


class LazyGroup(click.Group):
    """A group of commands that are named by module and attribute.

    Args:
        name: The name of the group.
        own: By command: where it is (`module:attribute`), and what it does.
    """

    def __init__(
        self,
        name: str,
        *,
        own: Mapping[str, tuple[str, str]],
        help: str | None = None,
        epilog: str | None = None,
        params: list[click.Parameter] | None = None,
    ) -> None:
        super().__init__(name, help=help, epilog=epilog, params=params, no_args_is_help=True)
        self._own = own
        self._loaded: dict[str, click.Command] = {}

    def names(self) -> dict[str, str]:
        """Return the commands and what each does."""
        return {name: summary for name, (_, summary) in self._own.items()}

    def load(self, name: str) -> click.Command:
        """Import a command."""
        module, _, attribute = self._own[name][0].partition(":")
        loaded: click.Command = getattr(import_module(module), attribute)
        return loaded

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return sorted(self.names())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None if there is none of that name."""
        if cmd_name not in self.names():
            return None
        if cmd_name not in self._loaded:
            self._loaded[cmd_name] = self.load(cmd_name)
        return self._loaded[cmd_name]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        names = self.names()
        longest = max(map(len, names), default=0)
        room = formatter.width - 6 - longest
        rows = [(name, click.formatting.wrap_text(names[name], room)) for name in sorted(names)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
