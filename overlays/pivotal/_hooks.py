"""Hooks: what happens around each call and each attempt, for tracing, metrics and tests."""

from collections.abc import Awaitable
from dataclasses import dataclass, field

from pivotal_runtime.messages import Request, Response


@dataclass(slots=True)
class Attempt:
    """One sending of a request.

    Attributes:
        number: 1 for the first.
        request: What is sent; a hook may add headers to it before it goes.
        response: What came back, if anything did.
        error: Why nothing came back.
        seconds: How long it took.
    """

    number: int
    request: Request
    response: Response | None = None
    error: BaseException | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class Call:
    """One call, with all its attempts.

    Attributes:
        operation: The operationId, or method and path of a request() call.
        request: What is sent.
        attempts: What was tried so far.
        error: What the caller will see, if the call failed.
        context: Free for hooks to keep something from start to end.
    """

    operation: str
    request: Request
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    error: BaseException | None = None
    context: dict[str, object] = field(default_factory=dict[str, object])


class Hooks:
    """Base of hooks: override what you need. On an AsyncPivotalApi a method may be async.

    An error that a hook raises ends the call, and its caller sees it; all other hooks are told to the end.

    Example:
        >>> class Count(Hooks):
        ...     attempts = 0
        ...     def attempt_ended(self, call, attempt):
        ...         self.attempts += 1
        >>> count = Count()
        >>> pivotal = PivotalApi(api_key=key, base_url=url, hooks=[count])
        >>> pivotal.health().status, count.attempts
        ('ok', 1)
    """

    def call_started(self, call: Call) -> Awaitable[None] | None:
        """A call begins; nothing was sent yet."""

    def attempt_started(self, call: Call, attempt: Attempt) -> Awaitable[None] | None:
        """A request is about to be sent."""

    def attempt_ended(self, call: Call, attempt: Attempt) -> Awaitable[None] | None:
        """A response came, or failed to."""

    def call_ended(self, call: Call) -> Awaitable[None] | None:
        """The call is over; `call.error` tells whether it failed."""
