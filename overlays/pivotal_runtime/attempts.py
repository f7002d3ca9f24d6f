"""One attempt to send a request, as the connections below see it."""

import time
from contextvars import ContextVar


class AttemptTimeout(BaseException):
    """The time of an attempt is over. Not an Exception: for that, httpcore fails all calls on an HTTP/2 connection."""


class Attempt:
    """What an attempt may take, and what became of it.

    Attributes:
        ends: When it must end, on the monotonic clock.
        reused: Whether it was sent on a connection that had served another.
        received: The number of bytes received.
    """

    __slots__ = ("ends", "received", "reused")

    def __init__(self, ends: float | None) -> None:
        self.ends = ends
        self.reused = False
        self.received = 0

    @property
    def met_a_closed_connection(self) -> bool:
        """Whether nothing came back on a kept connection: the server may have closed it before the request."""
        return self.reused and self.received == 0

    @property
    def has_ended(self) -> bool:
        """Whether its time is over."""
        return self.ends is not None and time.monotonic() >= self.ends

    def left(self, limit: float | None, fault: type[Exception]) -> float | None:
        """Return the time limit of one read or write. Raises `fault` if the time is over."""
        if self.ends is None:
            return limit
        left = self.ends - time.monotonic()
        if left <= 0:
            raise fault
        return left if limit is None else min(limit, left)


# The attempt that this thread or task is making.
current: ContextVar[Attempt | None] = ContextVar("pivotal_attempt", default=None)
_NONE = Attempt(None)


def current_attempt() -> Attempt:
    """Return the attempt that this thread or task is making, or one without an end."""
    return current.get() or _NONE
