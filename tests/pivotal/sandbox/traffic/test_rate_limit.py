from collections.abc import Callable

import pytest
from pivotal import PivotalApi
from pivotal.sandbox import Clock, Request, Sandbox

from tests.pivotal.sandbox.support import KEY, TEST_KEY, Api

Limited = Callable[[str], Api]


@pytest.fixture
def limited(clock: Clock) -> Limited:
    sandbox = Sandbox(clock=clock, rate_limit=True)
    return lambda key: Api(sandbox, key)


@pytest.mark.parametrize(("key", "limit"), [(KEY, 60), (TEST_KEY, 30)])
def test_a_key_has_its_tiers_requests_a_minute(limited: Limited, clock: Clock, key: str, limit: int) -> None:
    api = limited(key)
    for left in reversed(range(limit)):
        headers = api.call("GET", "/me").headers
        assert headers["x-ratelimit-remaining"] == str(left)
        assert headers["x-ratelimit-limit"] == str(limit)
    rejected = api.call("GET", "/customers")
    assert (rejected.status, rejected.json()["error"]["code"]) == (429, "rate_limited")
    assert rejected.headers["retry-after"] == "60"
    assert rejected.headers["x-ratelimit-remaining"] == "0"
    assert int(rejected.headers["x-ratelimit-reset"]) == clock.now() // 1000 + 60


def test_the_window_slides(limited: Limited, clock: Clock) -> None:
    api = limited(TEST_KEY)
    for _ in range(30):
        api.get("/me")
        clock.advance(1)
    rejected = api.call("GET", "/me")
    assert (rejected.status, rejected.headers["retry-after"]) == (429, "30")
    clock.advance(30)
    api.get("/me")
    assert api.call("GET", "/me").status == 429
    clock.advance(1)
    api.get("/me")


def test_each_key_has_a_window_of_its_own_and_a_paid_one_is_larger(limited: Limited) -> None:
    test = limited(TEST_KEY)
    for _ in range(31):
        test.call("GET", "/me")
    assert limited(KEY).call("GET", "/me").headers["x-ratelimit-remaining"] == "59"
    test.sandbox.keys.register(TEST_KEY, tier="paid")
    assert test.call("GET", "/me").headers["x-ratelimit-limit"] == "600"


def test_calls_without_a_key_are_not_counted_but_have_the_headers(limited: Limited) -> None:
    sandbox = limited(KEY).sandbox
    for path in ("/api/v1/health", "/api/v1/me", "/nowhere") * 30:
        response = sandbox.handle(Request("GET", path))
        assert response.status in (200, 401, 404)
        assert response.headers["x-ratelimit-remaining"] == "60"


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("PUT", "/me")])
def test_a_404_or_405_shows_the_window_of_its_key(limited: Limited, method: str, path: str) -> None:
    api = limited(TEST_KEY)
    api.get("/me")
    raw = Request(method, f"/api/v1{path}", headers={"Authorization": f"Bearer {TEST_KEY}"})
    for _ in range(2):
        headers = api.sandbox.handle(raw).headers
        assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("30", "29")
    api.sandbox.keys.revoke(TEST_KEY)
    rejected = api.sandbox.handle(raw)
    assert rejected.status in (404, 405)
    assert rejected.headers["x-ratelimit-limit"] == "60"


def test_limits_can_be_changed_or_disabled(clock: Clock) -> None:
    small = Api(Sandbox(clock=clock, rate_limit={"default": 1}))
    assert [small.call("GET", "/me").status for _ in range(2)] == [200, 429]
    free = Api(Sandbox(clock=clock, rate_limit=None))
    responses = [free.call("GET", "/me") for _ in range(100)]
    assert {response.status for response in responses} == {200}
    assert {response.headers["x-ratelimit-remaining"] for response in responses} == {"1000000"}


def test_a_paced_client_doesnt_wait_for_a_sandbox_without_a_limit() -> None:
    with PivotalApi(sandbox=True, pacing=True, deadline=3) as client:  # a call that has to wait longer fails
        for _ in range(31):
            client.me()
