"""`pivotal webhooks verify`: whether a delivery is genuine, and why not."""

from typing import Any

import click
from pivotal_runtime.extras import needs_extra

from pivotal.cli._account.options import error_option
from pivotal.cli._contract.fields import STANDARD_INPUT, read_content
from pivotal.cli._exits import CommandError
from pivotal.cli._local.secrets import webhook_secret
from pivotal.cli._output.printer import Printer, output_format, output_options


def _verify(data: str, header: tuple[str, ...], tolerance: float, **values: Any) -> None:
    """Check the signature and the age of a delivery, and print the event in it.

    The secret is PIVOTAL_WEBHOOK_SECRET, or the one that `pivotal webhooks listen --print-secret` prints. The exit
    code is 1 if the delivery is not genuine.
    """
    with needs_extra("webhooks"):
        from pivotal.webhooks import Webhooks

    pairs = [_header(line) for line in header]
    event = Webhooks(webhook_secret(), tolerance=tolerance).unwrap(read_content(data), pairs)
    Printer(output_format(values), None, []).record(event.to_dict())


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise CommandError(f"--header {line!r}: write NAME: VALUE.")
    return name.strip(), value.strip()


verify = click.Command(
    "verify",
    callback=_verify,
    help=_verify.__doc__,
    params=[
        click.Option(
            ["--data"], metavar="TEXT|@FILE|-", default=STANDARD_INPUT, help="The body, byte by byte.  [default: -]"
        ),
        click.Option(["--header"], multiple=True, metavar="NAME: VALUE", help="A header of the delivery."),
        click.Option(
            ["--tolerance"], type=click.FloatRange(0, min_open=True), default=300.0, show_default=True,
            metavar="SECONDS", help="How old a signature may be.",
        ),
        *output_options(columns=False),
        error_option(),
    ],
)  # fmt: skip
