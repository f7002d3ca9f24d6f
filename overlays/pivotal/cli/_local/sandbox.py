"""`pivotal sandbox`: the program `pivotal-sandbox` under another name."""

import click


@click.command("sandbox", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def sandbox(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Run a local Pivotal; it takes the options of pivotal-sandbox."""
    from pivotal.sandbox.__main__ import main

    ctx.exit(main(arguments))
