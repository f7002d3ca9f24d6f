"""Each keyword's own change, by the structure alone; the reverse change has the reverse effect."""

from typing import Any

import pytest

from contract_diff.schemas.normal_form import JsonType, View
from tests.contract_diff.algebra import RESPONSE, changed_rules
from tests.contract_diff.contracts import answering, compare, sending

NUMBER, INTEGER, STRING, ARRAY, OBJECT = ({"type": kind} for kind in ("number", "integer", "string", "array", "object"))
A_STRING = {"properties": {"a": STRING}}

# Base, head, and the rules of the changes between them.
NARROWING: list[tuple[Any, Any, list[str]]] = [
    (NUMBER | {"minimum": 0}, NUMBER | {"exclusiveMinimum": 0}, ["minimum"]),
    (NUMBER | {"maximum": 0}, NUMBER | {"exclusiveMaximum": 0}, ["maximum"]),
    (NUMBER | {"minimum": 0}, NUMBER | {"minimum": 1}, ["minimum"]),
    (NUMBER | {"maximum": 1}, NUMBER | {"maximum": 0}, ["maximum"]),
    (NUMBER, NUMBER | {"minimum": 0}, ["minimum"]),
    (NUMBER, NUMBER | {"maximum": 0}, ["maximum"]),
    (NUMBER, NUMBER | {"exclusiveMinimum": 0}, ["minimum"]),
    (NUMBER | {"minimum": 0, "maximum": 9}, NUMBER | {"minimum": 1, "maximum": 8}, ["maximum", "minimum"]),
    (NUMBER, INTEGER, ["type"]),
    (INTEGER | {"multipleOf": 2}, INTEGER | {"multipleOf": 4}, ["multipleOf"]),
    (INTEGER, INTEGER | {"multipleOf": 2}, ["multipleOf"]),
    (NUMBER, NUMBER | {"multipleOf": 2}, ["multipleOf"]),
    (STRING | {"minLength": 1}, STRING | {"minLength": 2}, ["minLength"]),
    (STRING | {"maxLength": 2}, STRING | {"maxLength": 1}, ["maxLength"]),
    (STRING, STRING | {"maxLength": 1}, ["maxLength"]),
    (STRING, STRING | {"pattern": "^a"}, ["pattern"]),
    (STRING | {"pattern": "^[a-z0-9]+$"}, STRING | {"pattern": "^[a-z]+$"}, ["pattern"]),
    (STRING, STRING | {"format": "date"}, ["format"]),
    (STRING, STRING | {"contentEncoding": "base64"}, ["contentEncoding"]),
    (STRING, STRING | {"contentMediaType": "text/html"}, ["contentMediaType"]),
    (STRING, STRING | {"contentSchema": INTEGER}, ["contentSchema"]),
    (STRING | {"contentSchema": NUMBER}, STRING | {"contentSchema": INTEGER}, ["type"]),
    ({"enum": ["a", "b"]}, {"enum": ["a"]}, ["enum"]),
    (STRING, {"enum": ["a"]}, ["enum"]),
    ({"type": ["string", "integer"]}, STRING, ["type"]),
    ({"type": ["string", "null"]}, STRING, ["null"]),
    ({"type": ["string", "null", "integer"]}, STRING, ["null", "type"]),
    (ARRAY | {"minItems": 1}, ARRAY | {"minItems": 2}, ["minItems"]),
    (ARRAY, ARRAY | {"maxItems": 2}, ["maxItems"]),
    (ARRAY, ARRAY | {"uniqueItems": True}, ["uniqueItems"]),
    (ARRAY, ARRAY | {"items": STRING}, ["items"]),
    (ARRAY | {"items": NUMBER}, ARRAY | {"items": INTEGER}, ["type"]),
    (ARRAY | {"prefixItems": [NUMBER]}, ARRAY | {"prefixItems": [INTEGER]}, ["type"]),
    (ARRAY | {"items": STRING}, ARRAY | {"prefixItems": [STRING | {"maxLength": 1}], "items": STRING}, ["maxLength"]),
    (OBJECT, OBJECT | {"minProperties": 1}, ["minProperties"]),
    (OBJECT, OBJECT | {"maxProperties": 1}, ["maxProperties"]),
    (OBJECT, OBJECT | {"required": ["a"]}, ["required"]),
    (OBJECT | A_STRING, OBJECT | A_STRING | {"required": ["a"]}, ["required"]),
    (OBJECT | {"properties": {"a": {}}}, OBJECT | A_STRING, ["type"]),
    (OBJECT | {"properties": {"a": NUMBER}}, OBJECT | {"properties": {"a": INTEGER}}, ["type"]),
    (OBJECT | A_STRING, OBJECT | A_STRING | {"additionalProperties": False}, ["additionalProperties"]),
    (OBJECT | A_STRING, OBJECT | A_STRING | {"additionalProperties": STRING}, ["additionalProperties"]),
    (OBJECT | {"additionalProperties": NUMBER}, OBJECT | {"additionalProperties": INTEGER}, ["type"]),
    (OBJECT, OBJECT | {"patternProperties": {"^x": STRING}}, ["patternProperties"]),
    (
        OBJECT | {"patternProperties": {"^x": NUMBER}},
        OBJECT | {"patternProperties": {"^x": INTEGER}},
        ["type"],
    ),
    (OBJECT, OBJECT | {"propertyNames": {"maxLength": 1}}, ["propertyNames"]),
    (OBJECT, OBJECT | {"dependentRequired": {"a": ["b"]}}, ["dependentRequired"]),
    ({"anyOf": [STRING, INTEGER]}, {"anyOf": [STRING]}, ["anyOf"]),
    ({"allOf": [STRING]}, {"allOf": [STRING, {"maxLength": 1}]}, ["allOf"]),
]


