"""The sandbox against spec/openapi.yaml, which it doesn't read: routes, fields, defaults, filters."""

import re
from typing import Any

import pytest
from pivotal.sandbox import Response, Sandbox
from pivotal.sandbox._api.api import default_api
from pivotal.sandbox._api.fields import DEFAULTS, FIELD_RULES
from pivotal.sandbox._api.handlers import HANDLERS

from tests.pivotal.sandbox import contract
from tests.pivotal.sandbox.support import Api

OPERATIONS = {operation_id: (method, path) for operation_id, method, path in contract.operations()}


def create_paths() -> list[tuple[str, str]]:
    """Return each operation that creates something, with its path for the parent 1."""
    return [
        (operation_id, re.sub(r"\{\w+\}", "1", path.removeprefix("/api/v1")))
        for operation_id, (method, path) in OPERATIONS.items()
        if method == "POST"
    ]


def body_schema(operation_id: str) -> dict[str, Any]:
    """Return the schema of an operation's body."""
    method, path = OPERATIONS[operation_id]
    body = contract.spec()["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]["schema"]
    schema: dict[str, Any] = contract.spec()["components"]["schemas"][body["$ref"].rsplit("/", 1)[-1]]
    return schema


def test_routes_are_those_of_the_contract() -> None:
    for operation_id, (method, path) in OPERATIONS.items():
        match = default_api().router.find(method, re.sub(r"\{\w+\}", "1", path))
        assert (match.route.id, match.route.path) == (operation_id, path)
        success = contract.spec()["paths"][path][method.lower()]["responses"]
        assert str(match.route.success) in success


def test_no_row_written_by_hand_is_stale() -> None:
    assert default_api().stale == ()


def test_a_rule_is_written_only_for_what_the_contract_does_not_say() -> None:
    assert set(HANDLERS) == {"get-me", "get-health"}
    assert all(rule.reason for rule in FIELD_RULES.values())
    assert list(DEFAULTS) == [("customer", "status")]


SAMPLES = {"string": "a@b.co", "integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}


def required_values(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a value for each property that a body must have; an id is that of the one customer."""
    kinds = {name: schema["properties"][name].get("type", "object") for name in schema.get("required", [])}
    return {name: "1" if name == "customer_id" else SAMPLES[kind] for name, kind in kinds.items()}


def call_alone(path: str, body: dict[str, Any]) -> Response:
    """Create something in a workspace with one customer."""
    api = Api(Sandbox(rate_limit=None))
    api.customer()
    return api.call("POST", path, body)


@pytest.mark.parametrize(("operation_id", "path"), create_paths())
def test_a_creation_requires_what_the_contract_requires(operation_id: str, path: str) -> None:
    body = required_values(body_schema(operation_id))
    assert call_alone(path, body).status == 201
    for name in body:
        error = call_alone(path, {other: value for other, value in body.items() if other != name}).json()["error"]
        assert (error["code"], error["field"]) == ("missing_field", name)


@pytest.mark.parametrize(("operation_id", "path"), create_paths())
def test_null_is_accepted_where_the_contract_allows_it(operation_id: str, path: str) -> None:
    schema = body_schema(operation_id)
    for name, part in schema["properties"].items():
        status = call_alone(path, {**required_values(schema), name: None}).status
        assert status == (201 if "null" in str(part) else 400), name


@pytest.mark.parametrize("limit", ["1", "9", "10", "99", "100", "101", "0", "00", "007", "0100", "-1", "1.0", "", "1x"])
def test_a_limit_is_accepted_if_the_decision_allows_it(api: Api, limit: str) -> None:
    parameters = contract.spec()["paths"]["/api/v1/customers"]["get"]["parameters"]
    (pattern,) = (parameter["schema"]["pattern"] for parameter in parameters if parameter["name"] == "limit")
    accepted = re.search(pattern, limit) is not None
    assert api.call("GET", f"/customers?limit={limit}").status == (200 if accepted else 400)
