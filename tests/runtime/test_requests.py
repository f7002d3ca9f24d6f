"""Bodies, query parameters and headers, as a real server receives them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from pivotal_api import UNSET, models
from pivotal_runtime.errors import InvalidArgumentError

from tests.support.calls import KINDS, TOKEN, Kind, invoke
from tests.support.instances import SCHEMAS, full
from tests.support.scripted import ScriptedServer, reply

ANSWERS = {
    "customers": full(SCHEMAS["Customer"]),
    "contacts": full(SCHEMAS["Contact"]),
    "onboardings": full(SCHEMAS["Onboarding"]),
}
EMPTY_LIST = {"object": "list", "data": [], "has_more": False, "next_cursor": None}


def body_of(loopback: ScriptedServer, kind: Kind, method: str, *ids: Any, **arguments: Any) -> Any:
    loopback.play(reply(200, ANSWERS[method.split(".")[0]]))
    invoke(kind, loopback.url, method, *ids, **arguments)
    return loopback.requests[-1].json()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("method", "arguments", "body"),
    [
        ("customers.update", {}, {}),
        ("customers.update", {"plan": None}, {"plan": None}),
        ("customers.update", {"plan": UNSET, "mrr": 0, "slug": ""}, {"mrr": 0, "slug": ""}),
        ("customers.update", {"metadata": {"a": {"b": [1, None]}}}, {"metadata": {"a": {"b": [1, None]}}}),
        ("customers.update", {"metadata": MappingProxyType({"a": 1})}, {"metadata": {"a": 1}}),
        ("customers.update", {"options": {"extra_body": {"new": None}}}, {"new": None}),
        ("contacts.update", {"labels": []}, {"labels": []}),
        ("contacts.update", {"labels": ("a", "b"), "is_primary": False}, {"labels": ["a", "b"], "is_primary": False}),
        ("onboardings.update", {"phase": "launch"}, {"phase": "launch"}),
        ("onboardings.update", {"phase": models.Phase.LAUNCH}, {"phase": "launch"}),
        ("onboardings.update", {"state": models.State("later")}, {"state": "later"}),
        ("onboardings.update", {"started_at": "2026-01-02T03:04:05Z"}, {"started_at": "2026-01-02T03:04:05Z"}),
        (
            "onboardings.update",
            {"started_at": datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2)))},
            {"started_at": "2026-01-02T01:00:00Z"},
        ),
        ("onboardings.update", {"completed_at": None, "notes": "é\n"}, {"completed_at": None, "notes": "é\n"}),
    ],
)
def test_omitted_is_not_sent_and_none_is_null(
    loopback: ScriptedServer, kind: Kind, method: str, arguments: dict[str, Any], body: Any
) -> None:
    assert body_of(loopback, kind, method, 1, **arguments) == body


AURORA = models.Customer.from_dict({**ANSWERS["customers"], "id": "cl9"})


@pytest.mark.parametrize(("customer", "sent"), [(42, "42"), ("42", "42"), ("cl9", "cl9"), (AURORA, "cl9")])
def test_a_reference_in_a_body_is_an_id(loopback: ScriptedServer, customer: Any, sent: str) -> None:
    assert body_of(loopback, "sync", "onboardings.create", customer_id=customer) == {"customer_id": sent}


CIRCLE: dict[str, Any] = {}
CIRCLE["self"] = CIRCLE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mrr", float("nan")), ("mrr", float("inf")), ("name", "\ud800"), ("plan", object()), ("metadata", CIRCLE),
        ("metadata", {(1, 2): 3}), ("metadata", {"a": UNSET}), ("metadata", {"a": {"b": [float("nan")]}}),
        ("metadata", {"a": float("-inf")}), ("metadata", {"when": datetime(2026, 1, 2)}), ("plan", (x for x in "ab")),
    ],
)  # fmt: skip
def test_a_value_without_a_json_form_is_refused_by_name(
    loopback: ScriptedServer, kind: Kind, field: str, value: Any
) -> None:
    with pytest.raises(InvalidArgumentError, match=f"^{field}: "):
        invoke(kind, loopback.url, "customers.update", 1, **{field: value})
    with pytest.raises(InvalidArgumentError, match=f"^{field}: "):
        invoke(kind, loopback.url, "meta.me", options={"extra_body": {field: value}})
    assert loopback.requests == []


def test_a_time_without_zone_is_refused(loopback: ScriptedServer) -> None:
    for method, arguments in (
        ("onboardings.list", {"cursor": datetime(2026, 1, 2)}),
        ("customers.list", {"cursor": datetime(2026, 1, 2)}),
    ):
        with pytest.raises(InvalidArgumentError, match="no time zone"):
            invoke("sync", loopback.url, method, **arguments)
    with pytest.raises(InvalidArgumentError, match=r"started_at: .* no time zone"):
        invoke("sync", loopback.url, "onboardings.update", 1, started_at=datetime(2026, 1, 2))
    assert loopback.requests == []


class Index:
    """An integer as numpy has it."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        ({}, [("limit", "100")]),
        ({"page_size": 1}, [("limit", "1")]),
        ({"page_size": Index(5)}, [("limit", "5")]),
        ({"page_size": 5, "state": "later"}, [("limit", "5"), ("state", "later")]),
        ({"phase": models.Phase.LAUNCH}, [("limit", "100"), ("phase", "launch")]),
        ({"customer_id": 7}, [("limit", "100"), ("customer_id", "7")]),
        ({"customer_id": "a&b=c d/é"}, [("limit", "100"), ("customer_id", "a&b=c d/é")]),
        ({"cursor": "2026-01-02T03:04:05+02:00"}, [("limit", "100"), ("cursor", "2026-01-02T03:04:05+02:00")]),
        (
            {"cursor": datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=timezone(timedelta(hours=2)))},
            [("limit", "100"), ("cursor", "2026-01-02T01:04:05.678000Z")],
        ),
        (
            {"options": {"extra_query": {"a": True, "b": [1, 2], "c": None, "d": date(2026, 1, 2), "e": 1.5}}},
            [("limit", "100"), ("a", "true"), ("b", "1"), ("b", "2"), ("d", "2026-01-02"), ("e", "1.5")],
        ),
    ],
)
def test_query_parameters(
    loopback: ScriptedServer, kind: Kind, arguments: dict[str, Any], query: list[tuple[str, str]]
) -> None:
    loopback.play(reply(200, EMPTY_LIST))
    invoke(kind, loopback.url, "onboardings.list", **arguments)
    assert loopback.requests[0].query == query


