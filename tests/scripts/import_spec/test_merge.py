"""A source decides what it describes; the contract decides what the source omits."""

from typing import Any

import pytest

from scripts.import_spec.merge import Merger
from scripts.import_spec.page import Source

STRING = {"type": "string"}
SAMPLED = {"type": "string", "x-evidence": "example"}
Schema = dict[str, Any]


def describe(schema: Schema) -> dict[str, Any]:
    """Return a document whose only operation returns a schema."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {
        "operationId": "get-thing",
        "tags": ["things"],
        "responses": {"200": {"description": "OK", "content": content}},
    }
    return {
        "openapi": "3.1.0",
        "paths": {"/thing": {"get": operation}},
        "components": {"schemas": {"Thing": schema}},
    }


def merge(contract: Schema, source: Schema, *, accept: bool = False) -> tuple[Schema, list[str]]:
    """Return the merged schema without its evidence, and the names of the kept properties."""
    merger = Merger(describe(contract), accept=accept)
    merger.add(Source("page.md", describe(source)))
    merged: Schema = merger.contract["components"]["schemas"]["Thing"]
    return {key: value for key, value in merged.items() if key != "x-evidence"}, [place[-1] for place in merger.kept]


def properties(*names: str, required: tuple[str, ...] = (), **more: Any) -> Schema:
    required_names = {"required": list(required)} if required else {}
    return {"type": "object", "properties": {name: dict(STRING) for name in names}, **required_names, **more}


def test_the_example_of_the_module() -> None:
    contract = properties("id", "plan", required=("id", "plan"), minProperties=1)
    merged, kept = merge(contract, properties("id", "name", required=("name",)))
    assert list(merged["properties"]) == ["id", "plan", "name"]
    assert merged["required"] == ["plan", "name"]
    assert "minProperties" not in merged
    assert kept == ["plan"]


@pytest.mark.parametrize(
    ("contract", "source", "required"),
    [
        pytest.param(("a",), (), None, id="the source no longer requires a property that both have"),
        pytest.param((), ("a",), ["a"], id="the source requires a property that both have"),
        pytest.param(("kept",), (), ["kept"], id="the contract requires a property that the source omits"),
        pytest.param(("a", "kept"), ("new",), ["kept", "new"], id="each side requires a property of its own"),
        pytest.param(("kept",), ("new", "a"), ["a", "kept", "new"], id="names follow the order of the properties"),
        pytest.param((), ("z", "y", "a"), ["a", "y", "z"], id="names without a property follow in their order"),
        pytest.param(("z",), (), None, id="a name without a property in the contract is dropped"),
    ],
)
def test_required_names(contract: tuple[str, ...], source: tuple[str, ...], required: list[str] | None) -> None:
    merged, _ = merge(properties("a", "kept", required=contract), properties("a", "new", required=source))
    assert merged.get("required") == required


def test_an_accepted_source_removes_properties_and_their_required_names() -> None:
    contract = properties("a", "guessed", required=("a", "guessed", "sampled"))
    contract["properties"]["sampled"] = SAMPLED
    merged, kept = merge(contract, properties("a", required=("a",)), accept=True)
    assert list(merged["properties"]) == ["a", "sampled"]
    assert merged["required"] == ["a", "sampled"]
    assert kept == ["sampled"]


def test_required_names_of_a_schema_without_properties_are_the_sources() -> None:
    assert merge({"type": "object", "required": ["a"]}, {"type": "object", "required": ["b"]})[0]["required"] == ["b"]
    assert "required" not in merge({"type": "object", "required": ["a"]}, {"type": "object"})[0]


def test_properties_are_dropped_if_the_source_describes_something_else() -> None:
    merged, kept = merge(properties("a", required=("a",)), {"type": "string"})
    assert merged == {"type": "string"}
    assert kept == []


def test_editorial_keys_and_defaults_stay() -> None:
    contract = properties("a", additionalProperties=True, example={"a": "b"}, description="Old.")
    merged, _ = merge(contract, properties("a"))
    assert merged.keys() == {"type", "properties", "additionalProperties", "example"}
    assert merged["example"] == {"a": "b"}
