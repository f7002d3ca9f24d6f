"""The store: rows in SQLite, in memory or in a file. Only it and `tables` know how records are stored."""

import sqlite3
import weakref
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, contextmanager
from functools import partial
from os import PathLike
from threading import RLock
from typing import Any, cast

from pivotal._sqlite import is_busy, is_damage
from pivotal.sandbox._state.copies import check_copy, check_header
from pivotal.sandbox._state.database import NotASandboxFile, add_columns, open_database, patiently
from pivotal.sandbox._state.ids import is_display_id
from pivotal.sandbox._state.tables import OWNERS, Entry, Row, Table, lookups, prepare

_MAX_ROWID_DIGITS = 18
_NOTHING: Mapping[str, Any] = {}


# A row of a list: its document in JSON, its creation time in ms, and its shape.
ListedRow = tuple[str, int, str | None]


class Store:
    """A SQLite connection that all threads share under one lock.

    Args:
        path: The file that stores the rows; None keeps them in memory.
        tables: The tables of the records. A file that lacks one, or a column, gets it.

    Raises:
        NotASandboxFile: The file contains something else.
        OSError: The file can't be opened.
    """

    def __init__(self, path: str | PathLike[str] | None = None, tables: Iterable[Table] = ()) -> None:
        self.lock = RLock()
        self._tables = tuple(tables)
        self._db = open_database(path, partial(prepare, tables=self._tables))
        # A program may leave its sandbox open, as PivotalApi(sandbox=True) does.
        weakref.finalize(self, self._db.close)
        # From here on the store waits for other processes itself, without its lock: others are answered meanwhile.
        self._db.execute("PRAGMA busy_timeout = 0")

    def close(self) -> None:
        """Close the connection."""
        with self.lock:
            self._db.close()

    def execute(self, sql: str, args: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows."""
        return patiently(partial(self._execute, sql, tuple(args)))

    def _execute(self, sql: str, args: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self.lock:
            try:
                return self._db.execute(sql, args).fetchall()
            except sqlite3.DatabaseError as error:
                if not is_damage(error):
                    raise
                raise NotASandboxFile(f"The workspace is damaged ({error}); start with another file.") from error

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Commit all writes in the block or none. There is one writer at a time, across processes."""
        patiently(self._lock_and_begin)
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        finally:
            self.lock.release()

    @contextmanager
    def attempt(self, *, writes: bool) -> Generator[bool]:
        """Hold the lock. Yield whether the block may write, in one transaction: not while another process writes."""
        with self.lock:
            try:
                if writes:
                    self._begin()
            except sqlite3.OperationalError as error:
                if not is_busy(error):
                    raise
                yield False
                return
            try:
                yield True
            finally:
                self._roll_back()  # of a write that was refused

    def _lock_and_begin(self) -> None:
        self.lock.acquire()
        try:
            self._begin()
        except BaseException:
            self.lock.release()
            raise

    def _begin(self) -> None:
        """Start a transaction, unless this thread has one."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def next_value(self, counter: str, at_least: int = 0) -> int:
        """Increase a counter by one, or to a minimum, and return its value."""
        sql = (
            "INSERT INTO counters VALUES (?, max(1, ?)) "
            "ON CONFLICT DO UPDATE SET value = max(value + 1, ?) RETURNING value"
        )
        return int(self.execute(sql, (counter, at_least, at_least))[0][0])

    def insert(self, table: Table, entries: Iterable[Entry]) -> None:
        """Add rows."""
        names = ("display_id", "id", "created_at", "doc", "shape", *table.lookups)
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our own names
        with self.lock:
            self._db.executemany(sql, (entry.cells(table) for entry in entries))

    def update(self, table: Table, display_id: int, entry: Entry) -> None:
        """Replace a row's document and the columns copied from it."""
        sets = ", ".join(f"{name} = ?" for name in ("doc", "shape", *table.lookups))
        sql = f"UPDATE {table.name} SET {sets} WHERE display_id = ?"  # noqa: S608 - our own names
        self.execute(sql, (entry.json(), entry.shape, *lookups(table, entry), display_id))

    def delete(self, table: Table, display_id: int) -> None:
        """Mark a row as deleted."""
        sql = f"UPDATE {table.name} SET deleted = 1, visible = 0 WHERE display_id = ?"  # noqa: S608 - our own names
        self.execute(sql, (display_id,))

    def hide(self, table: Table, owner: str, id: str) -> None:
        """Remove the rows whose property or column `owner` is an id from every list."""
        term, args = _term(table, owner, id)
        self.execute(f"UPDATE {table.name} SET visible = 0 WHERE {term} AND visible = 1", args)  # noqa: S608

    def find(self, table: Table, path_id: str) -> Row | None:
        """Return the row with this display_id (all digits) or cuid, deleted or not."""
        by_number = is_display_id(path_id)
        if by_number and len(path_id) > _MAX_ROWID_DIGITS:
            return None
        return self.first(table, {"display_id" if by_number else "id": int(path_id) if by_number else path_id})

    def first(self, table: Table, where: Mapping[str, Any], condition: str = "1") -> Row | None:
        """Return the first row whose columns have these values."""
        terms = " AND ".join([condition, *(f"{name} = ?" for name in where)])
        columns = ", ".join(("display_id", "id", "deleted", "doc", "shape", *table.private))
        rows = self.execute(f"SELECT {columns} FROM {table.name} WHERE {terms} LIMIT 1", where.values())  # noqa: S608
        if not rows:
            return None
        display_id, cuid, deleted, doc, shape, *private = rows[0]
        return Row(display_id, cuid, bool(deleted), doc, shape, dict(zip(table.private, private, strict=True)))

    def page(
        self,
        table: Table,
        where: Mapping[str, Any],
        before: int | None,
        limit: int,
        defaults: Mapping[str, Any] = _NOTHING,
    ) -> list[ListedRow]:
        """Return visible rows, newest first, strictly older than `before` (ms)."""
        sql, args = page_query(table, where, before, limit, defaults)
        return cast("list[ListedRow]", self.execute(sql, args))

    def clear(self) -> None:
        """Delete everything. Call it in a transaction."""
        for (name,) in self.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            quoted = name.replace('"', '""')
            self.execute(f'DELETE FROM "{quoted}"')  # noqa: S608 - names from the schema itself

    def dump(self) -> bytes:
        """Return a copy of everything."""
        with closing(sqlite3.connect(":memory:")) as target, self.lock:
            self._db.backup(target)
            dump = target.serialize()
        # A database in memory has no WAL: bytes 18 and 19 of the header must reflect that.
        return dump[:18] + b"\x01\x01" + dump[20:]

    def load(self, dump: bytes) -> None:
        """Replace everything by a copy from `dump`. Raises NotASandboxFile for anything else, and changes nothing."""
        try:
            with closing(sqlite3.connect(":memory:", isolation_level=None)) as source, self.lock:
                source.deserialize(dump)
                check_header(dump)
                add_columns(source)
                prepare(source, self._tables)
                check_copy(source, self._db)
                source.backup(self._db)
        # MemoryError: of no bytes; TypeError: of a value that is not bytes.
        except (sqlite3.DatabaseError, UnicodeError, MemoryError, TypeError) as error:
            raise NotASandboxFile(f"The snapshot can't be read ({error}); pass what snapshot() returned.") from error


def page_query(
    table: Table,
    where: Mapping[str, Any],
    before: int | None,
    limit: int,
    defaults: Mapping[str, Any] = _NOTHING,
) -> tuple[str, list[Any]]:
    """Return the statement and arguments that read a page: the rows whose properties have these values.

    Args:
        table: The table.
        where: The value that each property or column must have; a tuple lists several.
        before: Only rows created before, in ms; None reads from the newest.
        limit: The most rows.
        defaults: The values of properties that a row of an older contract lacks.
    """
    # A plus sign prevents SQLite from using a column's index: one owner's rows are always the fewest.
    owner = next((name for name in OWNERS if name in where), None)
    terms: list[str] = ["visible = 1"]
    args: list[Any] = []
    for name, value in where.items():
        term, values = _term(table, name, value, defaults.get(name))
        terms.append(f"+{term}" if owner not in (None, name) and name in table.lookups else term)
        args += values
    if before is not None:
        terms.append("created_at < ?")
        args.append(before)
    sql = (
        f"SELECT doc, created_at, shape FROM {table.name} WHERE {' AND '.join(terms)} "  # noqa: S608 - our own names
        "ORDER BY created_at DESC, display_id DESC LIMIT ?"
    )
    return sql, [*args, limit]


def _term(table: Table, name: str, value: Any, default: Any = None) -> tuple[str, list[Any]]:
    values: list[Any] = [*value] if isinstance(value, tuple) else [value]
    comparison = f"IN ({', '.join('?' * len(values))})" if isinstance(value, tuple) else "= ?"
    if name in table.lookups:
        return f"{name} {comparison}", values
    place = f'$."{name}"'
    if default is None:
        return f"json_extract(doc, ?) {comparison}", [place, *values]
    # Without the property, the row answers the default.
    stored = "CASE WHEN json_type(doc, ?) IS NULL THEN ? ELSE json_extract(doc, ?) END"
    return f"{stored} {comparison}", [place, default, place, *values]
