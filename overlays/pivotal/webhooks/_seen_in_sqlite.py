"""A store of handled events in an SQLite file, which the processes of one machine share."""

import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import timedelta
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pivotal._arguments import path_of, text_of
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks._claimant import Claimant, is_running, remove_ended
from pivotal.webhooks._seen import KEPT, Claim, checked_kept

_PATIENCE_SECONDS = 30.0
# An id without a time is claimed by its owner; one with a time was handled then.
_TABLE = """
CREATE TABLE IF NOT EXISTS pivotal_seen_events (event_id TEXT PRIMARY KEY, owner TEXT, handled_at REAL) WITHOUT ROWID
"""
_GIVE_UP = "DELETE FROM pivotal_seen_events WHERE owner = ?"
_INDEX = "CREATE INDEX IF NOT EXISTS pivotal_seen_events_by_time ON pivotal_seen_events (handled_at)"


class SeenInSQLite:
    """Remembers handled events in an SQLite file. Any number of processes and threads of one machine may share it.

    No event is handled by two of them at the same time. A claim ends with its process, however that ends: the next
    delivery of the event is handled. Beside the file, each process has an empty file that it keeps locked.

    Args:
        path: The file, on a local disk. It is created if it is missing; it may contain tables of your own.
        kept: How long an event is remembered.

    Raises:
        InvalidArgumentError: The file can't be used, or `kept` is not positive.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder, SeenInSQLite(f"{folder}/seen.db") as seen:
        ...     (seen.claim("evt_1"), seen.claim("evt_1"))
        ('granted', 'busy')
    """

    def __init__(self, path: str | PathLike[str], kept: timedelta = KEPT) -> None:
        self._path = Path(path_of("path", path)).absolute()
        self._kept = checked_kept(kept)
        self._claimant: Claimant | None = None
        self._inherited: list[Claimant] = []
        try:
            with self._writing() as db:
                db.execute(_TABLE)
                db.execute(_INDEX)
        except (sqlite3.DatabaseError, UnicodeError) as error:  # SQLite quotes bytes of a damaged file
            raise InvalidArgumentError(
                f"{self._path} can't store events: {error}; pass the path of an SQLite file, or of one to create."
            ) from error

    def claim(self, event_id: str) -> Claim:
        """Claim an event: see `SeenEvents`."""
        text_of("event_id", event_id)
        with self._writing() as db:
            claimant = self._own(db)
            row = db.execute(
                "SELECT owner, handled_at FROM pivotal_seen_events WHERE event_id = ?", (event_id,)
            ).fetchone()
            if row is not None:
                owner, handled_at = row
                if handled_at is not None and handled_at >= time.time() - self._kept:
                    return "handled"
                if handled_at is None and self._is_claimed(event_id, owner, claimant):
                    return "busy"
            db.execute("INSERT OR REPLACE INTO pivotal_seen_events VALUES (?, ?, NULL)", (event_id, claimant.name))
            claimant.claimed.add(event_id)
            return "granted"

    def confirm(self, event_id: str) -> None:
        """Remember that a claimed event was handled: see `SeenEvents`."""
        text_of("event_id", event_id)
        now = time.time()
        with self._ending(event_id) as db:
            db.execute("DELETE FROM pivotal_seen_events WHERE handled_at < ?", (now - self._kept,))
            db.execute("INSERT OR REPLACE INTO pivotal_seen_events VALUES (?, NULL, ?)", (event_id, now))

    def release(self, event_id: str) -> None:
        """Give a claim back: see `SeenEvents`."""
        text_of("event_id", event_id)
        with self._ending(event_id) as db:
            db.execute("DELETE FROM pivotal_seen_events WHERE event_id = ? AND handled_at IS NULL", (event_id,))

    def close(self) -> None:
        """Give up the claims of this process. The end of the process does so too."""
        claimant, self._claimant = self._claimant, None
        if claimant is not None and claimant.process == os.getpid():
            with self._writing() as db:
                db.execute(_GIVE_UP, (claimant.name,))
                claimant.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        return SeenInSQLite, (self._path, timedelta(seconds=self._kept))

    @contextmanager
    def _writing(self) -> Generator[sqlite3.Connection]:
        """Yield a connection within a transaction that no other process's or thread's overlaps.

        It is new each time: a forked process must not use the connections of its parent.
        """
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=_PATIENCE_SECONDS)) as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")

    @contextmanager
    def _ending(self, event_id: str) -> Generator[sqlite3.Connection]:
        try:
            with self._writing() as db:
                yield db
        finally:
            # Also after an error: a claim of ours that we don't know ourselves is granted again.
            if self._claimant is not None:
                self._claimant.claimed.discard(event_id)

    def _own(self, db: sqlite3.Connection) -> Claimant:
        """Return the claimant of this process; call it in a transaction, for threads and processes to take turns."""
        if self._claimant is None or self._claimant.process != os.getpid():
            if self._claimant is not None:
                self._inherited.append(self._claimant)  # the parent's: neither use nor close it
            db.executemany(_GIVE_UP, [(name,) for name in remove_ended(self._path)])
            self._claimant = Claimant(self._path)
        return self._claimant

    def _is_claimed(self, event_id: str, owner: str, claimant: Claimant) -> bool:
        if owner == claimant.name:
            return event_id in claimant.claimed
        return is_running(self._path, owner)
