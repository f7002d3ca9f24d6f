"""The tables of records: those of schema.sql, and one for each further kind, created when it is first needed."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from attrs import evolve, frozen

from pivotal.sandbox._http_messages import Values

PARENT = "parent"  # the private column with the id of the record above, where no property has it
OWNERS = ("customer_id", PARENT)  # the columns that select the fewest rows
_ROW = (
    "display_id INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at INTEGER NOT NULL, "
    "deleted INTEGER NOT NULL DEFAULT 0, visible INTEGER NOT NULL DEFAULT 1, doc TEXT NOT NULL, shape TEXT"
)


@frozen
class Table:
    """The table of a kind of record: columns copied from the document, and columns that no response shows."""

    name: str
    columns: tuple[str, ...] = ()
    private: tuple[str, ...] = ()

    @property
    def lookups(self) -> tuple[str, ...]:
        """All columns except those that every table has."""
        return self.columns + self.private


# Their columns and indexes are in schema.sql.
_KNOWN = {
    "customers": Table("customers", columns=("slug", "status")),
    "contacts": Table("contacts", columns=("customer_id", "email")),
    "onboardings": Table("onboardings", columns=("customer_id", "phase", "state"), private=("resting_state",)),
}


def table_of(collection: str, *, has_parent: bool) -> Table:
    """Return the table of a collection; with a column for the record above if no property has its id.

    Example:
        >>> table_of("customer-notes", has_parent=False).name
        'records_customer_notes'
    """
    safe = re.sub(r"\W+", "_", collection.lower(), flags=re.ASCII)
    table = _KNOWN.get(collection) or Table(f"records_{safe}")
    return evolve(table, private=(*table.private, PARENT)) if has_parent else table


def prepare(db: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """Create the tables and columns that a file of an older contract lacks."""
    missing = list(_missing(db, tables))
    if not missing:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have created them meanwhile.
        for statement in _missing(db, tables):
            db.execute(statement)
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _missing(db: sqlite3.Connection, tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        present = {name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table.name,))}
        if not present:
            columns = "".join(f", {name} TEXT" for name in table.lookups)
            yield f"CREATE TABLE {table.name} ({_ROW}{columns})"
            yield f"CREATE INDEX {table.name}_by_time ON {table.name} (created_at) WHERE visible = 1"
        for name in ("shape", *table.lookups) if present else ():
            if name not in present:
                yield f"ALTER TABLE {table.name} ADD COLUMN {name} TEXT"
        if PARENT in table.private and PARENT not in present:
            yield f"CREATE INDEX {table.name}_by_parent ON {table.name} ({PARENT}, created_at) WHERE visible = 1"


@frozen
class Row:
    """A stored record: its document in JSON, the shape in which it was written, and its private columns."""

    display_id: int
    id: str
    deleted: bool
    doc: str
    shape: str | None
    private: Mapping[str, Any]

    def values(self) -> Values:
        """Return the decoded document."""
        return msgspec.json.decode(self.doc, type=Values)


@frozen
class Entry:
    """A row to write: its ids, the document and its shape, its creation time in ms, and its private columns."""

    display_id: int
    id: str
    doc: Mapping[str, Any]
    shape: str
    created_at: int
    private: Mapping[str, Any]

    def json(self) -> str:
        """Return the document as JSON."""
        return msgspec.json.encode(self.doc).decode()

    def cells(self, table: Table) -> tuple[Any, ...]:
        """Return the cells of the row, in the order of the INSERT statement."""
        return (self.display_id, self.id, self.created_at, self.json(), self.shape, *lookups(table, self))


def lookups(table: Table, entry: Entry) -> list[Any]:
    """Return the cells of a table's own columns.

    A column whose property the contract no longer has gets the record's id: it has to be filled, and to be unique.
    """
    return [entry.doc.get(name, entry.id) for name in table.columns] + [
        entry.private.get(name, None if name == PARENT else entry.id) for name in table.private
    ]
