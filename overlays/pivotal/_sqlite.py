"""What an error of SQLite means."""

import sqlite3

_KIND = 0xFF  # the rest of a code is its details, such as the kind of lock


def is_busy(error: sqlite3.Error) -> bool:
    """Return whether another process has a lock."""
    return _code(error) == sqlite3.SQLITE_BUSY


def is_damage(error: sqlite3.Error) -> bool:
    """Return whether the error is of a file's content, such as text that is not UTF-8."""
    return _code(error) in (None, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: sqlite3.Error) -> int | None:
    """Return the kind of error; None if Python's module raised it, not SQLite."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _KIND
