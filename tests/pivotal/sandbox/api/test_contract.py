"""The sandbox against spec/openapi.yaml, which it doesn't read: routes, fields, defaults, filters."""

import re
from typing import Any

import pytest
from pivotal.sandbox import Response, Sandbox
from pivotal.sandbox._api.api import default_api

from tests.pivotal.sandbox import contract
from tests.pivotal.sandbox.support import Api

OPERATIONS = {operation_id: (method, path) for operation_id, method, path in contract.operations()}


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """Follow a $ref."""
    while "$ref" in node:
        section, name = node["$ref"].split("/")[-2:]
        node = contract.spec()["components"][section][name]
    return node


def creations() -> list[tuple[str, dict[str, Any]]]:
    """Return the path and the body's schema of each operation that creates something, alone or below customer 1."""
    found: list[tuple[str, dict[str, Any]]] = []
    for method, path in OPERATIONS.values():
        operation = contract.spec()["paths"][path][method.lower()]
        content = resolve(operation.get("requestBody", {})).get("content", {})
        filled = re.sub(r"/customers/\{\w+\}", "/customers/1", path.removeprefix("/api/v1"))
        if method == "POST" and "{" not in filled and "application/json" in content:
            schema = resolve(content["application/json"]["schema"])
            # A workspace with one customer has nothing else that a body could refer to.
            if not any(name.endswith("_id") and name != "customer_id" for name in schema.get("required", [])):
                found.append((filled, schema))
    return found


def test_routes_are_those_of_the_contract() -> None:
    for operation_id, (method, path) in OPERATIONS.items():
        match = default_api().router.find(method, re.sub(r"\{\w+\}", "1", path))
        assert (match.route.id, match.route.path) == (operation_id, path)
        success = contract.spec()["paths"][path][method.lower()]["responses"]
        assert str(match.route.success) in success


SAMPLES = {"string": "a@b.co", "integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}


def required_values(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a value for each property that a body must have; an id is that of the one customer."""
    parts = {name: resolve(schema["properties"][name]) for name in schema.get("required", [])}
    return {
        name: "1" if name == "customer_id" else part["enum"][0] if "enum" in part else SAMPLES[part["type"]]
        for name, part in parts.items()
    }


def call_alone(path: str, body: dict[str, Any]) -> Response:
    """Create something in a workspace with one customer."""
    api = Api(Sandbox(rate_limit=None))
    api.customer()
    return api.call("POST", path, body)


@pytest.mark.parametrize(("path", "schema"), creations())
def test_a_creation_requires_what_the_contract_requires(path: str, schema: dict[str, Any]) -> None:
    body = required_values(schema)
    assert call_alone(path, body).status in (200, 201)
    for name in body:
        error = call_alone(path, {other: value for other, value in body.items() if other != name}).json()["error"]
        assert (error["code"], error["field"]) == ("missing_field", name)


@pytest.mark.parametrize(("path", "schema"), creations())
def test_null_is_accepted_where_the_contract_allows_it(path: str, schema: dict[str, Any]) -> None:
    for name, part in schema["properties"].items():
        status = call_alone(path, {**required_values(schema), name: None}).status
        assert (status in (200, 201)) == ("null" in str(part)), name


@pytest.mark.parametrize("limit", ["1", "9", "10", "99", "100", "101", "0", "00", "007", "0100", "-1", "1.0", "", "1x"])
def test_a_limit_is_accepted_if_the_decision_allows_it(api: Api, limit: str) -> None:
    parameters = contract.spec()["paths"]["/api/v1/customers"]["get"]["parameters"]
    (pattern,) = (parameter["schema"]["pattern"] for parameter in parameters if parameter["name"] == "limit")
    accepted = re.search(pattern, limit) is not None
    assert api.call("GET", f"/customers?limit={limit}").status == (200 if accepted else 400)
