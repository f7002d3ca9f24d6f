"""Tables, by rich, which is imported only when one is printed."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from pivotal_runtime.errors import printable
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pivotal.cli._output.columns import Record, cell, flattened, value_at

_ROWS = 200  # in one table; longer lists are several, so that the first is shown soon and memory stays small
_UNLIMITED = 10_000  # columns of text, for a table that goes to a file


def table_rows(rows: Iterable[Record], columns: Sequence[str], width: int | None) -> Iterator[str]:
    """Yield a table of rows; a further one with its own header after each 200.

    Args:
        rows: The rows.
        columns: The columns to show.
        width: The width of the terminal; None for a file, where no cell is shortened.
    """
    remaining = iter(rows)
    chunk = list(islice(remaining, _ROWS))
    while True:
        yield _table(columns, ([value_at(row, column) for column in columns] for row in chunk), width)
        chunk = list(islice(remaining, _ROWS))
        if not chunk:
            return


def table_record(record: Any, width: int | None) -> Iterator[str]:
    """Yield a table with a line for each field of a record."""
    fields: Mapping[str, Any] = flattened(cast(Record, record)) if isinstance(record, Mapping) else {"value": record}
    yield _table(("field", "value"), fields.items(), width, wrap=True)


def _table(headers: Sequence[str], rows: Iterable[Sequence[Any]], width: int | None, *, wrap: bool = False) -> str:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        table.add_column(header, no_wrap=not wrap, overflow="fold" if wrap else "ellipsis")
    for row in rows:
        table.add_row(*(Text(printable(cell(value))) for value in row))
    console = Console(file=io.StringIO(), width=width or _UNLIMITED, force_terminal=width is not None)
    with console.capture() as capture:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())
