"""Every operation of the contract over a real socket: the request that is sent, the model that is returned."""

import re
from typing import Any

import pytest
from pivotal_runtime.base_models import Model
from pivotal_runtime.operations import Operation
from pivotal_runtime.pages import AsyncPage, Page

from scripts.contract import operations
from tests.support.calls import KINDS, METHODS, OPERATIONS, SYMBOLS, TOKEN, Kind, invoke
from tests.support.instances import DOCUMENT, full, resolved
from tests.support.scripted import ScriptedServer, reply

CONTRACT = {operation["operationId"]: (path, verb.upper(), operation) for path, verb, operation in operations(DOCUMENT)}


def success(operation: Operation[Any]) -> tuple[int, Any]:
    """Return the documented status of a success, and a full instance of its content; None if it has none."""
    _, _, raw = CONTRACT[operation.id]
    status = next(status for status in raw["responses"] if status.startswith("2"))
    content = raw["responses"][status].get("content")
    return int(status), full(content["application/json"]["schema"]) if content else None


def test_each_operation_of_the_contract_has_one_method() -> None:
    assert sorted(operation.id for operation in OPERATIONS) == sorted(CONTRACT) == sorted(METHODS)
    for operation in OPERATIONS:
        path, verb, _ = CONTRACT[operation.id]
        assert (operation.path, operation.method) == (path, verb)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_a_call_sends_the_documented_request(loopback: ScriptedServer, operation: Operation[Any], kind: Kind) -> None:
    status, body = success(operation)
    loopback.play(reply(status, body))
    method, arguments = METHODS[operation.id]
    ids = [42] * len(operation.owners)
    result = invoke(kind, loopback.url, method, *ids, **arguments)
    request = loopback.requests[0]
    assert len(loopback.requests) == 1
    assert (request.method, request.path) == (operation.method, re.sub(r"\{[^}]*\}", "42", operation.path))
    documented = CONTRACT[operation.id][2]
    is_open = documented.get("security", DOCUMENT["security"]) == []
    assert request.headers.get("authorization") == (None if is_open else f"Bearer {TOKEN}")
    assert request.headers["accept"] == "application/json"
    assert (request.headers.get("content-type") == "application/json") == ("requestBody" in documented)
    if isinstance(result, Model):
        assert result.to_dict() == body
        assert result.response.status == status
    elif isinstance(result, Page | AsyncPage):
        assert [row.to_dict() for row in result.data] == body["data"]
        assert result.response.status == status
    else:
        assert result == body


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_any_2xx_is_a_success(loopback: ScriptedServer, operation: Operation[Any]) -> None:
    method, arguments = METHODS[operation.id]
    for status in (200, 201, 202, 299):
        loopback.play(reply(status, success(operation)[1]))
        invoke("sync", loopback.url, method, *[42] * len(operation.owners), **arguments)


def test_the_symbol_map_covers_every_operation_and_every_field_of_the_contract() -> None:
    for path, verb, operation in operations(DOCUMENT):
        pointer = f"/paths/{path.replace('/', '~1')}/{verb}"
        assert len(SYMBOLS[pointer]) == 1
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        for field in resolved(body)["properties"] if body else []:
            names = SYMBOLS[f"{body['$ref'][1:]}/properties/{field}"]
            assert any(name.startswith(f"{SYMBOLS[pointer][0]}(") for name in names), (pointer, field)
