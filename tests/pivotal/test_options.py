"""Options of a client, of a copy and of one call; and calls of operations outside the contract."""

import re
from typing import Any

import pytest
from pivotal import RetryPolicy, Timeout, errors, stable_key
from pivotal.errors import APITimeoutError, InvalidArgumentError

from tests.support.flavors import Flavor
from tests.support.samples import HEALTH, customer, page
from tests.support.scripted import Answer, ScriptedServer, reply

OK = reply(body=customer(), keep=True)


def create(**options: Any) -> Any:
    return lambda api: api.customers.create(name="Aurora", options=options)


def test_headers_query_and_body_are_added_together(flavor: Flavor) -> None:
    options = {"headers": {"x-call": "3", "X-Team": "call"}, "extra_query": {"b": 2}, "extra_body": {"tier": 2}}
    copied = {"headers": {"X-Copy": "2"}, "extra_query": {"a": 1}, "extra_body": {"region": "eu"}}
    with ScriptedServer(OK) as server:
        flavor.call(
            server.url,
            lambda api: create(**options)(api.with_options(**copied)),
            headers={"X-Client": "1", "X-Team": "a"},
        )
    sent = server.requests[0]
    names = ("x-client", "x-copy", "x-call", "x-team")
    assert [sent.headers[name] for name in names] == ["1", "2", "3", "call"]
    assert sent.target == "/api/v1/customers?a=1&b=2"
    assert sent.json() == {"name": "Aurora", "region": "eu", "tier": 2}


def test_the_options_of_a_call_override_those_of_a_copy(flavor: Flavor) -> None:
    with ScriptedServer(reply(500)) as server:
        for options, attempts in (({}, 3), ({"max_retries": 0}, 1), ({"max_retries": 4}, 5)):
            with pytest.raises(errors.ServerError) as caught:
                flavor.call(server.url, lambda api, options=options: api.customers.get(1, options=options))
            assert caught.value.attempts == attempts
        with pytest.raises(errors.ServerError) as caught:
            flavor.call(
                server.url, lambda api: api.with_options(max_retries=0).customers.get(1, options={"max_retries": 1})
            )
    assert caught.value.attempts == 2


def test_a_copy_leaves_the_original_unchanged(flavor: Flavor) -> None:
    def call(api: Any) -> Any:
        before = api._settings
        api.with_options(headers={"X-Copy": "1"}, max_retries=9).with_options(timeout=1)
        assert api._settings is before
        return api.customers.get(1)

    with ScriptedServer(OK) as server:
        flavor.call(server.url, call)
    assert "x-copy" not in server.requests[0].headers


@pytest.mark.parametrize("timeout", [0.1, Timeout(read=0.1), Timeout(1, 0.1, 1, 1)], ids=str)
def test_timeouts_of_client_copy_and_call(flavor: Flavor, timeout: Any) -> None:
    with ScriptedServer(Answer((9.0,))) as server:
        for do, options in (
            (lambda api: api.health(), {"timeout": timeout}),
            (lambda api: api.with_options(timeout=timeout).health(), {}),
            (lambda api: api.health(options={"timeout": timeout}), {"timeout": 20}),
        ):
            with pytest.raises(APITimeoutError, match="read timeout"):
                flavor.call(server.url, do, max_retries=0, retries=None, **options)


def test_no_timeout_at_all(flavor: Flavor) -> None:
    with ScriptedServer(Answer((0.2, *reply(body=HEALTH).parts))) as server:
        assert flavor.call(server.url, lambda api: api.health(), timeout=None).status == "ok"


BAD_TIMEOUTS = [-1, 0, "5", True, (1, 2), float("nan"), Timeout(read=-1), object()]


@pytest.mark.parametrize("timeout", BAD_TIMEOUTS, ids=lambda timeout: f"{type(timeout).__name__}-{str(timeout)[:3]}")
def test_an_invalid_timeout_is_refused(flavor: Flavor, timeout: Any) -> None:
    with ScriptedServer(OK) as server:
        with pytest.raises(InvalidArgumentError, match="timeout"):
            flavor.call(server.url, lambda api: api.customers.get(1), timeout=timeout)
        with pytest.raises(InvalidArgumentError, match="timeout"):
            flavor.call(server.url, lambda api: api.customers.get(1, options={"timeout": timeout}))
    assert server.connections == 0


