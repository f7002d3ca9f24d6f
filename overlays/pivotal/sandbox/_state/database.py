"""The SQLite database of a store: open it, create its tables, reject files of others."""

import sqlite3
import time
from collections.abc import Generator
from importlib import resources
from os import PathLike, fspath

_APPLICATION_ID = 0x7069766F  # "pivo": marks a sandbox file
_SCHEMA_VERSION = 1
_PATIENCE_SECONDS = 30
_RETRY_SECONDS = 0.01


class NotASandboxFile(ValueError):
    """The file was not written by a sandbox of this version."""


def open_database(path: str | PathLike[str] | None) -> sqlite3.Connection:
    """Return a connection to the file, or to a new database in memory if the path is None.

    Raises:
        NotASandboxFile: The file contains something else.
        OSError: The file can't be opened.
    """
    # Not ":memory:": there every page stays dirty, and each commit visits all of them.
    name = "file:sandbox?vfs=memdb" if path is None else fspath(path)
    try:
        db = sqlite3.connect(
            name, uri=path is None, isolation_level=None, check_same_thread=False, timeout=_PATIENCE_SECONDS
        )
        _prepare(db)
    except sqlite3.OperationalError as error:
        raise OSError(f"Can't open {name}: {error}.") from error
    except sqlite3.DatabaseError as error:
        raise NotASandboxFile(f"{name} is not a sandbox file: {error}.") from error
    return db


def _prepare(db: sqlite3.Connection) -> None:
    # WAL survives a killed process without flushing to disk at each response; only a power cut loses the last ones.
    _write_ahead(db)
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    mark = (
        db.execute("PRAGMA application_id").fetchone()[0],
        db.execute("PRAGMA user_version").fetchone()[0],
    )
    if mark != (_APPLICATION_ID, _SCHEMA_VERSION):
        _create(db, mark)
    db.execute("COMMIT")


def _write_ahead(db: sqlite3.Connection) -> None:
    # Here SQLite ignores the connection's timeout and doesn't wait for a lock, which another process may have.
    give_up = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        time.sleep(_RETRY_SECONDS)


def _create(db: sqlite3.Connection, mark: tuple[int, int]) -> None:
    if mark != (0, 0) or db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise sqlite3.DatabaseError("it contains other data, or was written by another version")
    for statement in _statements(resources.files("pivotal.sandbox._state").joinpath("schema.sql").read_text("utf-8")):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")


def _statements(script: str) -> Generator[str]:
    # executescript() would commit the transaction that prevents two processes from both creating the tables.
    lines = [line for line in script.splitlines() if not line.startswith("--")]
    return (statement for statement in "\n".join(lines).split(";") if statement.strip())
