"""Every answer held against spec/openapi.yaml."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from pivotal.sandbox import Response

SPEC = Path(__file__).parents[3] / "spec" / "openapi.yaml"
# Statuses that the sandbox answers on purpose where the contract lists none.
UNLISTED = {("list-customers", 400), ("list-customer-contacts", 400), ("list-customer-onboardings", 400)}


class _Loader(yaml.SafeLoader):
    """Dates stay text, as in JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def spec() -> dict[str, Any]:
    return yaml.load(SPEC.read_text("utf-8"), _Loader)


def operations() -> list[tuple[str, str, str]]:
    """operationId, method and path template of every operation."""
    return [
        (operation["operationId"], method.upper(), path)
        for path, item in spec()["paths"].items()
        for method, operation in item.items()
    ]


def find(method: str, path: str) -> tuple[str, dict[str, Any]] | None:
    """The operation that a method and path belong to."""
    for template, item in spec()["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in item:
            operation = item[method.lower()]
            return operation["operationId"], operation
    return None


@cache
def _validator(reference: str) -> Any:
    schema = {"$ref": reference, "components": spec()["components"]}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def check(method: str, path: str, response: Response) -> None:
    """Raise when the contract doesn't allow this answer."""
    found = find(method, path)
    if response.status >= 400:
        assert found is None or _is_listed(found, response.status), (found and found[0], response.status)
        _validator("#/components/schemas/Error").validate(response.json())
        return
    assert found is not None
    content = found[1]["responses"][str(response.status)]["content"]["application/json"]
    _validator(content["schema"]["$ref"]).validate(response.json())


def _is_listed(found: tuple[str, dict[str, Any]], status: int) -> bool:
    operation_id, operation = found
    return str(status) in operation["responses"] or (operation_id, status) in UNLISTED or status in (413,)
