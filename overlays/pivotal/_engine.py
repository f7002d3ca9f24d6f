"""The steps of a call, as a generator. It yields each step and receives the result; no I/O.

The sync and the async client run the same steps, so every decision is made once, here.
"""

import random
import sys
import time
import warnings
from collections.abc import Callable, Generator, Mapping
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace
from pivotal_runtime.encoding import check_headers
from pivotal_runtime.error_responses import status_error
from pivotal_runtime.errors import printable, redact
from pivotal_runtime.forks import importing
from pivotal_runtime.http_messages import Request, RequestOptions, Response
from pivotal_runtime.walks import walk_start

from pivotal._hooks import Attempt, Call, Hooks
from pivotal._idempotency import HEADER, checked_key, new_key
from pivotal._logs import log_attempt, log_deleted_before, log_retry
from pivotal._rate_limit import Pacer, RateLimit, on_our_clock
from pivotal._retries import RetryPolicy
from pivotal.errors import APIConnectionError, APITimeoutError, PivotalError

T = TypeVar("T")
_OUR_PACKAGES = frozenset({"pivotal", "pivotal_api", "pivotal_runtime"})


class Settings(Struct, frozen=True):
    """The settings in which a client and its copies may differ."""

    retries: RetryPolicy = field(default_factory=RetryPolicy)
    deadline: float | None = None
    options: RequestOptions = field(default_factory=RequestOptions)
    hooks: tuple[Hooks, ...] = ()
    log_bodies: bool = False


class Shared(Struct):
    """The state that a client and its copies share."""

    key: str
    pacer: Pacer | None = None
    rate_limit: RateLimit | None = None
    deprecated: set[str] = field(default_factory=set[str])


class Pause(NamedTuple):
    """A step: wait; `real` for a wait on this machine's clock, whatever stands for the server's."""

    seconds: float
    real: bool = False


class HookStep(NamedTuple):
    """A step: run one method of all hooks."""

    event: str
    arguments: tuple[Any, ...]


Step = Request | Pause | HookStep
CallSteps = Generator[Step, Response | None, T]


def run_call(
    request: Request, settings: Settings, shared: Shared, options: RequestOptions, parse: Callable[[Response], T]
) -> CallSteps[T]:
    """Make a call: yield requests, pauses and hook steps; return the result of `parse` for a success.

    Raises:
        APIConnectionError: The last attempt got no response.
        APIStatusError: The last attempt got an error status.
        InvalidResponseError: The response doesn't match the contract.
    """
    _set_idempotency_key(request, options)
    call = Call(request.operation, request)
    try:
        if settings.hooks:
            yield HookStep("call_started", (call,))
        result = parse((yield from _attempts(call, settings, shared, options)))
    except BaseException as error:
        call.error = error
        raise
    finally:
        if settings.hooks:
            yield HookStep("call_ended", (call,))
        if call.error is not None:
            _warn_beside_an_error(call, shared)
    _warn(call, shared)
    return result


def _set_idempotency_key(request: Request, options: RequestOptions) -> None:
    if request.method != "POST":
        return
    key = request.headers.get(HEADER) or options.get("idempotency_key")
    request.headers[HEADER] = new_key() if key is None else checked_key(key)


def _attempts(call: Call, settings: Settings, shared: Shared, options: RequestOptions) -> CallSteps[Response]:
    policy = settings.retries
    if "max_retries" in options:
        policy = RetryPolicy(options["max_retries"], policy.backoff, policy.backoff_cap, policy.retry_after_cap)
    call.request.deadline = ends = _end(settings, options)
    while True:
        start = (yield from _paced(shared.pacer, call, ends)) if shared.pacer else 0.0
        attempt = Attempt(len(call.attempts) + 1, call.request)
        call.attempts.append(attempt)
        error = yield from _attempt(call, attempt, settings, shared, start)
        if error is None and attempt.response is not None:
            return attempt.response
        assert error is not None  # noqa: S101  (no response means an error)
        wait = policy.wait_before_next(attempt.number, call.request, error, random.uniform)
        if wait is None or (ends is not None and time.monotonic() + wait >= ends):
            raise error
        log_retry(attempt, wait)
        yield Pause(wait)


