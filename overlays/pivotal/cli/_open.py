"""`pivotal open`: a customer's page in the app."""

import sys
from typing import Any

import click

from pivotal import Customer
from pivotal.cli._account.connection import client_for
from pivotal.cli._account.options import common_options, given_options
from pivotal.cli._output.printer import write


def page_url(base_url: str, customer: Customer) -> str:
    """Return the URL of a customer's page. Its slug is for people; the number alone decides.

    Args:
        base_url: The URL of the API, whose host is the app's too. A customer of a local server has no page in the app.
        customer: The customer.
    """
    slug = f"-{customer.slug}" if customer.slug else ""
    return f"{base_url}/customers/{customer.display_id}{slug}"


def _open(id: str, print_only: bool, **_: Any) -> None:
    """Open a customer's page in the browser, and print its URL. Without a terminal, the URL is only printed."""
    with client_for(given_options(click.get_current_context())) as client:
        url = page_url(client.base_url, client.customers.get(id))
    write([f"{url}\n"])
    if sys.stdout.isatty() and not print_only:
        click.launch(url)


open_page = click.Command(
    "open",
    callback=_open,
    help=_open.__doc__,
    params=[
        click.Argument(["id"], metavar="CUSTOMER"),
        click.Option(["--print", "print_only"], is_flag=True, help="Print the URL, and open nothing."),
        *common_options(),
    ],
)
