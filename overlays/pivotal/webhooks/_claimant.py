"""A process that claims events, and how others know whether it is still running.

A lease that ends by the clock would be either too short (a process that was only stopped for a while goes on beside
the one that took over) or too long (after a crash, nobody handles the event). So each process locks a file of its own
for as long as it lives. The system drops the lock when the process ends, even by kill -9, and never before.

SQLite takes the lock, because it does so on every system. No data is ever written to the file.
"""

import os
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from pivotal._sqlite import is_busy


class Claimant:
    """This process, as a claimant of events in a store: a name, and a locked file.

    Create it in the store's transaction.

    Args:
        store: The file of the store.
    """

    def __init__(self, store: Path) -> None:
        self.name = uuid.uuid4().hex
        self.process = os.getpid()
        self.claimed: set[str] = set()
        self._file = _file(store, self.name)
        self._lock = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        self._lock.execute("PRAGMA journal_mode = OFF")  # no second file beside it
        self._lock.execute("BEGIN EXCLUSIVE")

    def close(self) -> None:
        """Drop the lock. Call it in the store's transaction."""
        self._lock.close()
        self._file.unlink(missing_ok=True)


def is_running(store: Path, name: str) -> bool:
    """Return whether a claimant's process is running. Call it in the store's transaction: looking takes the lock too.

    Args:
        store: The file of the store.
        name: The name of the claimant.
    """
    return not _is_free(_file(store, name))


def remove_ended(store: Path) -> list[str]:
    """Remove the files of claimants whose process ended, and return their names. Call it in the store's transaction.

    Args:
        store: The file of the store.
    """
    prefix = _file(store, "").name
    ended = [file for file in store.parent.iterdir() if file.name.startswith(prefix) and _is_free(file)]
    for file in ended:
        file.unlink(missing_ok=True)
    return [file.name.removeprefix(prefix) for file in ended]


def _is_free(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0)) as db:
            db.execute("PRAGMA journal_mode = OFF")
            db.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if is_busy(error):
            return False
        if file.exists():
            raise
    return True


def _file(store: Path, name: str) -> Path:
    return store.with_name(f"{store.name}.claimant-{name}")
