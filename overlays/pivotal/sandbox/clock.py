"""The sandbox's own time: it runs with the wall clock until it is frozen or advanced."""

import time
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

MINUTE = 60_000
DAY = 24 * 60 * MINUTE


def iso(milliseconds: int) -> str:
    """An ISO 8601 date-time in UTC, with milliseconds.

    Example:
        >>> iso(0)
        '1970-01-01T00:00:00.000Z'
    """
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch, rounded up, so that "before" holds for fractions too.

    Raises:
        ValueError: The moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("The moment has no time zone; give it one, for example tzinfo=datetime.UTC.")
    return -((_EPOCH - moment) // _MILLISECOND)


class Clock:
    """A clock that tests can freeze and advance.

    Args:
        frozen_at: Stand still at this moment (with a time zone) from the start.

    Example:
        >>> clock = Clock(frozen_at=datetime(2026, 1, 1, tzinfo=UTC))
        >>> clock.advance(90)
        >>> iso(clock.now())
        '2026-01-01T00:01:30.000Z'
    """

    def __init__(self, frozen_at: datetime | None = None) -> None:
        self._offset = 0
        self._frozen: int | None = None
        if frozen_at is not None:
            self.freeze(frozen_at)

    def now(self) -> int:
        """Milliseconds since the epoch."""
        if self._frozen is not None:
            return self._frozen
        return time.time_ns() // 1_000_000 + self._offset

    def advance(self, seconds: float) -> None:
        """Move on by a number of seconds.

        Raises:
            ValueError: The number is negative: time only moves forward.
        """
        if seconds < 0:
            raise ValueError(f"The clock can't go back by {-seconds} s; advance it by a positive number.")
        step = round(seconds * 1000)
        if self._frozen is None:
            self._offset += step
        else:
            self._frozen += step

    def freeze(self, at: datetime | None = None) -> None:
        """Stand still, now or at a moment that has a time zone."""
        self._frozen = self.now() if at is None else milliseconds(at)

    def resume(self) -> None:
        """Run again from where the clock stands."""
        if self._frozen is not None:
            self._offset += self._frozen - (time.time_ns() // 1_000_000 + self._offset)
            self._frozen = None
