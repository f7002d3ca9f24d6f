"""The sandbox's own clock. It follows the wall clock until a test freezes or advances it."""

import time
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any

from pivotal_runtime.errors import shown

from pivotal._moments import milliseconds
from pivotal.errors import InvalidArgumentError

MINUTE = 60_000
DAY = 24 * 60 * MINUTE

# A year before dates end: later times, such as when a webhook's retry is due, must be dates too.
_END = milliseconds(datetime(9999, 1, 1, tzinfo=UTC))


class Clock:
    """A clock that tests can freeze and advance. Any number of threads may use it.

    Args:
        frozen_at: Freeze the clock at this moment (with a time zone) from the start.

    Example:
        >>> clock = Clock(frozen_at=datetime(2026, 1, 1, tzinfo=UTC))
        >>> clock.advance(timedelta(seconds=90))
        >>> clock.now() - milliseconds(datetime(2026, 1, 1, tzinfo=UTC))
        90000
    """

    def __init__(self, frozen_at: datetime | None = None) -> None:
        self._lock = RLock()
        self._offset = 0
        self._advanced = 0.0
        self._frozen: int | None = None
        if frozen_at is not None:
            self.freeze(frozen_at)

    def now(self) -> int:
        """Return the time in milliseconds since the epoch."""
        with self._lock:
            return _wall() + self._offset if self._frozen is None else self._frozen

    def elapsed(self) -> float:
        """Return seconds that pass, or are advanced; freezing or setting the clock doesn't change them."""
        with self._lock:
            return time.monotonic() + self._advanced

    def advance(self, by: float | timedelta) -> None:
        """Move the clock forward, by a number of seconds or a timedelta.

        Raises:
            ValueError: The time is negative, or the clock would pass the year 9998.
        """
        seconds: Any = by.total_seconds() if isinstance(by, timedelta) else by
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise InvalidArgumentError(f"by is {shown(by)}; pass a number of seconds, or a timedelta.")
        if seconds < 0:
            raise ValueError(f"The clock can't go back by {shown(-seconds)} s; advance it by a positive number.")
        with self._lock:
            # In floating point, so that infinity and NaN compare too.
            _check_years(self.now() + seconds * 1000)
            step = round(seconds * 1000)
            self._advanced += seconds
            if self._frozen is None:
                self._offset += step
            else:
                self._frozen += step

    def freeze(self, at: datetime | None = None) -> None:
        """Freeze the clock, now or at a moment.

        Raises:
            ValueError: The moment has no time zone, or is not in the years 1970 to 9998.
        """
        with self._lock:
            moment = self.now() if at is None else milliseconds(_moment(at))
            _check_years(moment)
            self._frozen = moment

    def resume(self) -> None:
        """Let the clock run again from its current time."""
        with self._lock:
            if self._frozen is not None:
                self._offset = self._frozen - _wall()
                self._frozen = None


def _moment(at: object) -> datetime:
    if not isinstance(at, datetime):
        raise InvalidArgumentError(f"at is {shown(at)}; pass a datetime with a time zone.")
    return at


def _wall() -> int:
    return time.time_ns() // 1_000_000


def _check_years(moment: float) -> None:
    if not 0 <= moment < _END:
        raise ValueError("The clock can't leave the years that it can represent; keep it between 1970 and 9998.")
