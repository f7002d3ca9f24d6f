"""Whether a database is a whole copy of a workspace: its tables, their columns, and what is in them."""

import sqlite3
from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any

import msgspec
from attrs import frozen
from pivotal_runtime.json_errors import NOT_JSON

from pivotal.sandbox._state.database import check_mark

_VERSIONS = (b"\1\1", b"\2\2")  # of the format: without and with a write-ahead log
_UTF8 = b"\0\0\0\1"
_TYPES: Mapping[str, type] = {"INTEGER": int, "TEXT": str, "BLOB": bytes}
_OBJECT: msgspec.json.Decoder[Any] = msgspec.json.Decoder(dict[str, object])
# What the cells of a column contain, beyond their type.
_CONTENT: Mapping[object, "msgspec.json.Decoder[Any]"] = {
    "doc": _OBJECT,
    ("events", "body"): _OBJECT,
    ("endpoints", "types"): msgspec.json.Decoder(list[str] | None),
}
# What counts the rows of a table other than those of records.
_COUNTERS: Mapping[str, tuple[str, str]] = {"events": ("event", "id")}
# Rows that no workspace has, each with the problem.
_CONTRADICTIONS: Mapping[str, str] = {
    f"counters WHERE value NOT BETWEEN 0 AND {2**53}": "a counter is out of range",
    "endpoints WHERE (old_secret IS NULL) != (old_secret_ends IS NULL)": "an endpoint has half an old secret",
}


@frozen
class _Column:
    name: str
    affinity: str
    is_required: bool

    def types(self) -> tuple[type, ...]:
        """Return the types of its values in Python."""
        kind = _TYPES[self.affinity]
        return (kind,) if self.is_required else (kind, NoneType)


def check_copy(copy: sqlite3.Connection, workspace: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError if a database is not a whole copy of a workspace.

    Args:
        copy: The database. Views and triggers are refused before anything of a table is read.
        workspace: A workspace, for its tables and columns.
    """
    check_mark(copy)
    others = copy.execute("SELECT type FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR sql LIKE '%VIRTUAL%'")
    if (other := others.fetchone()) is not None:
        raise sqlite3.DatabaseError(f"it contains a {other[0]} of another program")
    [(problem,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
    if problem != "ok":
        raise sqlite3.DatabaseError(str(problem))
    found = _tables(copy)
    for table, columns in _tables(workspace).items():
        if not set(columns) <= set(found.get(table, ())) or not _indexes(copy, table) <= _indexes(workspace, table):
            raise sqlite3.DatabaseError(f"its table {table} has other columns or indexes")
        _check_table(copy, table, columns)
        counter, column = _COUNTERS.get(table, ("display_id", "display_id"))
        if column in {each.name for each in columns}:
            _check_counter(copy, counter, table, column)
    for condition, problem in _CONTRADICTIONS.items():
        if copy.execute(f"SELECT 1 FROM {condition} LIMIT 1").fetchone():  # noqa: S608 - our own text
            raise sqlite3.DatabaseError(problem)


def _check_counter(copy: sqlite3.Connection, counter: str, table: str, column: str) -> None:
    behind = f"SELECT 1 FROM {table} WHERE {column} > coalesce((SELECT value FROM counters WHERE name = ?), 0) LIMIT 1"  # noqa: S608 - our own names
    if copy.execute(behind, (counter,)).fetchone():
        raise sqlite3.DatabaseError(f"the counter {counter!r} is behind a row of {table}")


def check_header(dump: bytes) -> None:
    """Raise sqlite3.DatabaseError for a file of a later format than SQLite writes, or with text in another encoding."""
    if dump[18:20] not in _VERSIONS:
        raise sqlite3.DatabaseError("it was written by a newer SQLite, and would be read-only")
    if dump[56:60] != _UTF8:
        raise sqlite3.DatabaseError("its text is not in UTF-8")


def _tables(db: sqlite3.Connection) -> Mapping[str, list[_Column]]:
    rows = db.execute(
        'SELECT t.name, c.name, c.type, c."notnull" FROM sqlite_schema AS t, pragma_table_info(t.name) AS c '
        "WHERE t.type = 'table'"
    )
    tables: dict[str, list[_Column]] = {}
    for table, name, affinity, is_required in rows:
        tables.setdefault(table, []).append(_Column(name, affinity, bool(is_required)))
    return tables


def _indexes(db: sqlite3.Connection, table: str) -> set[tuple[str, str | None]]:
    return set(db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?", (table,)))


def _check_table(copy: sqlite3.Connection, table: str, columns: list[_Column]) -> None:
    names = ", ".join(f'{table}."{column.name}"' for column in columns)  # of a table: else a missing one is a string
    known: set[tuple[type, ...]] = set()
    contents = list(_contents(table, columns))
    for cells in copy.execute(f"SELECT {names} FROM {table}"):  # noqa: S608 - our own names
        types = tuple(map(type, cells))
        if types not in known:
            for column, kind in zip(columns, types, strict=True):
                if kind not in column.types():
                    raise sqlite3.DatabaseError(f"{table}.{column.name} has a value that is not {column.affinity}")
            known.add(types)
        for index, decoder in contents:
            _check_json(f"{table}.{columns[index].name}", cells[index], decoder)


def _contents(table: str, columns: list[_Column]) -> Iterator[tuple[int, "msgspec.json.Decoder[Any]"]]:
    for index, column in enumerate(columns):
        decoder = _CONTENT.get((table, column.name)) or _CONTENT.get(column.name)
        if decoder is not None:
            yield index, decoder


def _check_json(place: str, cell: str | None, decoder: "msgspec.json.Decoder[Any]") -> None:
    try:
        decoder.decode(cell or "null")
    except NOT_JSON as error:
        raise sqlite3.DatabaseError(f"{place} has a value that is not its JSON") from error