def _end(settings: Settings, options: RequestOptions) -> float | None:
    """Return when the call must end: at its own deadline, or at that of the walk which it is part of."""
    limits = (
        (time.monotonic(), options.get("deadline", settings.deadline)),
        (walk_start.get(), options.get("walk_deadline")),
    )
    ends = [start + seconds for start, seconds in limits if start is not None and seconds is not None]
    return min(ends, default=None)


def _paced(pacer: Pacer, call: Call, ends: float | None) -> Generator[Step, Response | None, float]:
    """Wait for the call's place; return it."""
    start = pacer.reserve(time.monotonic())
    try:
        while (wait := start - time.monotonic()) > 0:
            _check_deadline(start, ends, call)
            yield Pause(wait, real=True)
            start = pacer.confirm(start, time.monotonic())
    except BaseException:
        pacer.release(start)
        raise
    return start


def _check_deadline(start: float, ends: float | None, call: Call) -> None:
    if ends is not None and start >= ends:
        raise APITimeoutError("The deadline ends before the rate limit allows a request", **_facts(call))


def _facts(call: Call) -> dict[str, Any]:
    return {**call.request.facts(), "attempts": len(call.attempts)}


def _attempt(
    call: Call, attempt: Attempt, settings: Settings, shared: Shared, start: float
) -> Generator[Step, Response | None, PivotalError | None]:
    """Send the request once; return the error, if there is one."""
    started = time.perf_counter()
    error: PivotalError | None = None
    try:
        if settings.hooks:
            yield HookStep("attempt_started", (call, attempt))
            check_headers(call.request.headers)
            started = time.perf_counter()
        attempt.response = yield call.request
    except PivotalError as failure:
        attempt.error = error = failure
        failure.__dict__["attempts"] = attempt.number
        attempt.request.may_have_arrived |= isinstance(failure, APIConnectionError) and failure.may_have_arrived
    except BaseException as failure:  # Ctrl-C, a cancelled task, a hook that fails
        attempt.error = failure
        raise
    finally:
        attempt.seconds = time.perf_counter() - started
        _update_rate_limit(attempt, shared, start)
        if settings.hooks and attempt.error is not error:
            yield HookStep("attempt_ended", (call, attempt))
    response = attempt.response
    if response is not None:
        response.attempts = attempt.number
        error = _error_of(attempt, response)
    log_attempt(attempt, shared.key, bodies=settings.log_bodies)
    if settings.hooks:
        yield HookStep("attempt_ended", (call, attempt))
    return error


def _error_of(attempt: Attempt, response: Response) -> PivotalError | None:
    if 200 <= response.status < 300:
        return None
    with importing:
        from pivotal_runtime.repeated_deletes import has_deleted_before  # not at the start: few programs need it
    if has_deleted_before(response):
        log_deleted_before(attempt)
        return None
    attempt.request.may_have_arrived |= response.status >= 500
    return status_error(response)


def _update_rate_limit(attempt: Attempt, shared: Shared, start: float) -> None:
    headers: Mapping[str, str] = attempt.response.headers if attempt.response else {}
    rate_limit = RateLimit.from_headers(headers)
    if rate_limit is not None:
        shared.rate_limit = rate_limit
    if shared.pacer:
        now = time.monotonic()
        if rate_limit is not None:
            reset = on_our_clock(rate_limit, headers, time.time()).reset - time.time()
            rate_limit = replace(rate_limit, reset=now + reset)
        shared.pacer.observe(start, rate_limit, now)


def _warn(call: Call, shared: Shared) -> None:
    responses = [attempt.response for attempt in call.attempts if attempt.response]
    dates = (response.headers["deprecation"] for response in responses if "deprecation" in response.headers)
    date = next(dates, None)
    if date is None or call.operation in shared.deprecated:
        return
    shared.deprecated.add(call.operation)
    warnings.warn(
        f"{call.operation} is deprecated by the API (Deprecation: {redact(printable(date))})",
        DeprecationWarning,
        stacklevel=_users_stack_level(),
    )


def _warn_beside_an_error(call: Call, shared: Shared) -> None:
    try:
        _warn(call, shared)
    except DeprecationWarning:
        # Warnings are errors here, and the call already has a worse one; its next success warns.
        shared.deprecated.discard(call.operation)


def _users_stack_level() -> int:
    """Return the stack level of the user's code: Python shows a DeprecationWarning only to the code it points to."""
    frame, level = sys._getframe(1), 1  # pyright: ignore[reportPrivateUsage]
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] in _OUR_PACKAGES:
        frame, level = frame.f_back, level + 1
    return level
