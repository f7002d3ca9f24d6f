"""Invalid options are refused with one sentence, wherever they are set, and nothing is sent."""

from typing import Any

import pytest
from pivotal import AsyncPivotalApi, Hooks, PivotalApi, RetryPolicy
from pivotal.errors import InvalidArgumentError
from pivotal.sandbox import Sandbox

from tests.support.flavors import Flavor
from tests.support.samples import KEY, customer
from tests.support.scripted import ScriptedServer, reply

OK = reply(body=customer(), keep=True)
CLIENTS = [PivotalApi, AsyncPivotalApi]


def refused(kind: Any, **options: Any) -> str:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, base_url="http://127.0.0.1:1", **options)
    return str(caught.value)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("retries", [0, 3, False, "3", RetryPolicy], ids=repr)
def test_a_number_is_not_a_retry_policy(kind: Any, retries: Any) -> None:
    assert "pass a RetryPolicy, or the number of retries as max_retries=" in refused(kind, retries=retries)


PATIENCE = [
    {field: value}
    for field in ("max_retries", "backoff", "backoff_cap", "retry_after_cap")
    for value in (-1, "1", None, True, float("nan"), *((float("inf"), 1e7, 10**400) if field != "max_retries" else ()))
]


@pytest.mark.parametrize("fields", [*PATIENCE, {"max_retries": 1.5}], ids=repr)
def test_a_policy_takes_numbers(fields: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=next(iter(fields))):
        RetryPolicy(**fields)


@pytest.mark.parametrize("url", [5, ["http://127.0.0.1:1"], b"http://127.0.0.1:1"], ids=repr)
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_base_url_is_a_string(kind: Any, url: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, base_url=url)
    assert str(caught.value) == (f"base_url: got {type(url).__name__}; pass a URL such as https://my.pivotal.app.")


@pytest.mark.parametrize("sandbox", ["no", 1, object, Sandbox], ids=repr)
@pytest.mark.parametrize("kind", CLIENTS)
def test_sandbox_takes_a_sandbox_or_true(kind: Any, sandbox: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^sandbox: got .*; pass a Sandbox, or True for a new one\.$"):
        kind(sandbox=sandbox)


HOOKS = {"class": [Hooks], "other": ["log"], "no list": Hooks(), "text": "log", "none": None}


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("way", HOOKS)
def test_hooks_are_instances_in_a_list(kind: Any, way: str) -> None:
    assert refused(kind, hooks=HOOKS[way]).startswith("hooks: got ")


def test_a_hooks_class_is_named_as_a_class() -> None:
    assert refused(PivotalApi, hooks=[Hooks]) == "hooks: got the class Hooks in the list; pass instances of Hooks."


BAD: list[dict[str, Any]] = [
    *({"max_retries": value} for value in (-1, True, 1.0, "2", None)),
    *({"deadline": value} for value in (0, -1, True, "5", float("nan"), float("inf"), 1e7, 10**400)),
    *({"headers": value} for value in ([("a", "b")], "a: b", 5, {5: "a"}, {"a": 5})),
]
BAD_ON_CALLS: list[dict[str, Any]] = [
    *({name: value} for name in ("extra_query", "extra_body") for value in ([1], "a=b", None, {1: 2})),
    {"headers": None},
    {"idempotency_key": ""},
    {"timeout": "5"},
    {"timeuot": 5},
]


@pytest.mark.parametrize("options", BAD, ids=repr)
def test_a_client_refuses(options: dict[str, Any]) -> None:
    for kind in CLIENTS:
        assert next(iter(options)) in refused(kind, **options) or "header" in refused(kind, **options)


@pytest.mark.parametrize("options", [*BAD, *BAD_ON_CALLS], ids=repr)
def test_a_copy_refuses_at_once(options: dict[str, Any]) -> None:
    for kind in CLIENTS:
        with pytest.raises(InvalidArgumentError):
            kind(api_key=KEY, base_url="http://127.0.0.1:1").with_options(**options)


@pytest.mark.parametrize("options", [*BAD, *BAD_ON_CALLS, 5, [1], "x"], ids=repr)
def test_a_call_refuses_and_sends_nothing(flavor: Flavor, options: Any) -> None:
    with ScriptedServer(OK) as server, pytest.raises(InvalidArgumentError):
        flavor.call(server.url, lambda api: api.customers.create(name="x", options=options))
    assert server.connections == 0


GOOD: list[dict[str, Any]] = [{}, {"max_retries": 0}, {"deadline": None}, {"deadline": 9}, {"headers": {"X-A": "b"}}]


@pytest.mark.parametrize("options", GOOD, ids=repr)
def test_valid_options_are_used(flavor: Flavor, options: dict[str, Any]) -> None:
    with ScriptedServer(OK) as server:
        flavor.call(server.url, lambda api: api.customers.get(1, options=options), **options)
        flavor.call(server.url, lambda api: api.with_options(**options).customers.get(1))
    assert len(server.requests) == 2
