import math
from typing import Any

import httpx
import pytest
from pivotal.sandbox import Fault, Request, Sandbox

from tests.pivotal.sandbox.support import Api


def statuses(api: Api, count: int, path: str = "/customers") -> list[int]:
    return [api.call("GET", path).status for _ in range(count)]


def test_the_next_matching_requests_fail(api: Api) -> None:
    api.sandbox.faults.add(operation="list-customers", status=500, skip=1, times=2)
    assert statuses(api, 1, "/me") == [200]
    assert statuses(api, 5) == [200, 500, 500, 200, 200]
    assert api.sandbox.faults.pending() == []


def test_matching_by_method_and_path(api: Api) -> None:
    api.sandbox.faults.add(method="GET", path="/api/v1/me", status=500, times=None)
    assert statuses(api, 2, "/me") == [500, 500]
    assert statuses(api, 1) == [200]
    api.sandbox.faults.clear()
    assert statuses(api, 1, "/me") == [200]


def test_before_skips_the_work_and_after_only_loses_the_response(api: Api) -> None:
    api.sandbox.faults.add(operation="create-customer", status=500)
    api.fails(500, "injected_fault", "POST", "/customers", {"name": "A"})
    assert api.get("/customers")["data"] == []
    api.sandbox.faults.add(operation="create-customer", status=500, when="after")
    api.fails(500, "injected_fault", "POST", "/customers", {"name": "A"}, Idempotency_Key="k")
    assert [row["name"] for row in api.get("/customers")["data"]] == ["A"]
    replayed = api.ok("POST", "/customers", {"name": "A"}, Idempotency_Key="k")
    assert api.get("/customers")["data"] == [replayed]


def test_the_response_can_be_anything(sandbox: Sandbox) -> None:
    api = Api(sandbox)
    sandbox.faults.add(status=429)
    limited = api.call("GET", "/me")
    assert (limited.json()["error"]["code"], limited.headers["retry-after"]) == ("rate_limited", "1")
    sandbox.faults.add(status=409, code="slug_taken", operation="create-customer")
    api.fails(409, "slug_taken", "POST", "/customers", {"name": "A"})
    sandbox.faults.add(status=429, headers={"Retry-After": "3600"})
    assert api.call("GET", "/me").headers["retry-after"] == "3600"


def test_drop_delay_and_truncate_are_passed_to_the_transport(sandbox: Sandbox) -> None:
    api = Api(sandbox)
    sandbox.faults.add(drop=True, operation="create-customer")
    assert api.call("POST", "/customers", {"name": "A"}).drop
    assert api.get("/customers")["data"] == []
    sandbox.faults.add(delay=1.5, truncate=10)
    response = api.call("GET", "/customers")
    assert (response.delay, response.truncate, response.status) == (1.5, 10, 200)


def test_a_probability_is_drawn_the_same_way_every_time(api: Api) -> None:
    def draw() -> list[int]:
        api.sandbox.faults.clear()
        api.sandbox.faults.add(status=500, times=None, probability=0.5)
        return statuses(api, 40)

    first = draw()
    assert first == draw()
    assert 5 < first.count(500) < 35


def test_a_misspelt_or_mistyped_fault_is_rejected(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="statos"):
        sandbox.faults.add(statos=500)
    with pytest.raises(ValueError, match=r"\$\.when"):
        sandbox.faults.add(when="later")


WRONG = [
    ({"status": 99}, "status"),
    ({"status": 199}, "status"),
    ({"status": 1000}, "status"),
    ({"truncate": -5}, "truncate"),
    ({"delay": -1.0}, "delay"),
    ({"delay": 1e9}, "delay"),
    ({"probability": 7.0}, "probability"),
    ({"probability": -0.1}, "probability"),
    ({"times": -1}, "times"),
    ({"times": 0}, "times"),
    ({"skip": -1}, "skip"),
    ({"operation": "create-costumer"}, "create-customer"),
    ({"method": "get"}, "GET"),
    ({"method": "FETCH"}, "GET"),
]


@pytest.mark.parametrize(("fields", "word"), WRONG)
def test_a_fault_that_could_never_strike_is_rejected(sandbox: Sandbox, fields: dict[str, Any], word: str) -> None:
    for add in (lambda: sandbox.faults.add(**fields), lambda: sandbox.faults.add(Fault(**fields))):
        with pytest.raises(ValueError, match=word) as refused:
            add()
        assert str(refused.value).endswith(".")
        assert not str(refused.value).endswith("..")
    assert sandbox.faults.pending() == []


def test_a_refusal_that_quotes_a_line_break_is_one_line(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="unknown field") as refused:
        sandbox.faults.add(**{"a\nb": 1})
    assert str(refused.value).isprintable()


def test_nan_and_infinity_are_rejected(sandbox: Sandbox) -> None:
    for fields in ({"delay": math.nan}, {"delay": math.inf}, {"probability": math.nan}):
        with pytest.raises(ValueError, match=r"delay|probability"):
            sandbox.faults.add(**fields)


@pytest.mark.parametrize("status", [204, 304])
def test_a_status_without_a_body_is_sent_without_one(sandbox: Sandbox, status: int) -> None:
    sandbox.faults.add(status=status, body="words", times=2)
    assert sandbox.handle(Request("GET", "/api/v1/health")).body == b""
    with sandbox.serve() as url:
        answer = httpx.get(f"{url}/api/v1/health", trust_env=False)
    assert (answer.status_code, answer.content) == (status, b"")


def test_a_fault_is_a_value() -> None:
    assert Fault(status=500) == Fault(status=500)
