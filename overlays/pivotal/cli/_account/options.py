"""The options that every command has, and the first level too."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def common_options() -> list[click.Parameter]:
    """Return the options that choose a workspace, and those of every command."""
    return [
        click.Option(["--profile"], metavar="NAME", help="Use this profile.", shell_complete=complete_profile),
        click.Option(
            ["--api-key-file"], metavar="FILE", help="Read the API key from a file, or from standard input (-)."
        ),
        click.Option(["--base-url"], metavar="URL", help="Send requests to this URL.  [env var: PIVOTAL_BASE_URL]"),
        click.Option(
            ["--require-mode"], type=click.Choice(["test", "live"]), help="Refuse an API key of the other mode."
        ),
        click.Option(
            ["--timeout"], type=click.FloatRange(0, min_open=True), metavar="SECONDS",
            help="Limit each phase of each attempt.",
        ),
        click.Option(["--debug"], is_flag=True, help="Show requests and responses on standard error, without the key."),
        error_option(),
    ]  # fmt: skip


def error_option() -> click.Option:
    """Return the option that chooses how errors look."""
    return click.Option(
        ["--error-format"], type=click.Choice(["text", "json"]), help="Print errors as a sentence or as JSON."
    )


def given_options(ctx: click.Context) -> Mapping[str, Any]:
    """Return the options of a command; what it was not given comes from the first level."""
    levels: list[click.Context] = []
    level: click.Context | None = ctx
    while level is not None:
        levels.insert(0, level)
        level = level.parent
    given: dict[str, Any] = {}
    for level in levels:
        given |= {name: value for name, value in level.params.items() if value not in (None, False, ())}
    return given


def complete_profile(ctx: click.Context, param: click.Parameter, incomplete: str) -> "list[CompletionItem]":
    """Return the profiles that start like this."""
    from click.shell_completion import CompletionItem

    from pivotal.cli._account.profiles import read_profiles

    return [CompletionItem(name) for name in read_profiles().profiles if name.startswith(incomplete)]
