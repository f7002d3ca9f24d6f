"""Public value classes: constructors, equality, repr, copies, and the attrs protocol."""

import copy
import inspect
import pickle
from typing import Any

import attrs
import pytest
from pivotal import Attempt, Call, RateLimit, Request, Response, RetryPolicy
from pivotal.errors import InvalidArgumentError

REQUEST = Request("GET", "https://my.pivotal.app/api/v1/me")
VALUES: list[tuple[Any, str]] = [
    (RetryPolicy(4), "RetryPolicy(max_retries=4, backoff=0.5, backoff_cap=8.0, retry_after_cap=60.0)"),
    (RateLimit(60, 59, 1.5), "RateLimit(limit=60, remaining=59, reset=1.5)"),
]
SIGNATURES = {
    RetryPolicy: ["max_retries", "backoff", "backoff_cap", "retry_after_cap"],
    RateLimit: ["limit", "remaining", "reset"],
    Request: [
        *("method", "url", "headers", "content", "authenticated", "operation", "timeout", "deadline", "invalid_rows"),
        "may_have_arrived",
    ],
    Response: ["status", "headers", "content", "request", "attempts", "invalid_rows"],
    Attempt: ["number", "request", "response", "error", "seconds"],
    Call: ["operation", "request", "attempts", "error", "context"],
}


@pytest.mark.parametrize("cls", SIGNATURES, ids=lambda cls: cls.__name__)
def test_a_constructor_takes_its_fields_by_position_and_by_name(cls: type) -> None:
    parameters = [p for p in inspect.signature(cls).parameters.values() if not p.name.startswith("_")]
    assert [parameter.name for parameter in parameters] == SIGNATURES[cls]
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.POSITIONAL_OR_KEYWORD}


@pytest.mark.parametrize(("value", "shown"), VALUES, ids=lambda value: type(value).__name__)
def test_a_value_is_equal_to_its_copies_and_does_not_change(value: Any, shown: str) -> None:
    assert repr(value) == shown
    for twin in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value), attrs.evolve(value)):
        assert (twin, hash(twin)) == (value, hash(value))
    with pytest.raises(AttributeError):
        setattr(value, next(iter(attrs.asdict(value))), 5)


def test_attrs_knows_the_values() -> None:
    assert attrs.asdict(RateLimit(60, 59, 1.5)) == {"limit": 60, "remaining": 59, "reset": 1.5}
    assert attrs.evolve(RetryPolicy(4), backoff=1) == RetryPolicy(4, 1)
    with pytest.raises(InvalidArgumentError, match="backoff is -1"):
        attrs.evolve(RetryPolicy(), backoff=-1)


def test_requests_and_responses_are_compared_by_identity() -> None:
    response = Response(200, {}, b"{}", REQUEST)
    assert Request(REQUEST.method, REQUEST.url) != REQUEST
    assert response == response and response != Response(200, {}, b"{}", REQUEST)
    assert {REQUEST, response} and repr(response) == "<Response 200 GET https://my.pivotal.app/api/v1/me>"
    assert pickle.loads(pickle.dumps(response)).json() == {}


def test_calls_do_not_share_their_lists() -> None:
    first, second = Call("get-me", REQUEST), Call("get-me", REQUEST)
    first.attempts.append(Attempt(1, REQUEST))
    first.context["a"] = 1
    assert (second.attempts, second.context) == ([], {})
