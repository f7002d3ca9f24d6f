"""Ids in paths: an invalid id is refused before anything is sent, so that it can't lead to another path."""

from typing import Any

import pytest
from pivotal_api import models
from pivotal_runtime.errors import InvalidArgumentError
from pivotal_runtime.operations import Operation

from tests.support.calls import KINDS, METHODS, OPERATIONS, Kind, invoke
from tests.support.instances import SCHEMAS, full
from tests.support.scripted import ScriptedServer, reply

WITH_ID = [operation for operation in OPERATIONS if operation.owners]


class _Number:
    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


class _Text(str):
    def __str__(self) -> str:
        return ".."


class _Array:
    def __index__(self) -> int:
        raise TypeError("only integer scalar arrays can be converted to a scalar index")


REFUSED: list[Any] = [
    "", ".", "..", "a/b", "/", "../me", "%2e%2e", "%2E", "..%2f", "a%00", "a\\b", "..\\", "a?b", "a#b", "?", "#",
    " ", "a b", " 42", "42\n", "a\tb", "\x00", "a\x1fb", "\x7f", "\x85", "\xa0", "\u2028", "\u3000", "\ud800",
    True, False, -1, -(2**63), 2**63, 10**400, 1.0, float("nan"), None, b"42", [], {}, (42,), object(), int,
    _Number(-1), _Text("a/b"), _Array(),
    models.Health(status="ok", timestamp="now"),
]  # fmt: skip


def _shown(value: Any) -> str:
    return ascii(value)[:24].replace("[", "(").replace("]", ")")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", WITH_ID, ids=lambda operation: operation.id)
def test_nothing_is_sent_for_an_invalid_id(loopback: ScriptedServer, operation: Operation[Any], kind: Kind) -> None:
    method, arguments = METHODS[operation.id]
    for value in REFUSED:
        with pytest.raises(InvalidArgumentError, match=f"^{operation.owners[0]} id: ") as caught:
            invoke(kind, loopback.url, method, value, **arguments)
        assert len(str(caught.value)) < 200, _shown(value)
        assert str(caught.value).isprintable(), _shown(value)
    assert loopback.requests == []


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        (42, "42"), (0, "0"), (2**63 - 1, "9223372036854775807"), (_Number(7), "7"), ("42", "42"), ("007", "007"),
        ("cl9bn00of0000g7l8gcq8c4xk", "cl9bn00of0000g7l8gcq8c4xk"), ("onb_123456789abcdef", "onb_123456789abcdef"),
        ("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "6f9619ff-8b86-d011-b42d-00cf4fc964ff"), ("...", "..."),
        ("a;b=c", "a%3Bb%3Dc"), ("a:b@c", "a%3Ab%40c"), ("é", "%C3%A9"), ("a+b&c", "a%2Bb%26c"),
    ],
)  # fmt: skip
def test_a_valid_id_is_one_path_segment(loopback: ScriptedServer, value: Any, segment: str) -> None:
    loopback.play(reply(200, full(SCHEMAS["Customer"])))
    invoke("sync", loopback.url, "customers.get", value)
    assert loopback.requests[0].target == f"/api/v1/customers/{segment}"


def test_a_model_stands_for_its_id_only_where_its_kind_is_expected(loopback: ScriptedServer) -> None:
    customer = models.Customer.from_dict({**full(SCHEMAS["Customer"]), "id": "cl9"})
    loopback.play(reply(200, customer.to_dict()))
    invoke("sync", loopback.url, "customers.get", customer)
    assert loopback.requests[0].target == "/api/v1/customers/cl9"
    with pytest.raises(InvalidArgumentError, match="contact id: got a customer; pass a contact"):
        invoke("sync", loopback.url, "contacts.get", customer)
    with pytest.raises(InvalidArgumentError, match="customer id: got a deleted"):
        invoke("sync", loopback.url, "customers.get", models.Deleted.from_dict(full(SCHEMAS["Deleted"])))
    onboarding = models.Onboarding.from_dict(full(SCHEMAS["Onboarding"]))
    with pytest.raises(InvalidArgumentError, match="customer id: got an onboarding; pass a customer, or its id"):
        invoke("sync", loopback.url, "customers.get", onboarding)
    evil = models.Customer.from_dict({**full(SCHEMAS["Customer"]), "id": ".."})
    with pytest.raises(InvalidArgumentError, match="can't be an id"):
        invoke("sync", loopback.url, "customers.get", evil)
    assert len(loopback.requests) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["onboardings.create", "onboardings.list"])
def test_an_id_in_a_query_or_body_is_checked_like_one_in_a_path(
    loopback: ScriptedServer, method: str, kind: Kind
) -> None:
    for value in (True, -1, 1.5, b"1", 10**400, models.Contact.from_dict(full(SCHEMAS["Contact"]))):
        with pytest.raises(InvalidArgumentError, match="customer id: "):
            invoke(kind, loopback.url, method, customer_id=value)
    assert loopback.requests == []
