"""The rate limit: a sliding window of one minute for each key."""

from collections import deque
from collections.abc import Mapping

from pivotal_runtime.option_checks import mapping_of

from pivotal._arguments import choice_of, count_of
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._state.clock import MINUTE, Clock
from pivotal.sandbox._state.keys import KeyRecord

# What a sandbox without a limit reports. Every response has the headers, and clients slow down by what they say.
_UNREACHED = 1_000_000
DOCUMENTED_LIMITS: Mapping[str, int] = {"default": 60, "test": 30, "paid": 600}


class RateLimiter:
    """Counts the requests of each key in the last minute.

    Args:
        clock: The sandbox's clock.
        limits: Requests a minute by tier; True uses the documented ones, None or False sets no limit, and reports one
            that no client reaches.
    """

    def __init__(self, clock: Clock, limits: Mapping[str, int] | bool | None) -> None:
        self._clock = clock
        _check(limits)
        self._counting = limits is not None and limits is not False
        self._limits = {**DOCUMENTED_LIMITS, **(limits if isinstance(limits, Mapping) else {})}
        self._windows: dict[bytes, deque[int]] = {}

    def clear(self) -> None:
        """Forget every request."""
        self._windows.clear()

    def admit(self, key: KeyRecord) -> None:
        """Count a request. Raises ApiError (429) if the window is full; a rejected request isn't counted."""
        if not self._counting:
            return
        window = self._window(key)
        if len(window) < self._limits[key.tier]:
            window.append(self._clock.now())
            return
        wait = max(1, _seconds_up(window[0] + MINUTE - self._clock.now()))
        message = f"More than {self._limits[key.tier]} requests in a minute; try again in {wait} s."
        raise ApiError(429, "rate_limited", message, headers={"retry-after": str(wait)})

    def headers(self, key: KeyRecord | None) -> dict[str, str]:
        """Return the three headers of every response. A call without a key has a window of its own."""
        limit = self._limits[key.tier if key else "default"] if self._counting else _UNREACHED
        window = self._window(key) if key and self._counting else deque[int]()
        opens = (window[0] if window else self._clock.now()) + MINUTE
        return {
            "x-ratelimit-limit": str(limit),
            "x-ratelimit-remaining": str(limit - len(window)),
            "x-ratelimit-reset": str(_seconds_up(opens)),
        }

    def _window(self, key: KeyRecord) -> deque[int]:
        window = self._windows.setdefault(key.digest, deque())
        begin = self._clock.now() - MINUTE
        while window and window[0] <= begin:
            window.popleft()
        return window


def _check(limits: object) -> None:
    if limits is None or isinstance(limits, bool):
        return
    for tier, limit in mapping_of("rate_limit", limits).items():
        choice_of("rate_limit", tier, list(DOCUMENTED_LIMITS))
        count_of(f"rate_limit of {tier}", limit, _UNREACHED)


def _seconds_up(milliseconds: int) -> int:
    return -(-milliseconds // 1000)
