"""The rate limit that the server reports, and a pacer that slows down before it is reached. No clock, no sleep.

A key may make 60 requests a minute, a test key 30, on a paid plan 600; the window slides.

Documentation: https://docs.pivotal.app/api/welcome/rate-limits
"""

import os
import threading
import time
import weakref
from bisect import bisect, bisect_left, insort
from collections.abc import Mapping
from datetime import UTC, datetime
from heapq import heappop, heappush
from typing import Any

from msgspec.structs import replace
from pivotal_runtime.base_models import Value
from pivotal_runtime.error_responses import http_date

from pivotal._keys import KeyMode

WINDOW = 60.0
_PERIOD = WINDOW + 0.25  # seconds; clocks don't run alike
DEFAULT_LIMITS: Mapping[KeyMode, int] = {"live": 60, "test": 30}
_MOST_REQUESTS = 10**9
_MOST_PLACES = 10_000  # for requests from elsewhere; a server may report a limit in the millions
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
    """Assigns each request a time of its own, so that no window has more than the limit. Threads and tasks share one.

    Requests from the upper half of the quota start at once. In the lower half they are spread over the time until the
    oldest request leaves the window; requests beyond the quota start when their predecessor by one quota has left it.

    Args:
        limit: Requests a minute, until a response reports the real limit.
        low_water: The share of the limit below which requests are spread.
    """

    def __init__(self, limit: int, *, low_water: float = 0.5) -> None:
        self._limit = limit
        self._low_water = low_water
        self._starts: list[float] = []  # of all requests in the window, and of those that wait; sorted
        self._returned: list[float] = []  # a heap
        self._lock = threading.RLock()  # a signal handler may make a call while its thread holds it
        _pacers.add(self)

    def reserve(self, now: float) -> float:
        """Reserve a place for a request and return its start, at once or later; then `confirm` or `release` it.

        Args:
            now: Seconds, on the monotonic clock.
        """
        with self._lock:
            self._forget_before(now)
            start = heappop(self._returned) if self._returned else self._next(now)
            insort(self._starts, start)
            return start

    def confirm(self, start: float, now: float) -> float:
        """Return the start of a request whose time has come: unchanged, or later after what responses have reported."""
        with self._lock:
            before = bisect(self._starts, now)
            own = bisect_left(self._starts, start, hi=before)
            is_listed = own < before and self._starts[own] == start
            oldest = before - is_listed - self._limit
            if oldest < 0:
                return start
            return self._move(start, max(start, self._starts[oldest + (is_listed and own <= oldest)] + _PERIOD))

    def release(self, start: float) -> None:
        """Return the place of a request that will not be sent."""
        with self._lock:
            if start in self._starts:
                self._starts.remove(start)
                heappush(self._returned, start)

    def observe(self, start: float, rate_limit: RateLimit | None, now: float) -> None:
        """Update from the outcome of a request.

        Args:
            start: Its place.
            rate_limit: What the response reported, with its reset on the monotonic clock; None without a response.
            now: Seconds, on the monotonic clock. The server counted the request at this time at the latest.
        """
        with self._lock:
            self._move(start, now)
            if rate_limit is None:
                return
            self._limit = rate_limit.limit
            counted = sum(now - WINDOW < other <= now for other in self._starts)
            others = rate_limit.limit - rate_limit.remaining - counted
            oldest = min(max(rate_limit.reset - WINDOW, now - WINDOW), now)
            # Requests with the same key from elsewhere. Their times are not known, except for the first.
            places = min(others, rate_limit.limit, _MOST_PLACES)
            self._starts += [oldest + (now - oldest) * number / places for number in range(places)]
            self._starts.sort()

    def _next(self, now: float) -> float:
        last = max(now, self._starts[-1]) if self._starts else now
        if len(self._starts) >= self._limit:
            last = max(last, self._starts[-self._limit] + _PERIOD)
        first = bisect(self._starts, last - _PERIOD)
        left = self._limit - (len(self._starts) - first)
        if first == len(self._starts) or left > self._limit * self._low_water:
            return last
        newest = self._starts[-1]
        return max(now, newest + max(self._starts[first] + _PERIOD - newest, 0.0) / (left + 1), last)

    def _move(self, start: float, later: float) -> float:
        if later != start and start in self._starts:
            self._starts.remove(start)
            insort(self._starts, later)
        return later

    def _forget_before(self, now: float) -> None:
        del self._starts[: bisect(self._starts, now - _PERIOD)]
        while self._returned and self._returned[0] < now:
            heappop(self._returned)

    def __getstate__(self) -> dict[str, Any]:
        return {"_limit": self._limit, "_low_water": self._low_water}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_limit"], low_water=state["_low_water"])  # type: ignore[misc]

    def after_fork(self, now: float) -> None:
        """Start anew in a child process: a thread of the parent may have held the lock, or wait for its time."""
        self._lock = threading.RLock()
        self._starts = [start for start in self._starts if start <= now]
        self._returned = []


_pacers: "weakref.WeakSet[Pacer]" = weakref.WeakSet()


def _after_fork() -> None:
    for pacer in list(_pacers):
        pacer.after_fork(time.monotonic())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
