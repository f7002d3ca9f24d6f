"""Every operation of the contract over a real socket: the request that is sent, the model that is returned."""

import json
from pathlib import Path
from typing import Any

import pytest
from pivotal_runtime.base_models import Model
from pivotal_runtime.operations import Operation

from scripts.contract import operations
from scripts.project import GENERATED
from tests.support.calls import KINDS, METHODS, OPERATIONS, TOKEN, Kind, invoke
from tests.support.instances import DOCUMENT, full, resolved
from tests.support.scripted import ScriptedServer, reply

CONTRACT = {operation["operationId"]: (path, verb.upper(), operation) for path, verb, operation in operations(DOCUMENT)}


def success(operation: Operation[Any]) -> tuple[int, Any]:
    """Return the documented status of a success, and a full instance of its content."""
    _, _, raw = CONTRACT[operation.id]
    status = next(status for status in raw["responses"] if status.startswith("2"))
    return int(status), full(raw["responses"][status]["content"]["application/json"]["schema"])


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
    assert (request.method, request.path) == (operation.method, operation.path.split("{")[0] + _rest(operation.path))
    assert request.headers.get("authorization") == (None if operation.id == "get-health" else f"Bearer {TOKEN}")
    assert request.headers["accept"] == "application/json"
    assert (request.headers.get("content-type") == "application/json") == ("requestBody" in CONTRACT[operation.id][2])
    if isinstance(result, Model):
        assert result.to_dict() == body
        assert result.response.status == status
    else:
        assert [row.to_dict() for row in result.data] == body["data"]
        assert result.response.status == status


def _rest(path: str) -> str:
    return "42" + path.split("}")[1] if "}" in path else ""


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_any_2xx_is_a_success(loopback: ScriptedServer, operation: Operation[Any]) -> None:
    method, arguments = METHODS[operation.id]
    for status in (200, 201, 202, 299):
        loopback.play(reply(status, success(operation)[1]))
        invoke("sync", loopback.url, method, *[42] * len(operation.owners), **arguments)


def test_the_symbol_map_covers_every_operation_and_every_field_of_the_contract() -> None:
    symbols: dict[str, list[str]] = json.loads((Path(GENERATED) / "symbols.json").read_text("utf-8"))
    for path, verb, operation in operations(DOCUMENT):
        pointer = f"/paths/{path.replace('/', '~1')}/{verb}"
        assert symbols[pointer] == [METHODS[operation["operationId"]][0]]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        for field in resolved(body)["properties"] if body else []:
            assert any(name.endswith(f"({field}=)") for name in symbols[f"{body['$ref'][1:]}/properties/{field}"])
