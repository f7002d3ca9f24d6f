"""Differences are found at their places, and each place has a JSON pointer."""

from typing import Any

import pytest

from scripts.openapi.comparison import MISSING, find_differences, key_parameters, make_comparable, to_pointer

LIMIT = {"in": "query", "name": "limit", "schema": {"type": "string"}}
CURSOR = {"in": "query", "name": "cursor", "schema": {"type": "string"}}


@pytest.mark.parametrize(
    ("base", "head"),
    [
        ({"parameters": [LIMIT, CURSOR]}, {"parameters": [CURSOR, LIMIT]}),
        ({"required": ["a", "b"]}, {"required": ["b", "a"]}),
        ({"type": ["null", "string"]}, {"type": ["string", "null"]}),
        ({"description": "One\ntwo\n"}, {"description": "One two"}),
        ({"type": "object", "additionalProperties": True}, {"type": "object", "additionalProperties": {}}),
        ({"type": "string", "x-evidence": "example", "example": "a"}, {"type": "string"}),
    ],
)
def test_equal_statements_are_equal(base: dict[str, Any], head: dict[str, Any]) -> None:
    assert make_comparable(base) == make_comparable(head)


@pytest.mark.parametrize("name", ["example", "x-ray", "required", "parameters", "additionalProperties"])
def test_a_property_is_compared_whatever_its_name(name: str) -> None:
    base, head = ({"properties": {name: {"type": kind}}} for kind in ("string", "integer"))
    [difference] = find_differences(make_comparable(base), make_comparable(head))
    assert difference == (("properties", name, "type"), "string", "integer")


def test_differences_are_outermost() -> None:
    differences = list(find_differences({"a": {"b": 1}, "c": 1}, {"a": {"b": 2}, "d": {"e": 1}}))
    assert differences == [(("a", "b"), 1, 2), (("c",), 1, MISSING), (("d",), MISSING, {"e": 1})]


def test_pointers_escape_and_find_parameters() -> None:
    document = {"paths": {"/a/{b~c}": {"get": {"parameters": [LIMIT, CURSOR]}}}}
    place = ("paths", "/a/{b~c}", "get", "parameters", "query cursor", "schema")
    assert to_pointer(document, place) == "/paths/~1a~1{b~0c}/get/parameters/1/schema"
    assert to_pointer(document, (*place[:4], "query new")) == "/paths/~1a~1{b~0c}/get/parameters/-"
    assert key_parameters(document)["paths"]["/a/{b~c}"]["get"]["parameters"]["query cursor"] == CURSOR
