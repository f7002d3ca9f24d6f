"""The SQLite database of a store: open it, create its tables, reject files of others."""

import os
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import TypeVar

from pivotal_runtime.errors import shown

from pivotal._arguments import path_of
from pivotal._sqlite import is_busy

_APPLICATION_ID = 0x7069766F  # "pivo": marks a sandbox file
_SCHEMA_VERSION = 1
_MARK = (_APPLICATION_ID, _SCHEMA_VERSION)
_MAGIC = b"SQLite format 3\0"
_OTHER_DATA = "it contains other data, or was written by another version"
# Columns that files of older versions lack, with their definitions.
_ADDED = (
    ("endpoints", "failures", "INTEGER NOT NULL DEFAULT 0"),
    ("endpoints", "test_mode", "INTEGER NOT NULL DEFAULT 0"),
    ("deliveries", "first_at", "INTEGER"),
)
PATIENCE_SECONDS = 30
_RETRY_SECONDS = 0.01
R = TypeVar("R")


class NotASandboxFile(ValueError):
    """The file was not written by a sandbox of this version."""


def open_database(
    path: str | PathLike[str] | None, complete: Callable[[sqlite3.Connection], None]
) -> sqlite3.Connection:
    """Return a connection to the file, or to a new database in memory if the path is None.

    Args:
        path: The file.
        complete: What adds the tables of the contract.

    Raises:
        NotASandboxFile: The file contains something else.
        OSError: The file can't be opened.
    """
    # Not ":memory:": there every page stays dirty, and each commit visits all of them.
    name = "file:sandbox?vfs=memdb" if path is None else path_of("path", path)
    try:
        if path is not None:
            _check_file(Path(name))
        db = sqlite3.connect(
            name, uri=path is None, isolation_level=None, check_same_thread=False, timeout=PATIENCE_SECONDS
        )
        try:
            _prepare(db)
            complete(db)
        except BaseException:
            db.close()
            raise
    except (sqlite3.OperationalError, OSError) as error:
        raise OSError(f"Can't open {shown(name)}: {getattr(error, 'strerror', None) or error}.") from error
    except (sqlite3.DatabaseError, UnicodeError) as error:  # SQLite quotes bytes of a damaged file
        raise NotASandboxFile(f"{name} is not a sandbox file: {error}.") from error
    return db


def patiently(run: Callable[[], R]) -> R:
    """Return the result of `run`, which is repeated while another process has a lock that it needs."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return run()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > give_up:
                raise
        time.sleep(_RETRY_SECONDS)


def waits() -> Iterator[float]:
    """Yield the seconds between attempts at a lock that another process has, as long as waiting makes sense."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        yield _RETRY_SECONDS


def _check_file(path: Path) -> None:
    """Create the file, for its owner alone; refuse a file of others, before anything is written to it."""
    if not path.exists():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    if not path.is_file():
        raise OSError("it is not a file")
    with path.open("rb") as file:
        header = file.read(100)
    # As SQLite's file format has them. A process that was killed at the start may leave a file without tables.
    mark = (int.from_bytes(header[68:72]), int.from_bytes(header[60:64]))
    has_tables = any(header[40:44])
    if header and (header[:16] != _MAGIC or (mark != _MARK and (any(mark) or has_tables))):
        raise sqlite3.DatabaseError(_OTHER_DATA)


def _prepare(db: sqlite3.Connection) -> None:
    # WAL survives a killed process without flushing to disk at each response; only a power cut loses the last ones.
    _write_ahead(db)
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    mark = _mark_of(db)
    if mark != _MARK:
        _create(db, mark)
    add_columns(db)
    db.execute("COMMIT")


def add_columns(db: sqlite3.Connection) -> None:
    """Add the columns that a database of an older version lacks."""
    for table, column, definition in _ADDED:
        if not db.execute("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", (table, column)).fetchone():
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}")


def _mark_of(db: sqlite3.Connection) -> tuple[int, int]:
    application_id, version = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    return application_id, version


def check_mark(db: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError if a database is not that of a sandbox."""
    if _mark_of(db) != _MARK:
        raise sqlite3.DatabaseError(_OTHER_DATA)


def _write_ahead(db: sqlite3.Connection) -> None:
    # Here SQLite ignores the connection's timeout and doesn't wait for a lock, which another process may have.
    patiently(lambda: db.execute("PRAGMA journal_mode = WAL"))


def _create(db: sqlite3.Connection, mark: tuple[int, int]) -> None:
    if mark != (0, 0) or db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise sqlite3.DatabaseError(_OTHER_DATA)
    for statement in _statements(resources.files("pivotal.sandbox._state").joinpath("schema.sql").read_text("utf-8")):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")


def _statements(script: str) -> Generator[str]:
    # executescript() would commit the transaction that prevents two processes from both creating the tables.
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    return (statement for statement in "\n".join(lines).split(";") if statement.strip())
