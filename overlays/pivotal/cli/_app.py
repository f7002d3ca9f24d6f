"""The first level of the command line."""

import sys
from collections.abc import Mapping, Sequence

import click

from pivotal._version import __version__
from pivotal.cli._account.options import common_options
from pivotal.cli._contract.index import Entry, resources, shortcuts
from pivotal.cli._errors import error_format, report
from pivotal.cli._exits import EXIT_CODES, ExitCode
from pivotal.cli._lazy import LazyGroup

# Commands that the contract doesn't make: where each is, and what it does.
OWN: Mapping[str, tuple[str, str]] = {
    "completion": ("pivotal.cli._completion:completion", "Print the completion script for a shell."),
    "export": ("pivotal.cli._bulk.groups:exporting", "Write every row of a list to a file."),
    "import": ("pivotal.cli._bulk.groups:importing", "Write the rows of a file: create, change or leave records."),
    "login": ("pivotal.cli._account.commands:login", "Keep an API key, or the way to get it, under a name."),
    "logout": ("pivotal.cli._account.commands:logout", "Forget a profile."),
    "open": ("pivotal.cli._open:open_page", "Open a customer's page in the app."),
    "profiles": ("pivotal.cli._account.commands:profiles", "List the profiles."),
    "sandbox": ("pivotal.cli._local.sandbox:sandbox", "Run a local Pivotal to try things on."),
    "use": ("pivotal.cli._account.commands:use", "Use the key of a profile from now on."),
}
# Groups of them. A resource of the same name gets its operations into the same group.
OWN_GROUPS: Mapping[str, tuple[str, Mapping[str, tuple[str, str]]]] = {
    "webhooks": (
        "Receive, send and verify webhooks, without the real API.",
        {
            "listen": ("pivotal.cli._local.listen:listen", "Forward the events of the local server to a URL."),
            "trigger": ("pivotal.cli._local.trigger:trigger", "Send an event of any type, as Pivotal would."),
            "verify": ("pivotal.cli._local.verify:verify", "Check the signature of a delivery."),
        },
    )
}
_HELP = """The command line of Pivotal: customers, contacts and onboardings.

Set PIVOTAL_API_KEY, or run `pivotal login`. Data goes to standard output, everything else to standard error."""


class _Root(LazyGroup):
    """The resources of the contract, the shortcuts that the client has too, and commands of our own."""

    def names(self) -> dict[str, str]:
        """Return the commands and what each does."""
        of_contract = {_free(name): resource.description for name, resource in resources().items()}
        groups = {name: help for name, (help, _) in OWN_GROUPS.items()}
        return {**_shortcuts_summaries(), **groups, **of_contract, **super().names()}

    def load(self, name: str) -> click.Command:
        """Return a command or a group."""
        if name in OWN:
            return super().load(name)
        from pivotal.cli._contract.resources import ResourceGroup, operation_command

        if name in _shortcuts() and name not in OWN_GROUPS:
            return operation_command(_shortcuts()[name])
        help, own = OWN_GROUPS.get(name, ("", {}))
        resource = next((each for each in resources().values() if _free(each.name) == name), None)
        if resource is None:
            return LazyGroup(name, help=help, own=own)
        return ResourceGroup(resource.name, resource.description or help, own)


def _free(name: str) -> str:
    """Return the command of a resource; one whose name is taken gets a prefix."""
    return f"api-{name}" if name in OWN else name


def _shortcuts() -> dict[str, Entry]:
    taken = {*OWN, *OWN_GROUPS, *resources()}
    return {name: entry for name, entry in shortcuts().items() if name not in taken}


def _shortcuts_summaries() -> dict[str, str]:
    return {name: entry.summary for name, entry in _shortcuts().items()}


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"pivotal {__version__}")
        ctx.exit()


def root() -> click.Group:
    """Return the first level."""
    version = click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version."
    )
    return _Root("pivotal", own=OWN, help=_HELP, epilog=EXIT_CODES, params=[*common_options(), version])


def run(argv: Sequence[str] | None) -> int:
    """Run a command; report its error; return the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    debug = "--debug" in arguments
    as_json = error_format(arguments) == "json"
    try:
        code = root().main(arguments, "pivotal", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitCode.USAGE
    except Exception as error:
        return report(error, as_json=as_json, debug=debug)
