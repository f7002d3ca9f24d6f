"""Tables, by rich, which is imported only when one is printed."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from pivotal_runtime.errors import printable
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pivotal.cli._output.columns import Record, cell, flattened, value_at

_ROWS = 200  # in one table; longer lists are several, so that the first is shown soon and memory stays small
_SHORT = 12  # a column of such values, as numbers and dates are, is never shortened
_GAP = 2


def table_rows(
    rows: Iterable[Record], columns: Sequence[str], width: int | None, *, may_drop: bool = False
) -> Iterator[str]:
    """Yield a table of rows; a further one with its own header after each 200.

    Args:
        rows: The rows.
        columns: The columns to show.
        width: The width of the terminal; None for a file, where no cell is shortened.
        may_drop: Whether the last columns may be left out if the terminal is too narrow.
    """
    remaining = iter(rows)
    chunk = list(islice(remaining, _ROWS))
    if width is not None and may_drop:
        columns = _fitting(columns, chunk, width)
    while True:
        yield _table(columns, [[value_at(row, column) for column in columns] for row in chunk], width)
        chunk = list(islice(remaining, _ROWS))
        if not chunk:
            return


def table_record(record: Any, width: int | None) -> Iterator[str]:
    """Yield a table with a line for each field of a record."""
    fields: Mapping[str, Any] = flattened(cast(Record, record)) if isinstance(record, Mapping) else {"value": record}
    yield _table(("field", "value"), list(fields.items()), width, wrap=True)


def _fitting(columns: Sequence[str], rows: Sequence[Record], width: int) -> Sequence[str]:
    """Return the first columns that fit a terminal, with short values in full and long ones shortened."""
    used = 0
    for count, column in enumerate(columns):
        used += _GAP + min(_SHORT, _natural_width(column, [value_at(row, column) for row in rows]))
        if used > width:
            return columns[: max(count, 1)]
    return columns


def _natural_width(header: str, values: Iterable[Any]) -> int:
    return max([cell_len(header), *(cell_len(printable(cell(value))) for value in values)])


def _widths(natural: Sequence[int], width: int) -> list[int]:
    """Return the widths of columns on a terminal: the longest are shortened, to one length, until all fit.

    Example:
        >>> _widths([4, 30, 20], 40)
        [4, 15, 15]
    """
    room = width - _GAP * len(natural)
    cap = next((cap for cap in range(max(natural), 1, -1) if sum(min(each, cap) for each in natural) <= room), 1)
    return [min(each, cap) for each in natural]


def _table(headers: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None, *, wrap: bool = False) -> str:
    natural = [_natural_width(header, [row[place] for row in rows]) for place, header in enumerate(headers)]
    # Widths of our own: rich would cut the last column where its padding doesn't fit.
    widths = natural if width is None else _widths(natural, width)
    table = Table(box=None, padding=(0, _GAP, 0, 0), header_style="bold")
    for header, column_width in zip(headers, widths, strict=True):
        table.add_column(header, no_wrap=not wrap, overflow="fold" if wrap else "ellipsis", width=column_width)
    for row in rows:
        table.add_row(*(Text(printable(cell(value))) for value in row))
    needed = sum(widths) + _GAP * len(widths)
    console = Console(file=io.StringIO(), width=max(needed, width or 0), force_terminal=width is not None)
    with console.capture() as capture:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())