@pytest.mark.parametrize(("base", "head", "rules"), NARROWING, ids=lambda part: str(part)[:40])
def test_a_keyword_that_excludes_values_narrows_and_its_reverse_widens(base: Any, head: Any, rules: list[str]) -> None:
    assert changed_rules(base, head) == [f"{rule}-narrows" for rule in rules]
    assert changed_rules(head, base) == [f"{rule}-widens" for rule in rules]


OTHER: list[tuple[Any, Any, list[str]]] = [
    (STRING, INTEGER, ["type-incomparable"]),
    (INTEGER | {"multipleOf": 2}, INTEGER | {"multipleOf": 3}, ["multipleOf-incomparable"]),
    (STRING | {"format": "date"}, STRING | {"format": "time"}, ["format-incomparable"]),
    (STRING | {"pattern": "^[a-z]+$"}, STRING | {"pattern": "^[0-9]+$"}, ["pattern-incomparable"]),
    (STRING | {"contentEncoding": "base64"}, STRING | {"contentEncoding": "hex"}, ["contentEncoding-incomparable"]),
    ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, ["enum-narrows", "enum-widens"]),
    (OBJECT | A_STRING, OBJECT | {"properties": {"b": STRING}}, ["property-added-equal", "property-removed-equal"]),
    (ARRAY | {"prefixItems": [STRING]}, ARRAY | {"prefixItems": [STRING, INTEGER]}, ["item-added-equal"]),
    ({"const": 1}, {"const": 1.0}, []),
    (STRING, STRING | {"minLength": 0}, []),
    (ARRAY | {"maxItems": 1}, ARRAY | {"maxItems": 1, "uniqueItems": True}, []),
    (INTEGER | {"exclusiveMinimum": 0}, INTEGER | {"minimum": 1}, []),
]


@pytest.mark.parametrize(("base", "head", "rules"), OTHER, ids=lambda part: str(part)[:40])
def test_other_changes_have_their_own_effects(base: Any, head: Any, rules: list[str]) -> None:
    assert changed_rules(base, head) == rules


def test_a_bound_that_becomes_exclusive_is_a_finding() -> None:
    base, head = NUMBER | {"minimum": 0}, NUMBER | {"exclusiveMinimum": 0}
    (sent,) = compare(sending(base), sending(head)).findings
    assert (sent.rule, sent.severity.value) == ("minimum-narrows", "breaking")
    assert sent.witness is not None
    assert (sent.witness.value, sent.witness.valid_in) == (0, "base")
    (received,) = compare(answering(head), answering(base)).findings
    assert (received.rule, received.severity.value) == ("minimum-widens", "breaking")


def test_null_that_nullable_adds_beside_branches_is_a_change() -> None:
    branches = {"allOf": [STRING]}
    assert changed_rules(branches, branches | {"nullable": True}) == ["null-widens"]
    assert changed_rules(branches | {"nullable": True}, branches) == ["null-narrows"]


def test_a_type_that_is_sent_as_text_is_only_declared_otherwise() -> None:
    text: frozenset[JsonType] = frozenset({"boolean", "number"})
    assert changed_rules(INTEGER, STRING, View("request", text=text)) == ["text-type-equal"]
    assert changed_rules(INTEGER, STRING, RESPONSE) == ["type-incomparable"]


def test_hidden_properties_are_shown_and_hidden() -> None:
    visible, hidden = OBJECT | A_STRING, OBJECT | {"properties": {"a": STRING | {"readOnly": True}}}
    request = View("request")
    assert [rule.rpartition("-")[0] for rule in changed_rules(visible, hidden, request)] == ["property-hidden"]
    assert [rule.rpartition("-")[0] for rule in changed_rules(hidden, visible, request)] == ["property-shown"]
