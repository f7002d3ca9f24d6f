"""Hooks: user code that runs around each call and each attempt, for tracing, metrics and tests."""

from collections.abc import Awaitable

from msgspec import Struct, field
from pivotal_runtime.http_messages import Request, Response


class Attempt(Struct):
    """One attempt to send a request.

    Attributes:
        number: 1 for the first.
        request: The request; a hook may add headers before it is sent.
        response: The response, if one was received.
        error: The error, if no response was received.
        seconds: The duration.
    """

    number: int
    request: Request
    response: Response | None = None
    error: BaseException | None = None
    seconds: float = 0.0


class Call(Struct):
    """One call with all its attempts.

    Attributes:
        operation: The operationId, or the method and path of a request() call.
        request: The request.
        attempts: The attempts so far.
        error: The error that the caller will see, if the call failed.
        context: Free for hooks to keep values from start to end.
    """

    operation: str
    request: Request
    attempts: list[Attempt] = field(default_factory=list[Attempt])
    error: BaseException | None = None
    context: dict[str, object] = field(default_factory=dict[str, object])


class Hooks:
    """The base class for hooks: override the methods that you need. On an AsyncPivotalApi a method may be async.

    An error that a hook raises ends the call and is raised to the caller; all other hooks still run.

    Example:
        >>> class Count(Hooks):
        ...     attempts = 0
        ...     def attempt_ended(self, call, attempt):
        ...         self.attempts += 1
        >>> count = Count()
        >>> client = PivotalApi(api_key=key, base_url=url, hooks=[count])
        >>> client.health().status, count.attempts
        ('ok', 1)
    """

    def call_started(self, call: Call) -> Awaitable[None] | None:
        """Run before the first attempt."""

    def attempt_started(self, call: Call, attempt: Attempt) -> Awaitable[None] | None:
        """Run before a request is sent."""

    def attempt_ended(self, call: Call, attempt: Attempt) -> Awaitable[None] | None:
        """Run after a response was received, or the attempt failed."""

    def call_ended(self, call: Call) -> Awaitable[None] | None:
        """Run after the last attempt; `call.error` is set if the call failed."""
