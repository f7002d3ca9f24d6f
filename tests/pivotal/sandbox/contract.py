"""Checks of responses against the contract: spec/openapi.yaml plus the decisions of the sandbox.

    python -m tests.pivotal.sandbox.contract > contract.json

writes that contract for tools that test the running server.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from pivotal.sandbox import Response
from pivotal.sandbox._api.api import default_api

SPEC = Path(__file__).parents[3] / "spec" / "openapi.yaml"
DECIDED = Path(__file__).with_name("decided.yaml")


class _Loader(yaml.SafeLoader):
    """Loads dates as strings, as in JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text("utf-8"), _Loader)


def _remove_gaps(contract: dict[str, Any]) -> None:
    """Remove what the sandbox answers with 501, as `make check` lists it: nothing more can be tested of it."""
    gaps = {(gap.operation, gap.parameter) for gap in default_api().gaps}
    for item in contract["paths"].values():
        for method, operation in list(item.items()):
            id = operation["operationId"]
            if (id, None) in gaps:
                del item[method]
            parameters = operation.get("parameters", [])
            parameters[:] = [entry for entry in parameters if (id, entry.get("name")) not in gaps]


@cache
def spec() -> dict[str, Any]:
    """Return the contract with the decisions of the sandbox."""
    contract, decided = _load(SPEC), _load(DECIDED)
    _remove_gaps(contract)
    error = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    for method, operation in ((method, entry) for item in contract["paths"].values() for method, entry in item.items()):
        for status in _decided_statuses(method, operation):
            operation["responses"].setdefault(status, {"description": "Decided by the sandbox", **error})
        for parameter in operation.get("parameters", ()):
            schema = decided["parameters"].get(parameter.get("name"))
            if schema and parameter["schema"] == {"type": "string"}:
                parameter["schema"] = schema
    for name, properties in decided["bodies"].items():
        contract["components"]["schemas"][name]["properties"].update(properties)
    return contract


def _decided_statuses(method: str, operation: dict[str, Any]) -> list[str]:
    """Return the statuses that the sandbox sends on purpose, whether the contract lists them or not."""
    names = {parameter.get("name") for parameter in operation.get("parameters", ())}
    is_list = method == "get" and "cursor" in names
    # An invalid limit or cursor; an idempotency key that is in use.
    return ["400"] * is_list + ["409"] * (method == "post")


def operations() -> list[tuple[str, str, str]]:
    """Return operationId, method and path template of every operation."""
    return [
        (operation["operationId"], method.upper(), path)
        for path, item in spec()["paths"].items()
        for method, operation in item.items()
    ]


def find(method: str, path: str) -> dict[str, Any] | None:
    """Return the operation of a method and path."""
    for template, item in spec()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in item:
            return item[method.lower()]
    return None


@cache
def validator(reference: str) -> Any:
    """Return a validator of a component schema."""
    schema = {"$ref": reference, "components": spec()["components"]}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def check(method: str, path: str, response: Response) -> None:
    """Raise if the contract doesn't allow this response. Any operation may reject a body that is too large."""
    operation = find(method, path)
    if response.status >= 400:
        listed = operation is None or str(response.status) in operation["responses"] or response.status == 413
        assert listed, (operation, response.status)
        validator("#/components/schemas/Error").validate(response.json())
        return
    assert operation is not None
    content = operation["responses"][str(response.status)]["content"]["application/json"]
    validator(content["schema"]["$ref"]).validate(response.json())


if __name__ == "__main__":
    print(json.dumps(spec(), indent=2))