@pytest.mark.parametrize("name", ["retries", "timeuot", "json"])
def test_an_option_that_does_not_exist_is_refused(flavor: Flavor, name: str) -> None:
    with ScriptedServer(OK) as server:
        with pytest.raises(InvalidArgumentError, match=name):
            flavor.call(server.url, lambda api: api.customers.get(1, options={name: 1}))
        with pytest.raises(InvalidArgumentError, match=name):
            flavor.call(server.url, lambda api: api.with_options(**{name: 1}).customers.get(1))
    assert server.connections == 0


def test_the_extra_body_of_a_copy_is_for_calls_with_a_body(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=page(range(1)))) as server:
        flavor.call(server.url, lambda api: api.with_options(extra_body={"a": 1}).customers.list().to_list())
    assert server.requests[0].body == b""


def test_the_extra_body_of_a_copy_outlives_a_call_without_a_body(flavor: Flavor) -> None:
    def run(api: Any) -> Any:
        api.customers.get(1)
        return api.customers.create(name="x")

    async def run_async(api: Any) -> Any:
        await api.customers.get(1)
        return await api.customers.create(name="x")

    do = run if flavor.name == "sync" else run_async
    with ScriptedServer(OK) as server:
        flavor.call(server.url, lambda api: do(api.with_options(extra_body={"a": 1})))
    assert (server.requests[0].body, server.requests[1].json()) == (b"", {"name": "x", "a": 1})


BAD_HEADERS = [{"X-A": "a\r\nX-B: b"}, {"X-A": "é"}, {"X A": "a"}, {"X-A:": "a"}, {"": "a"}, {"X-A": " a"}, {"X-A": 1}]


@pytest.mark.parametrize("headers", BAD_HEADERS, ids=repr)
def test_a_header_that_http_can_t_carry_is_refused(flavor: Flavor, headers: Any) -> None:
    with ScriptedServer(OK) as server, pytest.raises(InvalidArgumentError):
        flavor.call(server.url, lambda api: api.customers.get(1, options={"headers": headers}))
    assert server.connections == 0


@pytest.mark.parametrize("name", ["Authorization", "Connection", "content-length", "HOST", "Transfer-Encoding"])
def test_a_header_that_the_client_sets_itself_is_refused(flavor: Flavor, name: str) -> None:
    options = {"headers": {name: "5"}}
    with ScriptedServer(OK) as server:
        for do, client in (
            (lambda api: api.customers.get(1), options),
            (lambda api: api.with_options(**options).customers.get(1), {}),
            (lambda api: api.customers.get(1, options=options), {}),
            (lambda api: api.request("GET", "/api/v1/customers", headers={name: "5"}), {}),
        ):
            with pytest.raises(InvalidArgumentError, match=f"{name}: the client sets this header itself"):
                flavor.call(server.url, do, **client)
    assert server.connections == 0


KEYS = {
    "argument": lambda api: api.customers.create(name="x", idempotency_key="k"),
    "option": lambda api: api.customers.create(name="x", options={"idempotency_key": "k"}),
    "argument over option": lambda api: api.customers.create(
        name="x", idempotency_key="k", options={"idempotency_key": "other"}
    ),
    "header": lambda api: api.customers.create(name="x", options={"headers": {"idempotency-KEY": "k"}}),
    "copy": lambda api: api.with_options(idempotency_key="k").customers.create(name="x"),
    "request": lambda api: api.request("POST", "/api/v1/customers", options={"idempotency_key": "k"}),
}


@pytest.mark.parametrize("way", KEYS)
def test_own_idempotency_keys(flavor: Flavor, way: str) -> None:
    with ScriptedServer(OK) as server:
        flavor.call(server.url, KEYS[way])
    assert server.requests[0].headers["idempotency-key"] == "k"


def test_a_generated_key_is_new_for_every_call(flavor: Flavor) -> None:
    with ScriptedServer(OK) as server:
        for _ in range(3):
            flavor.call(server.url, create())
    keys = {request.headers["idempotency-key"] for request in server.requests}
    assert len(keys) == 3 and all(re.fullmatch(r"[0-9a-f-]{36}", key) for key in keys)


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_other_methods_carry_no_key(flavor: Flavor, method: str) -> None:
    with ScriptedServer(OK) as server:
        flavor.call(server.url, lambda api: api.request(method, "/api/v1/customers", options={"idempotency_key": "k"}))
    assert "idempotency-key" not in server.requests[0].headers


