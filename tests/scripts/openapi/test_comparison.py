"""Differences are found where they are, under pointers that lead there."""

from typing import Any

import pytest

from scripts.openapi.comparison import MISSING, comparable, differences, keyed, pointer

LIMIT = {"in": "query", "name": "limit", "schema": {"type": "string"}}
CURSOR = {"in": "query", "name": "cursor", "schema": {"type": "string"}}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"parameters": [LIMIT, CURSOR]}, {"parameters": [CURSOR, LIMIT]}),
        ({"required": ["a", "b"]}, {"required": ["b", "a"]}),
        ({"type": ["null", "string"]}, {"type": ["string", "null"]}),
        ({"description": "One\ntwo\n"}, {"description": "One two"}),
        ({"type": "object", "additionalProperties": True}, {"type": "object", "additionalProperties": {}}),
        ({"type": "string", "x-evidence": "example", "example": "a"}, {"type": "string"}),
    ],
)
def test_what_says_the_same(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert comparable(left) == comparable(right)


@pytest.mark.parametrize("name", ["example", "x-ray", "required", "parameters", "additionalProperties"])
def test_a_property_is_compared_whatever_its_name(name: str) -> None:
    left, right = ({"properties": {name: {"type": kind}}} for kind in ("string", "integer"))
    [found] = differences(comparable(left), comparable(right))
    assert found == (("properties", name, "type"), "string", "integer")


def test_outermost_places_on_both_sides() -> None:
    found = list(differences({"a": {"b": 1}, "c": 1}, {"a": {"b": 2}, "d": {"e": 1}}))
    assert found == [(("a", "b"), 1, 2), (("c",), 1, MISSING), (("d",), MISSING, {"e": 1})]


def test_pointers_escape_and_find_parameters() -> None:
    document = {"paths": {"/a/{b~c}": {"get": {"parameters": [LIMIT, CURSOR]}}}}
    place = ("paths", "/a/{b~c}", "get", "parameters", "query cursor", "schema")
    assert pointer(document, place) == "/paths/~1a~1{b~0c}/get/parameters/1/schema"
    assert pointer(document, (*place[:4], "query new")) == "/paths/~1a~1{b~0c}/get/parameters/-"
    assert keyed(document)["paths"]["/a/{b~c}"]["get"]["parameters"]["query cursor"] == CURSOR
