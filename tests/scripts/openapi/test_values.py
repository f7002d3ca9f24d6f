"""Validation of a document and of its values: no other document is read for it, and no pattern takes its time."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.lint_spec.rules import check_examples
from scripts.openapi.validation import find_problems
from scripts.openapi.values import make_validator
from tests.scripts.specs import Document, copy_contract, reference
from tests.support.scripted import Site, reply


@pytest.fixture
def elsewhere(docs: Site, tmp_path: Path) -> Iterator[list[str]]:
    """A URL and a file outside of the document; nobody may fetch the URL."""
    docs.pages["/a"] = reply(body=b'{"type": "CANARY"}')
    (tmp_path / "a.json").write_text('{"type": "CANARY"}', encoding="utf-8")
    yield [f"{docs.url}/a", f"{docs.url}/a#/type", str(tmp_path / "a.json"), (tmp_path / "a.json").as_uri()]
    assert docs.requests == []


def with_schema(schema: Document) -> Document:
    """A small document with a schema, and an example of it."""
    media = {"schema": reference("Hostile"), "example": {"a": 1}}
    answer = {"200": {"description": "", "content": {"application/json": media}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"get": {"responses": answer}}},
        "components": {"schemas": {"Hostile": schema, "Error": {}}},
    }


def schemas(target: str) -> list[Document]:
    """Schemas that name another document wherever a validator may look for one."""
    return [
        {"$ref": target},
        {"$dynamicRef": target, "default": 1},
        {"$recursiveRef": target, "default": 1},
        {"$schema": target, "default": 1},
        {"$id": target, "allOf": [reference("Error")], "default": {}},
        {"$id": target, "$dynamicRef": "b", "default": 1},
        {"properties": {"$ref": target}},
        {"patternProperties": {"$ref": target}},
        {"$defs": {"$ref": target}},
        {"dependentSchemas": {"$ref": target}},
        {"items": {"allOf": [{"not": {"$ref": target}}]}, "default": [1]},
        {"example": {"$ref": target}, "default": {"$ref": target}, "enum": [{"$ref": target}]},
        {"discriminator": {"propertyName": "a", "mapping": {"b": target}}},
    ]


def test_no_other_document_is_read(elsewhere: list[str]) -> None:
    for target in elsewhere:
        for schema in schemas(target):
            document = with_schema(schema)
            problems = [*find_problems(document)]
            if not problems:
                problems = [*check_examples(document)]
            assert "CANARY" not in str(problems)


@pytest.mark.parametrize("place", ["responses", "content", "headers", "parameters", "schema", "requestBody"])
def test_no_other_document_is_read_for_any_part(place: str, elsewhere: list[str]) -> None:
    for target in elsewhere:
        document = copy_contract()
        operation = next(iter(next(iter(document["paths"].values())).values()))
        response = operation["responses"]["200"]
        holders: dict[str, Any] = {
            "content": response,
            "headers": response,
            "schema": response["content"]["application/json"],
        }
        node = [{"$ref": target}] if place == "parameters" else {"$ref": target}
        holders.get(place, operation)[place] = copy.deepcopy(node)
        problems = [*find_problems(document)]
        assert problems
        assert "CANARY" not in str(problems)


BOMBS = (
    "^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(a*)*b$", "(.*)*(.*)*(.*)*!$", "^(([a-z])+.)+[A-Z]([a-z])+$",
    "^(?:a?){40}a{40}$",
    r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
)  # fmt: skip


@pytest.mark.parametrize("pattern", BOMBS)
def test_a_pattern_does_not_take_its_time(pattern: str) -> None:
    # Each would take years; the limit of a test is two minutes.
    text = "a" * 60 + "?"
    for schema, value in (
        ({"pattern": pattern}, text),
        ({"patternProperties": {pattern: False}}, {text: 1}),
        ({"patternProperties": {pattern: {}}, "additionalProperties": False}, {text: 1}),
        ({"propertyNames": {"pattern": pattern}}, {text: 1}),
    ):
        make_validator(schema, {}).is_valid(value)
        list(find_problems(with_schema({**schema, "default": value})))
        list(check_examples(with_schema({**schema, "example": value})))


@pytest.mark.parametrize(
    ("schema", "valid", "invalid"),
    [
        ({"pattern": r"^\d+$"}, "12", "1a"),
        ({"pattern": r"^[\w-.]+\/$"}, "a-b/", "a-b"),
        ({"pattern": "a"}, 7, "b"),
        ({"patternProperties": {"^x-": {"type": "string"}}}, {"x-a": "b", "c": 1}, {"x-a": 1}),
        ({"additionalProperties": False, "properties": {"a": {}}}, {"a": 1}, {"b": 1}),
        ({"additionalProperties": False, "patternProperties": {"^x-": {}}}, {"x-a": 1}, {"a": 1}),
        ({"additionalProperties": {"type": "string"}}, {"a": "b"}, {"a": 1}),
        ({"additionalProperties": True}, {"a": 1}, None),
    ],
)
def test_values_are_judged_as_json_schema_says(schema: Document, valid: Any, invalid: Any) -> None:
    validator = make_validator(schema, {})
    assert validator.is_valid(valid)
    assert invalid is None or not validator.is_valid(invalid)
