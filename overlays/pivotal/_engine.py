"""A call as a conversation: it says what to do next, and is told what came of it. No I/O.

The sync and the async client drive the same conversation; neither repeats a decision that is made here.
"""

import random
import sys
import time
import warnings
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from pivotal_runtime.answers import status_error
from pivotal_runtime.encoding import check_headers
from pivotal_runtime.errors import printable, redact
from pivotal_runtime.messages import Request, RequestOptions, Response

from pivotal._hooks import Attempt, Call, Hooks
from pivotal._idempotency import HEADER, checked_key, new_key
from pivotal._logs import log_attempt, log_retry
from pivotal._rate_limit import Pacer, RateLimit, on_our_clock
from pivotal._retries import RetryPolicy
from pivotal.errors import APITimeoutError, PivotalError

T = TypeVar("T")
_OUR_PACKAGES = frozenset({"pivotal", "pivotal_api", "pivotal_runtime"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a client and its copies may differ in."""

    retries: RetryPolicy = field(default_factory=RetryPolicy)
    deadline: float | None = None
    options: RequestOptions = field(default_factory=RequestOptions)
    hooks: tuple[Hooks, ...] = ()
    log_bodies: bool = False


@dataclass(slots=True)
class Shared:
    """What a client and its copies have in common."""

    key: str
    pacer: Pacer | None = None
    rate_limit: RateLimit | None = None
    deprecated: set[str] = field(default_factory=set[str])


class Pause(NamedTuple):
    """Wait."""

    seconds: float


class Notice(NamedTuple):
    """Tell the hooks."""

    event: str
    arguments: tuple[Any, ...]


Step = Request | Pause | Notice
Conversation = Generator[Step, Response | None, T]


def converse(
    request: Request, settings: Settings, shared: Shared, options: RequestOptions, parse: Callable[[Response], T]
) -> Conversation[T]:
    """Make a call: yield requests, pauses and notices; return what `parse` makes of a success.

    Raises:
        APIConnectionError: The last attempt got no response.
        APIStatusError: The last attempt was refused.
        InvalidResponseError: The response isn't what the contract says.
    """
    _give_key(request, options)
    call = Call(request.operation, request)
    try:
        if settings.hooks:
            yield Notice("call_started", (call,))
        result = parse((yield from _attempts(call, settings, shared, options)))
    except BaseException as error:
        call.error = error
        raise
    finally:
        if settings.hooks:
            yield Notice("call_ended", (call,))
        if call.error is not None:
            _warn_beside_an_error(call, shared)
    _warn(call, shared)
    return result


def _give_key(request: Request, options: RequestOptions) -> None:
    if request.method != "POST":
        return
    given = request.headers.get(HEADER) or options.get("idempotency_key")
    request.headers[HEADER] = new_key() if given is None else checked_key(given)


def _attempts(call: Call, settings: Settings, shared: Shared, options: RequestOptions) -> Conversation[Response]:
    policy = settings.retries
    if "max_retries" in options:
        policy = RetryPolicy(options["max_retries"], policy.backoff, policy.backoff_cap, policy.retry_after_cap)
    seconds = options.get("deadline", settings.deadline)
    ends = None if seconds is None else time.monotonic() + seconds
    call.request.deadline = ends
    while True:
        if shared.pacer:
            yield from _paced(shared.pacer, call, ends)
        attempt = Attempt(len(call.attempts) + 1, call.request)
        call.attempts.append(attempt)
        error = yield from _attempt(call, attempt, settings, shared)
        if error is None and attempt.response is not None:
            return attempt.response
        assert error is not None  # noqa: S101  (no response means an error)
        wait = policy.wait_before_next(attempt.number, call.request, error, random.uniform)
        if wait is None or (ends is not None and time.monotonic() + wait >= ends):
            raise error
        log_retry(attempt, wait)
        yield Pause(wait)


def _paced(pacer: Pacer, call: Call, ends: float | None) -> Generator[Step, Response | None]:
    wait = pacer.reserve(time.time())
    if ends is not None and time.monotonic() + wait >= ends:
        pacer.observe(None)
        raise APITimeoutError("The deadline ends before the rate limit allows a request", **_facts(call))
    try:
        if wait > 0:
            yield Pause(wait)
    except BaseException:
        pacer.observe(None)
        raise


def _facts(call: Call) -> dict[str, Any]:
    return {**call.request.facts(), "attempts": len(call.attempts)}


def _attempt(
    call: Call, attempt: Attempt, settings: Settings, shared: Shared
) -> Generator[Step, Response | None, PivotalError | None]:
    """Send once; give the error that it comes to, if any."""
    started = time.perf_counter()
    error: PivotalError | None = None
    try:
        if settings.hooks:
            yield Notice("attempt_started", (call, attempt))
            check_headers(call.request.headers)
            started = time.perf_counter()
        attempt.response = yield call.request
    except PivotalError as failure:
        attempt.error = error = failure
        failure.__dict__["attempts"] = attempt.number
    except BaseException as failure:  # Ctrl-C, a cancelled task, a hook that fails
        attempt.error = failure
        raise
    finally:
        attempt.seconds = time.perf_counter() - started
        _learn(attempt, shared)
        if settings.hooks and attempt.error is not error:
            yield Notice("attempt_ended", (call, attempt))
    response = attempt.response
    if response is not None:
        response.attempts = attempt.number
        if not 200 <= response.status < 300:
            error = status_error(response)
    log_attempt(attempt, shared.key, bodies=settings.log_bodies)
    if settings.hooks:
        yield Notice("attempt_ended", (call, attempt))
    return error


def _learn(attempt: Attempt, shared: Shared) -> None:
    headers: Mapping[str, str] = attempt.response.headers if attempt.response else {}
    seen = RateLimit.from_headers(headers)
    if seen is not None:
        shared.rate_limit = seen
    if shared.pacer:
        shared.pacer.observe(seen and on_our_clock(seen, headers, time.time()))


def _warn(call: Call, shared: Shared) -> None:
    responses = [attempt.response for attempt in call.attempts if attempt.response]
    said = next((each.headers["deprecation"] for each in responses if "deprecation" in each.headers), None)
    if said is None or call.operation in shared.deprecated:
        return
    shared.deprecated.add(call.operation)
    warnings.warn(
        f"{call.operation} is deprecated by the API (Deprecation: {redact(printable(said))})",
        DeprecationWarning,
        stacklevel=_users_level(),
    )


def _warn_beside_an_error(call: Call, shared: Shared) -> None:
    try:
        _warn(call, shared)
    except DeprecationWarning:
        # Warnings are errors here, and the call has a worse one; its next success tells.
        shared.deprecated.discard(call.operation)


def _users_level() -> int:
    """How far up the stack the user's code is: Python shows a DeprecationWarning only to the code that is meant."""
    frame, level = sys._getframe(1), 1  # pyright: ignore[reportPrivateUsage]
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OUR_PACKAGES:
        frame, level = frame.f_back, level + 1
    return level
