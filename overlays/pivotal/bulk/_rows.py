"""Rows of any kind as values of the contract, with every problem and its place."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import attrs
from attrs import frozen
from pivotal_runtime.base_models import Model
from pivotal_runtime.errors import shown
from pivotal_runtime.option_checks import kind_of, mapping_of

from pivotal._arguments import is_text
from pivotal._value_checks import Invalid
from pivotal.bulk._errors import RowProblem
from pivotal.bulk._targets import Column, Target, left_out
from pivotal.errors import InvalidArgumentError

MOST_ROWS = 1_000_000  # all of a job are in memory
_NO_KEYS = (bool, bytes, bytearray, memoryview, list, tuple, dict, set, frozenset)


@frozen(eq=False)
class Row:
    """A row of the input.

    Attributes:
        line: The line in the file, or the number of the row, from 1.
        cells: The row as it came.
        key: The external key; empty if the row has none.
        values: What it says, by argument; what is left out is not in it.
    """

    line: int
    cells: Mapping[str, Any]
    key: str
    values: Mapping[str, Any]


@frozen(eq=False)
class Input:
    """The rows of a job, and what is wrong with them.

    Attributes:
        rows: The valid rows.
        invalid: The other ones.
        problems: What is wrong with the invalid ones.
        ignored: The headers that no column has.
    """

    rows: Sequence[Row]
    invalid: Sequence[Row]
    problems: Sequence[RowProblem]
    ignored: Sequence[str]


class RowReader:
    """Reads rows for a target.

    Args:
        target: Where the rows go.
        key: The header of the external key.
        mapping: The argument for a header that isn't named after it; an empty one ignores the header.
        null_marker: The text that clears a field.
        parents: Pivotal's ids by external key, for columns that name the record above.

    Raises:
        InvalidArgumentError: The mapping names an argument that doesn't exist.
    """

    def __init__(
        self,
        target: Target,
        key: str,
        mapping: Mapping[str, str] | None = None,
        null_marker: str | None = None,
        parents: Mapping[str, str] | None = None,
    ) -> None:
        self._target = target
        self._key = key
        self._mapping = {} if mapping is None else dict(mapping_of("mapping", mapping))
        self._null_marker = null_marker
        self._parents = parents or {}
        self._columns: dict[str, Column | None] = {}
        for header, name in self._mapping.items():
            if not isinstance(name, str) or (name and name not in target.columns):
                known = ", ".join(target.columns)
                pair = f"{shown(header)} goes to {shown(name)}"
                raise InvalidArgumentError(f"mapping: {pair}, which doesn't exist; use {known}.")

    @property
    def key_column(self) -> Column | None:
        """The column of the external key; None if the contract has no such field."""
        return self._column(self._key)

    def read(self, rows: Iterable[object]) -> Input:
        """Return the rows with every problem in them."""
        valid: list[Row] = []
        invalid: list[Row] = []
        problems: list[RowProblem] = []
        lines: dict[str, int] = {}
        for number, source in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise InvalidArgumentError(f"rows: there are more than {MOST_ROWS:,}; write them in several jobs.")
            line, cells = _cells(number, source)
            row, found = self._row(line, cells)
            if row.key and (first := lines.setdefault(row.key, line)) != line:
                found.append(RowProblem(line, self._key, f"{row.key} is already the key of line {first}"))
            (invalid if found else valid).append(row)
            problems += found
        ignored = [header for header, column in self._columns.items() if column is None and header != self._key]
        return Input(valid, invalid, problems, ignored)

    def _row(self, line: int, cells: Mapping[str, Any]) -> tuple[Row, list[RowProblem]]:
        problems: list[RowProblem] = []
        values: dict[str, Any] = {}
        for header, cell in cells.items():
            column = self._column(header)
            if column is None or left_out(cell):
                continue
            if column.name in values:
                problems.append(RowProblem(line, header, f"a second value for {column.name}"))
            try:
                values[column.name] = self._value(column, cell)
            except Invalid as invalid:
                problems.append(RowProblem(line, header, f"{_brief(cell)} must be {invalid.expected}"))
        key, problem = _key_of(cells.get(self._key))
        if problem:
            problems.append(RowProblem(line, self._key, problem))
        return Row(line, cells, key, values), problems

    def _column(self, header: str) -> Column | None:
        if header not in self._columns:
            name = self._mapping.get(header)
            found = self._target.column(header) if name is None else self._target.columns.get(name)
            self._columns[header] = found
        return self._columns[header]

    def _value(self, column: Column, cell: Any) -> Any:
        if cell is None or (isinstance(cell, str) and cell == self._null_marker):
            return column.check(None)
        if column.owner is not None and (key := _key_of(cell)[0]) in self._parents:
            return self._parents[key]
        return column.value_of(cell)


def _key_of(cell: Any) -> tuple[str, str]:
    """Return a cell as a key, and what is wrong with it."""
    if cell is None or left_out(cell):
        return "", "the key is missing"
    try:
        key = "" if type(cell) in _NO_KEYS or isinstance(cell, type) else str(cell)
    except ValueError:  # an int of thousands of digits
        key = ""
    return (key, "") if key and is_text(key) else ("", f"{shown(cell)} can't be a key; use text or a number")


def missing_columns(target: Target, row: Row) -> list[RowProblem]:
    """Return what a row lacks to become a new record."""
    return [
        RowProblem(row.line, column.name, f"a new record of {target.resource} needs it")
        for column in target.columns.values()
        if column.required and row.values.get(column.name) is None
    ]


@frozen
class NumberedRow:
    """A row with the line of a file that it stands in."""

    line: int
    cells: Mapping[str, Any]


def _cells(number: int, source: object) -> tuple[int, Mapping[str, Any]]:
    if isinstance(source, NumberedRow):
        return source.line, source.cells
    if isinstance(source, Mapping):
        return number, _checked(number, cast(Mapping[object, Any], source))
    if isinstance(source, Model):
        return number, source.to_dict()
    pairs = dict(_attributes(source))
    if not pairs:
        raise InvalidArgumentError(
            f"rows: row {number} is of type {kind_of(source)}; pass dicts, dataclasses or attrs objects."
        )
    return number, pairs


def _checked(number: int, cells: Mapping[Any, Any]) -> Mapping[str, Any]:
    for name in cells:
        if not isinstance(name, str) or not is_text(name):
            raise InvalidArgumentError(f"rows: row {number} has a column {shown(name)}; name columns by strings.")
    return cells


def _attributes(source: object) -> Iterator[tuple[str, Any]]:
    kind = cast(type[Any], type(source))
    if attrs.has(kind):
        names = [field.name for field in attrs.fields(kind)]
    elif dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
    else:
        names = list(cast(Sequence[str], getattr(kind, "__struct_fields__", ())))  # of msgspec
    return ((name, getattr(source, name)) for name in names)


def _brief(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else shown(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
