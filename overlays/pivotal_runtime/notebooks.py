"""Models and pages as HTML tables, as notebooks show them. Everything is escaped, and keys are masked."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from .errors import redact


def model_table(name: str, fields: Iterable[tuple[str, Any]]) -> str:
    """Return a table with one row for each field."""
    return _table(name, [], [[f"<th>{_cell(field)}</th>", f"<td>{_cell(value)}</td>"] for field, value in fields])


def rows_table(name: str, fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table with one row for each model, and one column for each field."""
    return _table(name, fields, [[f"<td>{_cell(value)}</td>" for value in row] for row in rows])


def _table(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f"<th>{_cell(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table><caption>{_cell(name)}</caption>{f'<tr>{head}</tr>' if head else ''}{body}</table>"


def _cell(value: Any) -> str:
    return "" if value is None else escape(redact(str(value)))
