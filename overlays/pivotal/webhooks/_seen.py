"""Which events were handled already: what a store of them does, and one in memory."""

import time
from collections.abc import Iterable
from datetime import timedelta
from threading import Lock
from typing import Any, Literal, Protocol, TypeAlias

from pivotal_runtime.errors import shown

from pivotal._arguments import text_of
from pivotal.errors import InvalidArgumentError

Claim: TypeAlias = Literal["granted", "handled", "busy"]
"""What a claim of an event results in: handle it now, it was handled before, or it is being handled elsewhere."""

KEPT = timedelta(days=7)


class SeenEvents(Protocol):
    """A store of event ids, so that each event is handled once. Implement it for a store that all your machines share.

    An id counts as handled from `confirm` on, which is called after the handler returned. What a store must ensure is
    that no two callers have a claim to one id at the same time, and that the claims of a process that died end.

    `Webhooks.handle_async` calls the methods in threads.

    Example:
        In Redis a claim ends by its lease (`ex`), which must be longer than your slowest handler takes. The owner's
        name keeps a process that took longer from releasing the claim of the next one.

        >>> import uuid
        >>> class SeenInRedis:
        ...     def __init__(self, redis, lease=600, kept=7 * 24 * 3600):
        ...         self._redis, self._lease, self._kept = redis, lease, kept
        ...         self._owner = uuid.uuid4().bytes
        ...
        ...     def claim(self, event_id):
        ...         if self._redis.set(event_id, self._owner, nx=True, ex=self._lease):
        ...             return "granted"
        ...         return "handled" if self._redis.get(event_id) == b"handled" else "busy"
        ...
        ...     def confirm(self, event_id):
        ...         self._redis.set(event_id, b"handled", ex=self._kept)
        ...
        ...     def release(self, event_id):
        ...         if self._redis.get(event_id) == self._owner:
        ...             self._redis.delete(event_id)
    """

    def claim(self, event_id: str) -> Claim:
        """Claim an event for the caller, unless it was handled, or another caller has a claim to it.

        Args:
            event_id: The id of the event.
        """
        ...

    def confirm(self, event_id: str) -> None:
        """Remember for at least 7 days that a claimed event was handled.

        Args:
            event_id: The id of the event.
        """
        ...

    def release(self, event_id: str) -> None:
        """Give a claim back, because the handler failed: the next delivery of the event can claim it.

        Args:
            event_id: The id of the event.
        """
        ...


class SeenInMemory:
    """Remembers the events that this process handled. Another process, or this one after a restart, knows none of them.

    Args:
        kept: How long an event is remembered.

    Raises:
        InvalidArgumentError: `kept` is not positive.

    Example:
        >>> seen = SeenInMemory()
        >>> seen.claim("evt_1")
        'granted'
        >>> seen.confirm("evt_1")
        >>> seen.claim("evt_1")
        'handled'
    """

    def __init__(self, kept: timedelta = KEPT) -> None:
        self._kept = checked_kept(kept)
        self._lock = Lock()
        self._claimed: set[str] = set()
        self._handled: dict[str, float] = {}  # when, in the order of time

    def claim(self, event_id: str) -> Claim:
        """Claim an event: see `SeenEvents`."""
        text_of("event_id", event_id)
        with self._lock:
            self._forget(time.time() - self._kept)
            if event_id in self._handled:
                return "handled"
            if event_id in self._claimed:
                return "busy"
            self._claimed.add(event_id)
            return "granted"

    def confirm(self, event_id: str) -> None:
        """Remember that a claimed event was handled: see `SeenEvents`."""
        text_of("event_id", event_id)
        with self._lock:
            self._claimed.discard(event_id)
            self._handled[event_id] = time.time()

    def release(self, event_id: str) -> None:
        """Give a claim back: see `SeenEvents`."""
        text_of("event_id", event_id)
        with self._lock:
            self._claimed.discard(event_id)

    def _forget(self, before: float) -> None:
        for event_id in _older(self._handled.items(), before):
            del self._handled[event_id]


def checked_kept(kept: Any) -> float:
    """Return a duration in seconds. Raises InvalidArgumentError if it is not positive."""
    if not isinstance(kept, timedelta) or kept <= timedelta():
        raise InvalidArgumentError(f"kept is {shown(kept)}; pass a positive timedelta, such as timedelta(days=7).")
    return kept.total_seconds()


def _older(handled: Iterable[tuple[str, float]], before: float) -> list[str]:
    """Return the ids at the start that are older than a moment."""
    older: list[str] = []
    for event_id, at in handled:
        if at >= before:
            break
        older.append(event_id)
    return older
