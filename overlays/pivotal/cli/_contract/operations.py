"""An operation of the contract as a command."""

import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import Any, cast

import click
from pivotal_runtime.description import Description, OperationEntry

from pivotal.cli._account.options import common_options, given_options
from pivotal.cli._contract.calls import Call, read_call
from pivotal.cli._contract.flags import argument, option
from pivotal.cli._contract.index import first_sentence
from pivotal.cli._output.printer import Printer, output_options, plain, printer, write


def command(description: Description, entry: OperationEntry) -> click.Command:
    """Return the command of an operation: an argument for each id, a flag for each other parameter and field."""
    own = _own_options(entry)
    taken = _names(own)
    path = [argument(parameter) for parameter in entry.parameters if parameter.location == "path"]
    fields = [parameter for parameter in entry.parameters if parameter.location != "path"]
    body = entry.body.fields if entry.body else ()
    flags = [option(description, field, taken) for field in (*fields, *body)]
    about = entry.description or entry.summary
    return click.Command(
        entry.name.replace("_", "-"),
        params=[*path, *flags, *own],
        callback=partial(_run, description, entry, taken),
        help=about,
        short_help=first_sentence(about),
        epilog=entry.documentation,
        deprecated=entry.deprecated,
    )


def _own_options(entry: OperationEntry) -> list[click.Parameter]:
    options: list[click.Parameter] = []
    if entry.success.page_of is not None:
        options.append(click.Option(["--max-items"], type=click.IntRange(1), help="Print so many rows at most."))
    if entry.body is not None:
        options += _body_options(whole=entry.body.argument is not None)
    else:
        options.append(click.Option(["--query"], multiple=True, metavar="KEY=TEXT", help=_OTHER.format("parameter")))
    if entry.method not in ("GET", "HEAD"):
        options.append(click.Option(["--dry-run"], is_flag=True, help="Print the request, and send nothing."))
    if entry.method == "DELETE":
        options.append(click.Option(["-y", "--yes"], is_flag=True, help="Don't ask."))
    return [*options, *output_options(), *common_options()]


_OTHER = "Send a {} that has no flag, or a value that the flag doesn't know; KEY:=JSON for other types than text."


def _body_options(*, whole: bool) -> list[click.Parameter]:
    data = click.Option(["--data"], metavar="JSON|@FILE|-", help="Send these fields; flags override them.")
    if whole:
        return [click.Option(["--data"], metavar="TEXT|@FILE|-", help="The body.")]
    field = click.Option(["--field"], multiple=True, metavar="KEY=TEXT", help=_OTHER.format("field"))
    null = click.Option(["--null"], multiple=True, metavar="FIELD", help="Clear a field. May be repeated.")
    return [field, data, null]


def _names(options: list[click.Parameter]) -> list[str]:
    flags = [flag for each in options for flag in (*each.opts, *each.secondary_opts)]
    return [flag[2:] for flag in (*flags, "--help") if flag.startswith("--")]


def _run(description: Description, entry: OperationEntry, taken: list[str], **values: Any) -> None:
    """Make the call and print its result. What can't be sent, printed or confirmed raises before anything is sent."""
    ctx = click.get_current_context()
    options = dict(given_options(ctx))
    call = read_call(description, entry, values, taken)
    success = entry.success
    printing = printer(options, description, success.page_of or success.schema)
    if options.get("dry_run"):
        _print_request(call, options)
        return
    if call.is_delete:
        from pivotal.cli._contract.safety import check_can_ask

        check_can_ask(yes=bool(options.get("yes")))
    from pivotal.cli._account.connection import client_for

    with client_for(options, needs_key=entry.authenticated) as client:
        _prepare(client, description, call, yes=bool(options.get("yes")))
        _print_result(call, call.make(client), printing, options.get("max_items"))


def _prepare(client: Any, description: Description, call: Call, *, yes: bool) -> None:
    if not call.is_write:
        return
    from pivotal.cli._contract.safety import announce, confirm_delete

    if call.is_delete and not yes:
        confirm_delete(client, description, call)
    else:
        announce(client, call)


def _print_request(call: Call, options: dict[str, Any]) -> None:
    from pivotal.cli._account.connection import base_url_for
    from pivotal.cli._contract.dry_run import dry_request, shown_request

    write(shown_request(dry_request(call, base_url_for(options))))


def _print_result(call: Call, result: Any, printing: Printer, max_items: int | None) -> None:
    if call.entry.success.page_of is not None:
        rows: Iterator[Any] = islice(cast("Iterator[Any]", iter(result)), max_items)
        printing.rows(plain(row) for row in rows)
    elif isinstance(result, bytes):
        sys.stdout.buffer.write(result)
    elif isinstance(result, str):
        write([result])
    elif result is not None:
        printing.record(plain(result))
