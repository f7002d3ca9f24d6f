"""`pivotal completion`: the script that makes a shell complete commands, flags and values."""

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "fish", "zsh")


_EPILOG = """\b
bash:  eval "$(pivotal completion bash)"
zsh:   eval "$(pivotal completion zsh)"
fish:  pivotal completion fish | source"""


@click.command("completion", epilog=_EPILOG)
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a shell. Run it from the shell's start-up file."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  (click knows these three)
    click.echo(kind(ctx.find_root().command, {}, "pivotal", "_PIVOTAL_COMPLETE").source())
