"""Retries: never more attempts than allowed, never a wait above the cap, one key, and the deadline is kept."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pivotal import PivotalApi, RetryPolicy, errors
from pivotal._engine import HookStep, Pause, Settings, Shared, run_call
from pivotal.errors import InvalidArgumentError
from pivotal_runtime.error_responses import retry_after
from pivotal_runtime.http_messages import Request, Response

from tests.support.flavors import Flavor
from tests.support.samples import KEY, customer
from tests.support.scripted import ScriptedServer, problem, reply

STATUSES = [200, 201, 204, 301, 400, 401, 404, 408, 409, 425, 429, 500, 502, 503, 520, 599]
SECONDS = st.floats(0, 1e6, allow_nan=False)
RETRY_AFTER = st.one_of(
    st.none(),
    st.integers(-5, 10_000).map(str),
    st.text("0123456789.,-+:eE nainfMoTue GMTJa", max_size=30),
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda when: format_datetime(when, usegmt=False)),
)
OUTCOMES = st.one_of(
    st.tuples(st.sampled_from(STATUSES), RETRY_AFTER, st.sampled_from(["", "idempotency_in_progress", "slug_taken"])),
    st.just(errors.APIConnectionError("No response")),
    st.just(errors.APITimeoutError("No response in time")),
)
POLICIES = st.builds(
    RetryPolicy, st.integers(0, 6), backoff=SECONDS, backoff_cap=st.floats(0, 100), retry_after_cap=st.floats(0, 100)
)


def respond(request: Request, outcome: Any) -> Response:
    status, requested, code = outcome
    body = f'{{"error": {{"type": "conflict", "code": "{code}", "message": "No."}}}}'.encode() if code else b"{}"
    return Response(status, {} if requested is None else {"retry-after": requested}, body, request)


def play(steps: Any, outcomes: list[Any]) -> tuple[list[Request], list[float], Any]:
    """Run the steps of a call without I/O; return what was sent, the pauses, and the result or error."""
    sent: list[Request] = []
    pauses: list[float] = []
    result: Any = None
    try:
        step = next(steps)
        while True:
            if isinstance(step, Pause):
                pauses.append(step.seconds)
                step = steps.send(None)
            elif isinstance(step, HookStep):
                step = steps.send(None)
            else:
                outcome = outcomes[min(len(sent), len(outcomes) - 1)]
                sent.append(Request(step.method, step.url, headers=dict(step.headers)))
                if isinstance(outcome, Exception):
                    key = step.idempotency_key
                    step = steps.throw(type(outcome)(str(outcome), idempotency_key=key))
                else:
                    step = steps.send(respond(step, outcome))
    except StopIteration as done:
        result = done.value
    except errors.PivotalError as error:
        result = error
    return sent, pauses, result


@given(
    policy=POLICIES,
    outcomes=st.lists(OUTCOMES, min_size=1, max_size=8),
    method=st.sampled_from(["GET", "POST", "PATCH", "DELETE"]),
)
def test_attempts_waits_and_key(policy: RetryPolicy, outcomes: list[Any], method: str) -> None:
    request = Request(method, "http://127.0.0.1/x", operation="x")
    sent, pauses, result = play(
        run_call(request, Settings(policy), Shared(KEY), {}, lambda response: response), outcomes
    )
    assert 1 <= len(sent) <= policy.max_retries + 1
    assert len(pauses) == len(sent) - 1
    assert all(0 <= pause <= max(policy.backoff_cap, policy.retry_after_cap) for pause in pauses)
    assert len({each.idempotency_key for each in sent}) == 1
    assert (sent[0].idempotency_key is not None) is (method == "POST")
    assert result.attempts == len(sent)
    assert result.idempotency_key == sent[0].idempotency_key if isinstance(result, Exception) else result.status < 300


@given(attempts=st.integers(1, 10_000), draw=st.floats(0, 1), policy=POLICIES)
def test_backoff_is_between_zero_and_the_cap(attempts: int, draw: float, policy: RetryPolicy) -> None:
    patient = RetryPolicy(10_000, policy.backoff, policy.backoff_cap)
    request = Request("GET", "http://127.0.0.1/x")
    wait = patient.wait_before_next(
        attempts, request, errors.APIConnectionError("x"), lambda low, high: low + draw * (high - low)
    )
    assert wait is not None and 0 <= wait <= policy.backoff_cap
    assert wait <= policy.backoff * 2.0 ** min(attempts - 1, 63)


def test_backoff_doubles_and_is_drawn_from_the_whole_range() -> None:
    request, error = Request("GET", "http://127.0.0.1/x"), errors.APIConnectionError("x")
    policy = RetryPolicy(10)
    spans = [policy.wait_before_next(attempts, request, error, lambda low, high: high) for attempts in range(1, 8)]
    assert spans == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert policy.wait_before_next(1, request, error, lambda low, high: low) == 0.0


@pytest.mark.parametrize(("seconds", "wait"), [(60, 60.0), (60.001, None), (0, 0.0)])
def test_a_requested_wait_up_to_the_cap_is_accepted(seconds: float, wait: float | None) -> None:
    error = errors.RateLimitError("x", status=429, retry_after=seconds)
    policy = RetryPolicy(1, retry_after_cap=60)
    assert policy.wait_before_next(1, Request("GET", "http://x"), error, lambda low, high: 99.0) == wait


def test_the_last_retry_is_made_and_no_other() -> None:
    policy, error = RetryPolicy(3), errors.APIConnectionError("x")
    waits = [policy.wait_before_next(made, Request("GET", "http://x"), error, lambda *_: 1.0) for made in range(1, 6)]
    assert waits == [1.0, 1.0, 1.0, None, None]


def test_a_post_without_a_key_is_never_repeated() -> None:
    policy, error = RetryPolicy(), errors.APIConnectionError("x")
    assert policy.wait_before_next(1, Request("POST", "http://x"), error, lambda low, high: 0.0) is None
    keyed = Request("POST", "http://x", headers={"idempotency-key": "k"})
    assert policy.wait_before_next(1, keyed, error, lambda low, high: 0.0) == 0.0


@given(st.text(max_size=60) | RETRY_AFTER.filter(bool))
def test_any_retry_after_is_a_number_of_seconds_or_nothing(text: str) -> None:
    seconds = retry_after({"retry-after": text})
    assert seconds is None or 0 <= seconds < float("inf")


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("-1", None),
        ("", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("1e400", None),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW - timedelta(seconds=90), usegmt=True), 0.0),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("Mon, 99 Foo 2026 99:99:99 GMT", None),
        ("Sun, 01 Mar 2026 12:00:30 +99999999", None),
    ],
)
def test_retry_after_reads(text: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": text}, NOW) == seconds


def limited(requested: str) -> Any:
    return problem(429, "rate_limit_error", "rate_limited", {"Retry-After": requested})


def create(api: Any) -> Any:
    return api.customers.create(name="Aurora")


def test_retry_after_in_seconds_is_waited_for(flavor: Flavor) -> None:
    with ScriptedServer(limited("1"), reply(body=customer())) as server:
        assert flavor.call(server.url, create).response.attempts == 2
    first, second = server.requests
    assert second.at - first.at >= 1


def test_retry_after_as_a_date_is_waited_for(flavor: Flavor) -> None:
    when = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    with ScriptedServer(limited(format_datetime(when, usegmt=True)), reply(body=customer())) as server:
        assert flavor.call(server.url, create).response.attempts == 2
    assert datetime.now(UTC) >= when


def test_an_absurd_retry_after_raises_at_once(flavor: Flavor) -> None:
    with ScriptedServer(limited("3600")) as server, pytest.raises(errors.RateLimitError) as caught:
        flavor.call(server.url, create)
    assert (caught.value.retry_after, caught.value.attempts, len(server.requests)) == (3600.0, 1, 1)
    assert caught.value.idempotency_key == server.requests[0].headers["idempotency-key"]


@pytest.mark.parametrize("text", ["soon", "-5", "nan", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"])
def test_an_invalid_retry_after_is_ignored(flavor: Flavor, text: str) -> None:
    with ScriptedServer(limited(text)) as server, pytest.raises(errors.RateLimitError) as caught:
        flavor.call(server.url, create)
    assert (caught.value.retry_after, len(server.requests)) == (None, 3)


def test_a_date_far_away_raises_at_once(flavor: Flavor) -> None:
    with ScriptedServer(limited("Fri, 31 Dec 9999 23:59:59 GMT")) as server, pytest.raises(errors.RateLimitError):
        flavor.call(server.url, create)
    assert len(server.requests) == 1


@pytest.mark.parametrize("allowed", [0, 1, 4])
def test_max_retries_limits_the_attempts(flavor: Flavor, allowed: int) -> None:
    def call(api: Any) -> Any:
        return api.customers.get(1, options={"max_retries": allowed})

    with ScriptedServer(problem(500, "internal_error", "x")) as server, pytest.raises(errors.ServerError) as caught:
        flavor.call(server.url, call)
    assert len(server.requests) == allowed + 1 == caught.value.attempts


@pytest.mark.parametrize("field", ["max_retries", "backoff", "backoff_cap", "retry_after_cap"])
@pytest.mark.parametrize("value", [-1, float("nan")])
def test_a_negative_policy_is_refused(field: str, value: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=field):
        RetryPolicy(**{field: value})


@pytest.mark.parametrize("deadline", [-1, 0, 1e-9])
def test_an_expired_deadline_ends_in_one_typed_error(flavor: Flavor, deadline: float) -> None:
    started = time.monotonic()
    with ScriptedServer(reply(body=customer())) as server, pytest.raises(errors.PivotalError):
        flavor.call(server.url, create, deadline=deadline)
    assert time.monotonic() - started < 1
    assert len(server.requests) <= 1


def test_the_defaults_are_the_documented_ones() -> None:
    policy = PivotalApi(api_key=KEY, base_url="http://127.0.0.1:1")._settings.retries
    assert (policy.max_retries, policy.retry_after_cap) == (2, 60.0)
