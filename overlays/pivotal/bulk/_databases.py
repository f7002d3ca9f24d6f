"""SQLite files of a job: they survive a crash and a power cut, and one process at a time uses them."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from importlib import resources
from pathlib import Path

from attrs import frozen

from pivotal._sqlite import is_busy, is_damage
from pivotal.bulk._errors import CheckpointError

_VERSION = 1


@frozen
class Kind:
    """A kind of file.

    Attributes:
        name: What it is called in a sentence.
        application_id: The number that marks the file.
        script: The file in this package that creates the tables.
    """

    name: str
    application_id: int
    script: str


def opened(path: str, kind: Kind) -> sqlite3.Connection:
    """Open a file, or create it for its owner alone; no other process can open it until the connection is closed.

    Raises:
        CheckpointError: It can't be opened, is in use, or is a file of another kind.
    """
    with explained(path, kind):
        if path != ":memory:":
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        db = sqlite3.connect(path, isolation_level=None, timeout=0)
        with closed_on_error(db):
            # The lock ends with the process, however that ends, and needs no other file.
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            _prepare(db, kind)
            db.execute("COMMIT")
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
    return db


def copied(path: str, kind: Kind, *, must_exist: bool = False) -> sqlite3.Connection:
    """Return a copy of a file in memory; an empty one if it may be missing, and is.

    Raises:
        CheckpointError: It can't be opened, is in use, or is a file of another kind.
    """
    with explained(path, kind):
        db = sqlite3.connect(":memory:", isolation_level=None)
        with closed_on_error(db):
            if must_exist or Path(path).exists():
                _copy(path, db)
            _prepare(db, kind)
    return db


def _copy(path: str, db: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=rw", uri=True, timeout=0)) as source:
        source.execute("SELECT count(*) FROM sqlite_schema")  # backup() would wait for a lock for ever
        source.backup(db)


@contextmanager
def closed_on_error(db: sqlite3.Connection) -> Generator[None]:
    """Close the connection if the block fails."""
    try:
        yield
    except BaseException:
        db.close()
        raise


@contextmanager
def explained(path: str, kind: Kind) -> Generator[None]:
    """Raise what SQLite and the system report of a file as CheckpointError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if is_busy(error):
            raise CheckpointError(f"{path} is in use by another process; wait for it to end.") from error
        if isinstance(error, sqlite3.OperationalError) and not is_damage(error):
            raise CheckpointError(f"{path} can't be used: {error}; check the path and the disk.") from error
        raise _other_file(path, kind, error) from error
    except UnicodeError as error:  # SQLite quotes bytes of a damaged file
        raise _other_file(path, kind, error) from error
    except OSError as error:
        raise CheckpointError(f"{path} can't be opened: {error.strerror}; check the path.") from error


def _other_file(path: str, kind: Kind, error: Exception) -> CheckpointError:
    return CheckpointError(f"{path} is not {kind.name}: {error}; name another file.")


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