@pytest.mark.parametrize(
    "arguments",
    [
        {"page_size": 0}, {"page_size": 101}, {"page_size": -1}, {"page_size": True}, {"page_size": "many"},
        {"page_size": None}, {"page_size": float("nan")}, {"state": "\ud800"},
        {"options": {"extra_query": {"a": b"bytes"}}},
        {"options": {"extra_query": {"a": float("nan")}}}, {"options": {"extra_query": {"a": {"b": 1}}}},
        {"options": {"extra_query": {"a": Decimal("NaN")}}}, {"options": {"headers": {"x-a": "a\nb"}}},
        {"options": {"headers": {"x-a": "é"}}}, {"options": {"headers": {"a b": "c"}}},
        {"options": {"headers": {"": "c"}}}, {"options": {"headers": {"a:": "c"}}},
        {"options": {"headers": {"x-a": 5}}}, {"options": {"headers": {"x-a": None}}},
        {"options": {"headers": {"x-a": " padded "}}},
        {"options": {"timeuot": 5}}, {"options": {"timeout": -1}}, {"options": {"timeout": "5"}},
    ],
    ids=ascii,
)  # fmt: skip
@pytest.mark.parametrize("kind", KINDS)
def test_values_that_cannot_be_sent_are_refused(
    loopback: ScriptedServer, kind: Kind, arguments: dict[str, Any]
) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        invoke(kind, loopback.url, "onboardings.list", **arguments)
    assert str(caught.value).isprintable()
    assert loopback.requests == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", ["a" * 256, "é", "a\nb", " a", "a ", 5, True, ""])
def test_an_idempotency_key_that_cannot_be_sent_is_refused(loopback: ScriptedServer, kind: Kind, key: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"(?i)^idempotency.key: "):
        invoke(kind, loopback.url, "customers.create", name="Aurora", idempotency_key=key)
    assert loopback.requests == []


def test_headers_of_a_call_are_sent_with_the_key(loopback: ScriptedServer) -> None:
    loopback.play(reply(200, full(SCHEMAS["Customer"])))
    headers = {"X-Trace": "1", "User-Agent": "mine"}
    invoke("sync", loopback.url, "customers.create", name="A", idempotency_key="k" * 255, options={"headers": headers})
    received = loopback.requests[0].headers
    assert (received["x-trace"], received["user-agent"]) == ("1", "mine")
    assert received["idempotency-key"] == "k" * 255
    assert received["authorization"] == f"Bearer {TOKEN}"


def test_times_in_models_are_aware(loopback: ScriptedServer) -> None:
    loopback.play(reply(200, {**full(SCHEMAS["Customer"]), "created_at": "2026-01-02T03:04:05Z"}))
    assert invoke("sync", loopback.url, "customers.get", 1).created_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
