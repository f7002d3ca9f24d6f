"""OpenAPI 3.0 documents are imported as the same API in 3.1."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.import_spec.importer import import_source
from scripts.openapi.upgrade import upgrade
from tests.scripts.contract_edits import lint_frozen
from tests.scripts.dialects import live_document


def import_document(document: dict[str, Any], spec: Path, *, accept: bool = False) -> Any:
    source = spec.parent / "openapi.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    return import_source(str(source), spec, accept=accept)


def test_the_same_api_in_3_0_changes_nothing_but_evidence(contract: dict[str, Any], spec: Path) -> None:
    outcome = import_document({**live_document(contract), "openapi": "3.0.3"}, spec)
    assert outcome.written
    assert {change.place[-1] for change in outcome.changes} == {"x-evidence"}
    assert load(spec / "openapi.yaml")["openapi"] == "3.1.0"
    assert lint_frozen(spec) == []


def test_keywords_of_3_0_arrive_as_those_of_3_1(contract: dict[str, Any], spec: Path) -> None:
    document = {**live_document(contract), "openapi": "3.0.3"}
    properties = document["components"]["schemas"]["Contact"]["properties"]
    bounds = {"minimum": 0, "exclusiveMinimum": True, "maximum": 1, "exclusiveMaximum": False}
    properties["score"] = {"type": "number", "nullable": True, **bounds}
    properties["owner"] = {"allOf": [{"$ref": "#/components/schemas/Contact"}], "nullable": True}
    import_document(document, spec, accept=True)
    merged = load(spec / "openapi.yaml")["components"]["schemas"]["Contact"]["properties"]
    score = {"type": ["number", "null"], "exclusiveMinimum": 0, "maximum": 1}
    assert merged["score"] == {**score, "x-evidence": "documented"}
    assert merged["owner"]["anyOf"] == [{"$ref": "#/components/schemas/Contact"}, {"type": "null"}]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"maximum": 5, "exclusiveMaximum": True}, {"exclusiveMaximum": 5}),
        ({"exclusiveMaximum": True}, {}),
        ({"items": {"minimum": 1, "exclusiveMinimum": True}}, {"items": {"exclusiveMinimum": 1}}),
        (
            {"$ref": "#/components/schemas/B", "maxLength": 1, "description": "d", "nullable": True},
            {"$ref": "#/components/schemas/B", "description": "d", "nullable": True},
        ),
    ],
)
def test_schemas_are_upgraded(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    parameter = {"name": "a", "in": "query", "schema": schema}
    document = {
        "openapi": "3.0.0",
        "paths": {"/a": {"get": {"parameters": [parameter]}}},
        "components": {"schemas": {"A": schema}},
    }
    upgraded = upgrade(document)
    assert upgraded["components"]["schemas"]["A"] == expected
    assert upgraded["paths"]["/a"]["get"]["parameters"][0]["schema"] == expected
    assert upgrade(upgraded) == upgraded


def test_a_document_of_3_1_stays_as_it_is() -> None:
    document = {"openapi": "3.1.0", "components": {"schemas": {"A": {"exclusiveMinimum": 0, "minimum": 5}}}}
    assert upgrade(document) == document


def test_a_shared_path_item_is_imported(contract: dict[str, Any], spec: Path) -> None:
    document = live_document(contract)
    document["components"]["pathItems"] = {"Me": document["paths"].pop("/api/v1/me")}
    document["paths"]["/api/v1/me"] = {"$ref": "#/components/pathItems/Me"}
    assert {change.place[-1] for change in import_document(document, spec).changes} == {"x-evidence"}
    assert lint_frozen(spec) == []
