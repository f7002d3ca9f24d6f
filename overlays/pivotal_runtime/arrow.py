"""Rows as Arrow record batches of one schema, whatever is in them. Needs the extra: pip install "pivotal[arrow]"."""

# pyright: reportMissingTypeStubs=false
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice, repeat, zip_longest
from typing import Any

from msgspec import UNSET
from msgspec.structs import astuple

from .columns import EXTRA_FIELDS, Column, Kind, columns_of, json_text
from .errors import InvalidResponseError
from .extras import needs_extra

with needs_extra("arrow"):
    import pyarrow

pa: Any = pyarrow  # it has no types
_Transposed = list[Sequence[Any]]  # the values of a page, column by column

_TYPES: dict[Kind, Any] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us", "UTC"),
    "date": pa.date32(),
    "enum": pa.dictionary(pa.int32(), pa.string()),
    "texts": pa.list_(pa.string()),
    "json": pa.string(),
}
# pandas' types for nulls among integers and booleans; its defaults depend on whether a column has any.
_PANDAS: dict[Kind, tuple[str, str]] = {"integer": ("int64", "Int64"), "boolean": ("bool", "boolean")}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Pages in each record batch: the first rows come at once, and later ones share the overhead of an array. More pages
# would cost what they save, because the processor's cache doesn't hold them.
_FIRST_PAGES, _LATER_PAGES = 1, 2
_EXTRA_FIELDS = Column("json", EXTRA_FIELDS, EXTRA_FIELDS, convert=json_text)


class Batches:
    """Makes the record batches of one table.

    Args:
        row: The type of the rows.
        extra_fields: Whether to add a column with the fields that the contract doesn't list, as a JSON object.
    """

    def __init__(self, row: Any, *, extra_fields: bool = False) -> None:
        columns = columns_of(row)
        self._columns = (*columns, _EXTRA_FIELDS) if extra_fields else columns
        self._places = [{value: place for place, value in enumerate(column.values)} for column in self._columns]
        self._groups = _groups(self._columns)
        fields = [pa.field(column.name, _TYPES[column.kind]) for column in self._columns]
        self.schema: Any = pa.schema(fields, metadata={"pandas": json_text(_pandas_metadata(self._columns))})

    def batch(self, rows: Sequence[Any]) -> Any:
        """Return rows as a record batch. Raises InvalidResponseError for a value that its column can't have."""
        return self._batch([_transposed(self._columns, rows)])

    def stream(self, pages: Iterable[Sequence[Any]]) -> Iterator[Any]:
        """Yield record batches: of the first page, then of two pages each."""
        # Transposed one by one, while the processor's cache has the page.
        left = map(partial(_transposed, self._columns), pages)
        for size in chain([_FIRST_PAGES], repeat(_LATER_PAGES)):
            if not (some := list(islice(left, size))):
                return
            yield self._batch(some)

    def reader(self, pages: Iterable[Sequence[Any]]) -> Any:
        """Return the same as a RecordBatchReader."""
        return pa.RecordBatchReader.from_batches(self.schema, self.stream(pages))

    def table(self, batches: Iterable[Any]) -> Any:
        """Return batches as a table, in which a column has one dictionary."""
        return pa.Table.from_batches(batches, schema=self.schema).unify_dictionaries()

    def _batch(self, pages: Sequence[_Transposed]) -> Any:
        arrays: dict[int, Any] = {}
        for group in self._groups:
            arrays.update(zip(group, self._arrays(group, pages), strict=True))
        return pa.RecordBatch.from_arrays([arrays[index] for index in range(len(self._columns))], schema=self.schema)

    def _arrays(self, group: Sequence[int], pages: Sequence[_Transposed]) -> list[Any]:
        """Return the arrays of columns of one type, made at once: of a page, that takes two thirds of the time."""
        first = group[0]
        values = list(chain.from_iterable([page[index] for index in group for page in pages]))
        try:
            joined = self._array(self._columns[first], self._places[first], values)
        except InvalidResponseError:
            if len(group) == 1:
                raise
            return [self._arrays([index], pages)[0] for index in group]
        size = len(values) // len(group)
        return [joined.slice(size * number, size) for number in range(len(group))]

    def _array(self, column: Column, places: dict[str, int], values: Sequence[Any]) -> Any:
        if column.optional:
            values = [None if value is UNSET else value for value in values]
        try:
            if column.kind == "enum":
                return _encoded(places, values)
            if column.kind == "timestamp":
                return _timestamps(values)
            if (convert := column.convert) is not None:
                values = [None if value is None else convert(value) for value in values]
            return pa.array(values, _TYPES[column.kind])
        except (ValueError, OverflowError) as error:
            raise InvalidResponseError(
                f"Field {column.name} has a value that is no {_TYPES[column.kind]}: {error}"
            ) from error


def _groups(columns: Sequence[Column]) -> list[list[int]]:
    """Return the indices of columns whose values become arrays alike; an enum has a dictionary of its own."""
    groups: dict[object, list[int]] = {}
    for index, column in enumerate(columns):
        alike = index if column.kind == "enum" else (column.kind, column.optional, column.convert)
        groups.setdefault(alike, []).append(index)
    return list(groups.values())


def _encoded(places: dict[str, int], values: Sequence[str | None]) -> Any:
    """Return texts as places in a dictionary, to which values are added that the contract doesn't list."""
    indices = [None if value is None else places.setdefault(value, len(places)) for value in values]
    return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), pa.array(list(places), pa.string()))


def _timestamps(values: Sequence[datetime | None]) -> Any:
    try:  # as durations, which pyarrow reads six times as fast
        since = [None if value is None else value - _EPOCH for value in values]
    except TypeError:  # a time without a zone, which is in UTC
        return pa.array(values, _TYPES["timestamp"])
    return pa.array(since, pa.duration("us")).view(_TYPES["timestamp"])


def _transposed(columns: Sequence[Column], rows: Sequence[Any]) -> _Transposed:
    """Return the values of each column; those of plain fields come first."""
    plain = list(zip(*map(astuple, rows), strict=True))
    return [
        [getattr(row, column.attribute) for row in rows] if values is None else values
        for column, values in zip_longest(columns, plain)
    ]


def _pandas_metadata(columns: Sequence[Column]) -> dict[str, Any]:
    """Return what pandas reads a table by: https://pandas.pydata.org/docs/development/developer.html."""
    return {
        "index_columns": [],
        "column_indexes": [],
        "columns": [
            {"name": column.name, "field_name": column.name, "pandas_type": text, "numpy_type": dtype, "metadata": None}
            for column in columns
            if (names := _PANDAS.get(column.kind)) is not None
            for text, dtype in [names]
        ],
    }
