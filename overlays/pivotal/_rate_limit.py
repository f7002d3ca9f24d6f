"""The rate limit that the server reports, and a pacer that slows down before it is reached. No clock, no sleep.

A key may make 60 requests a minute, a test key 30, on a paid plan 600; the window slides.

Documentation: https://docs.pivotal.app/api/welcome/rate-limits
"""

import os
import threading
import weakref
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace
from pivotal_runtime.base_models import Value
from pivotal_runtime.error_responses import http_date

from pivotal._keys import KeyMode

WINDOW = 60.0
DEFAULT_LIMITS: Mapping[KeyMode, int] = {"live": 60, "test": 30}
_MOST_REQUESTS = 10**9
_LAST_RESET = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


class RateLimit(Value, frozen=True):
    """The rate limit, as the last response reported it.

    Attributes:
        limit: Requests a minute.
        remaining: Requests left in this window.
        reset: When the window ends, in seconds since the epoch.
    """

    limit: int
    remaining: int
    reset: float

    @property
    def reset_at(self) -> datetime:
        """The end of the window, in UTC."""
        return datetime.fromtimestamp(self.reset, UTC)

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> "RateLimit | None":
        """Read the three X-RateLimit headers; return None if one is missing or invalid."""
        names = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
        try:
            limit, remaining, reset = (int(headers[name]) for name in names)
        except (KeyError, ValueError):
            return None
        if not (0 < limit < _MOST_REQUESTS and 0 <= reset < _LAST_RESET):
            return None
        return cls(limit, min(max(0, remaining), _MOST_REQUESTS), float(reset))


def on_our_clock(rate_limit: RateLimit, headers: Mapping[str, str], now: float) -> RateLimit:
    """Adjust `reset` for the clock skew shown by the response's Date header."""
    date = http_date(headers.get("date", ""))
    return rate_limit if date is None else replace(rate_limit, reset=rate_limit.reset + now - date.timestamp())


class Pacer:
    """Spreads requests over time once the quota runs low. Threads and tasks share one.

    Requests from the upper half of the quota don't wait. In the lower half each waits its share of the time until
    the reset; requests beyond the quota wait for the reset.

    Args:
        limit: Requests a minute, until a response reports the real limit.
        low_water: The share of the limit below which requests are spread.
    """

    def __init__(self, limit: int, *, low_water: float = 0.5) -> None:
        self._limit = limit
        self._low_water = low_water
        self._remaining = limit
        self._reset: float | None = None
        self._next = 0.0
        self._in_flight = 0
        self._lock = threading.Lock()
        _pacers.add(self)

    def reserve(self, now: float) -> float:
        """Reserve a place for a request and return the seconds to wait, at most a window.

        Args:
            now: Seconds since the epoch.
        """
        with self._lock:
            if self._reset is None or now >= self._reset:
                self._reset = now + WINDOW
                self._remaining = self._limit - self._in_flight
                self._next = now
            self._in_flight += 1
            self._remaining -= 1
            if self._remaining >= self._limit * self._low_water:
                return 0.0
            slot = max(now, self._next, self._reset if self._remaining < 0 else 0.0)
            left = min(max(self._reset - slot, 0.0), WINDOW)
            self._next = slot + left / max(self._remaining + 1, 1)
            return min(slot - now, WINDOW)

    def observe(self, rate_limit: RateLimit | None) -> None:
        """Update from a response, with its reset on our clock; pass None for a request without a response."""
        with self._lock:
            self._in_flight = max(0, self._in_flight - 1)
            if rate_limit is not None:
                self._limit = rate_limit.limit
                self._remaining = rate_limit.remaining - self._in_flight
                self._reset = rate_limit.reset

    def __getstate__(self) -> dict[str, Any]:
        return {"_limit": self._limit, "_low_water": self._low_water}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_limit"], low_water=state["_low_water"])  # type: ignore[misc]


_pacers: "weakref.WeakSet[Pacer]" = weakref.WeakSet()


def _after_fork() -> None:
    # A thread of the parent may have held the lock, and doesn't exist here to release it.
    for pacer in list(_pacers):
        pacer._lock = threading.Lock()  # pyright: ignore[reportPrivateUsage]
        pacer._in_flight = 0  # pyright: ignore[reportPrivateUsage]


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
