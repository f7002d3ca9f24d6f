"""The store: rows in SQLite, in memory or in a file. No other module knows how resources are stored."""

import sqlite3
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from os import PathLike
from threading import RLock
from typing import Any

import msgspec
from attrs import frozen

from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.database import open_database
from pivotal.sandbox._state.ids import is_display_id

_MAX_ROWID_DIGITS = 18


@frozen
class Table:
    """The table of a resource: columns copied from the document, and columns that no response shows."""

    name: str
    columns: tuple[str, ...]
    private: tuple[str, ...] = ()

    @property
    def lookups(self) -> tuple[str, ...]:
        """All columns except those that every table has."""
        return self.columns + self.private


@frozen
class Row:
    """A stored object: its document in JSON, and its private columns."""

    display_id: int
    id: str
    deleted: bool
    doc: str
    private: Mapping[str, Any]

    def values(self) -> Values:
        """Return the decoded document."""
        return msgspec.json.decode(self.doc, type=Values)


@frozen
class Entry:
    """A row to write: the document, its creation time in ms, and its private columns."""

    doc: Mapping[str, Any]
    created_at: int
    private: Mapping[str, Any]

    def cells(self, table: Table) -> tuple[Any, ...]:
        """Return the cells of the row, in the order of the INSERT statement."""
        doc = msgspec.json.encode(self.doc).decode()
        return (self.doc["display_id"], self.doc["id"], self.created_at, doc, *_lookups(table, self))


def _lookups(table: Table, entry: Entry) -> list[Any]:
    return [entry.doc[name] for name in table.columns] + [entry.private[name] for name in table.private]


class Store:
    """A SQLite connection that all threads share under one lock.

    Args:
        path: The file that stores the rows; None keeps them in memory.

    Raises:
        NotASandboxFile: The file contains something else.
        OSError: The file can't be opened.
    """

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        self.lock = RLock()
        self._db = open_database(path)

    def close(self) -> None:
        """Close the connection."""
        with self.lock:
            self._db.close()

    def execute(self, sql: str, args: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        with self.lock:
            return self._db.execute(sql, tuple(args)).fetchall()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Commit all writes in the block or none. There is one writer at a time, across processes."""
        with self.lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def next_value(self, counter: str, at_least: int = 0) -> int:
        """Increase a counter by one, or to a minimum, and return its value."""
        sql = (
            "INSERT INTO counters VALUES (?1, max(1, ?2)) "
            "ON CONFLICT DO UPDATE SET value = max(value + 1, ?2) RETURNING value"
        )
        return int(self.execute(sql, (counter, at_least))[0][0])

    def insert(self, table: Table, entries: Iterable[Entry]) -> None:
        """Add rows."""
        names = ("display_id", "id", "created_at", "doc", *table.lookups)
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names
        with self.lock:
            self._db.executemany(sql, (entry.cells(table) for entry in entries))

    def update(self, table: Table, display_id: int, entry: Entry) -> None:
        """Replace a row's document and the columns copied from it."""
        sets = ", ".join(f"{name} = ?" for name in ("doc", *table.lookups))
        sql = f"UPDATE {table.name} SET {sets} WHERE display_id = ?"  # noqa: S608 - our own names
        self.execute(sql, (msgspec.json.encode(entry.doc).decode(), *_lookups(table, entry), display_id))

    def delete(self, table: Table, display_id: int) -> None:
        """Mark a row as deleted."""
        sql = f"UPDATE {table.name} SET deleted = 1, visible = 0 WHERE display_id = ?"  # noqa: S608 - our own names
        self.execute(sql, (display_id,))

    def hide(self, table: Table, customer_id: str) -> None:
        """Remove a customer's rows from every list."""
        sql = f"UPDATE {table.name} SET visible = 0 WHERE customer_id = ? AND visible = 1"  # noqa: S608
        self.execute(sql, (customer_id,))

    def find(self, table: Table, path_id: str) -> Row | None:
        """Return the row with this display_id (all digits) or cuid, deleted or not."""
        by_number = is_display_id(path_id)
        if by_number and len(path_id) > _MAX_ROWID_DIGITS:
            return None
        return self.first(table, {"display_id" if by_number else "id": int(path_id) if by_number else path_id})

    def first(self, table: Table, where: Mapping[str, Any], condition: str = "1") -> Row | None:
        """Return the first row whose columns have these values."""
        terms = " AND ".join([condition, *(f"{name} = ?" for name in where)])
        columns = ", ".join(("display_id", "id", "deleted", "doc", *table.private))
        rows = self.execute(f"SELECT {columns} FROM {table.name} WHERE {terms} LIMIT 1", where.values())  # noqa: S608
        if not rows:
            return None
        display_id, cuid, deleted, doc, *private = rows[0]
        return Row(display_id, cuid, bool(deleted), doc, dict(zip(table.private, private, strict=True)))

    def page(self, table: Table, where: Mapping[str, Any], before: int | None, limit: int) -> list[tuple[str, int]]:
        """Return visible documents and their creation times, newest first, strictly older than `before` (ms)."""
        sql, args = page_query(table, where, before, limit)
        return [(doc, created_at) for doc, created_at in self.execute(sql, args)]

    def clear(self) -> None:
        """Delete everything."""
        with self.transaction():
            for (name,) in self.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
                self.execute(f"DELETE FROM {name}")  # noqa: S608 - names from the schema itself

    def dump(self) -> bytes:
        """Return a copy of everything."""
        with closing(sqlite3.connect(":memory:")) as target, self.lock:
            self._db.backup(target)
            dump = target.serialize()
        # A database in memory has no WAL: bytes 18 and 19 of the header must reflect that.
        return dump[:18] + b"\x01\x01" + dump[20:]

    def load(self, dump: bytes) -> None:
        """Replace everything by a copy from `dump`."""
        with closing(sqlite3.connect(":memory:")) as source, self.lock:
            source.deserialize(dump)
            source.backup(self._db)


def page_query(table: Table, where: Mapping[str, Any], before: int | None, limit: int) -> tuple[str, list[Any]]:
    """Return the statement and arguments that read a page: the rows whose properties have these values."""
    # A plus sign prevents SQLite from using a column's index: one customer's rows are always the fewest.
    owned = "customer_id" in where
    terms = ["visible = 1"]
    terms += [f"{'+' * (owned and name != 'customer_id')}{_property(table, name)} = ?" for name in where]
    args = list(where.values())
    if before is not None:
        terms.append("created_at < ?")
        args.append(before)
    sql = (
        f"SELECT doc, created_at FROM {table.name} WHERE {' AND '.join(terms)} "  # noqa: S608 - our own names
        "ORDER BY created_at DESC, display_id DESC LIMIT ?"
    )
    return sql, [*args, limit]


def _property(table: Table, name: str) -> str:
    return name if name in table.columns else f"json_extract(doc, '$.{name}')"
