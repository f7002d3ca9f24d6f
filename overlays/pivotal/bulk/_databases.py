"""SQLite files of a job: they survive a crash and a power cut, and one process at a time uses them."""

import os
import sqlite3
from contextlib import suppress
from importlib import resources
from pathlib import Path

from attrs import frozen

_VERSION = 1


@frozen
class Kind:
    """A kind of file.

    Attributes:
        application_id: The number that marks the file.
        script: The file in this package that creates the tables.
    """

    application_id: int
    script: str


def opened(path: str, kind: Kind) -> sqlite3.Connection:
    """Open a file, or create it for its owner alone; no other process can open it until the connection is closed.

    Raises:
        sqlite3.OperationalError: It can't be opened, or is in use.
        sqlite3.DatabaseError: It is a file of another kind.
    """
    if path != ":memory:":
        with suppress(FileExistsError):
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                raise
            except OSError as error:
                raise sqlite3.OperationalError(error.strerror) from error
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        # The lock ends with the process, however that ends, and needs no other file.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN EXCLUSIVE")
        _prepare(db, kind)
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
    except BaseException:
        db.close()
        raise
    return db


def copied(path: str, kind: Kind, *, must_exist: bool = False) -> sqlite3.Connection:
    """Return a copy of a file in memory; an empty one if it may be missing, and is."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if must_exist or Path(path).exists():
            source = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=rw", uri=True, timeout=0)
            try:
                source.execute("SELECT count(*) FROM sqlite_schema")  # backup() would wait for a lock for ever
                source.backup(db)
            finally:
                source.close()
        _prepare(db, kind)
    except BaseException:
        db.close()
        raise
    return db


def is_busy(error: sqlite3.OperationalError) -> bool:
    """Return whether another process has the file open."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _prepare(db: sqlite3.Connection, kind: Kind) -> None:
    mark = tuple(db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
    if mark == (kind.application_id, _VERSION):
        return
    if mark != (0, 0) or db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise sqlite3.DatabaseError("it contains other data, or was written by another version")
    # Not executescript(), which would commit before the marks are set.
    for statement in resources.files("pivotal.bulk").joinpath(kind.script).read_text("utf-8").split(";"):
        if statement.strip():
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {kind.application_id}")
    db.execute(f"PRAGMA user_version = {_VERSION}")