@pytest.mark.parametrize("key", ["", "é", "a\nb", "x" * 256, "é" * 128, 5, b"k", " k"], ids=repr)
@pytest.mark.parametrize("way", ["argument", "option"])
def test_a_key_that_the_api_rejects_is_refused(flavor: Flavor, key: Any, way: str) -> None:
    def call(api: Any) -> Any:
        if way == "argument":
            return api.customers.create(name="x", idempotency_key=key)
        return api.customers.create(name="x", options={"idempotency_key": key})

    with ScriptedServer(OK) as server, pytest.raises(InvalidArgumentError):
        flavor.call(server.url, call)
    assert server.connections == 0


def test_255_bytes_are_enough(flavor: Flavor) -> None:
    with ScriptedServer(OK) as server:
        flavor.call(server.url, lambda api: api.customers.create(name="x", idempotency_key="k" * 255))
    assert server.requests[0].headers["idempotency-key"] == "k" * 255


def test_stable_keys() -> None:
    assert stable_key("customer", 8842) == stable_key("customer", 8842)
    different = [("customer", 8842), ("customer", "8842"), ("customer8842",), ("customer", 88, 42), ("contact", 8842)]
    assert len({stable_key(*parts) for parts in different}) == len(different)  # type: ignore[arg-type]
    for first in ("é" * 300, "a\nb", "x" * 1000, "", "emoji 🎉"):
        key = stable_key(first)
        assert key.isascii() and key.isprintable() and 0 < len(key) <= 255


def test_request_calls_operations_outside_the_contract(flavor: Flavor) -> None:
    with ScriptedServer(reply(500), reply(200, {"count": 3}, {"X-Extra": "1"})) as server:
        response = flavor.call(
            server.url,
            lambda api: api.request("get", "/api/v1/customers/count", query={"status": "active", "x": None}),
        )
    assert (response.status, response.json(), response.attempts, response.headers["x-extra"]) == (
        200,
        {"count": 3},
        2,
        "1",
    )
    assert response.content == b'{"count": 3}'
    assert [request.target for request in server.requests] == ["/api/v1/customers/count?status=active"] * 2


def test_request_posts_with_a_key_and_the_same_policy(flavor: Flavor) -> None:
    with ScriptedServer(reply(500)) as server, pytest.raises(errors.ServerError) as caught:
        flavor.call(
            server.url, lambda api: api.request("POST", "/api/v1/things", body={"a": None}, headers={"X-A": "1"})
        )
    assert len({request.headers["idempotency-key"] for request in server.requests}) == 1
    assert (caught.value.attempts, server.requests[0].json(), server.requests[0].headers["x-a"]) == (
        3,
        {"a": None},
        "1",
    )


PATHS = ["", "api", "https://evil.example/", "//evil.example/", "/a?b=1", "/a#b", "/a b", "/a\\b", "/{id}", "/a/../b"]
PATHS += ["/..", "/.", "/a/./b", "/%2e%2e/a", "/a/%2E/b", "/a\nb", "/a\tb", "/\r\nX: y", "/\0", None, 5]
PATHS += ["/\ud800", "/a\x80b", "/a\u2028b"]


@pytest.mark.parametrize("path", PATHS, ids=ascii)
def test_a_path_that_leads_elsewhere_is_refused(flavor: Flavor, path: Any) -> None:
    with ScriptedServer(OK) as server, pytest.raises(InvalidArgumentError):
        flavor.call(server.url, lambda api: api.request("GET", path))
    assert server.connections == 0


@pytest.mark.parametrize("method", ["", "GET ", "GET /evil", "G\r\nX", "GÉT", "12", None, "CONNECT", "trace"], ids=repr)
def test_an_invalid_method_is_refused(flavor: Flavor, method: Any) -> None:
    with ScriptedServer(OK) as server, pytest.raises(InvalidArgumentError):
        flavor.call(server.url, lambda api: api.request(method, "/api/v1/customers"))
    assert server.connections == 0


def test_retries_replaces_max_retries(flavor: Flavor) -> None:
    with ScriptedServer(reply(500)) as server, pytest.raises(errors.ServerError):
        flavor.call(server.url, lambda api: api.customers.get(1), max_retries=9, retries=RetryPolicy(1, backoff=0))
    assert len(server.requests) == 2


@pytest.mark.parametrize("group", ["query", "headers", "body"])
@pytest.mark.parametrize("fields", [[1], [("a", "b")], "a=b", {1: 2}, 5], ids=repr)
def test_request_takes_names_with_values(flavor: Flavor, group: str, fields: Any) -> None:
    with ScriptedServer(OK) as server, pytest.raises(InvalidArgumentError, match=f"^{group}: "):
        flavor.call(server.url, lambda api: api.request("POST", "/api/v1/customers", **{group: fields}))
    assert server.connections == 0
