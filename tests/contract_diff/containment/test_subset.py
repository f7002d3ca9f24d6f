"""Containment of two schemas by their structure alone, in both directions: Y (yes), N (no) or U (unknown)."""

from typing import Any

import pytest

from contract_diff.core.ternary import Answer
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.normal_form import JsonType, View
from tests.contract_diff.algebra import LETTERS, LITERAL, REQUEST, RESPONSE, contained, sides

NUMBER, INTEGER, STRING, ARRAY, OBJECT, NULL = (
    {"type": kind} for kind in ("number", "integer", "string", "array", "object", "null")
)
FROM_0, FROM_1 = ({"if": {"minimum": low}, "then": {"maximum": 5}} for low in (0, 1))
SHORT, LONG = {"type": "string", "maxLength": 3}, {"type": "string", "minLength": 2}

# The first schema in the second one, and the reverse.
NUMBERS: list[tuple[str, Any, Any]] = [
    ("NY", NUMBER | {"minimum": 0}, NUMBER | {"exclusiveMinimum": 0}),
    ("NY", NUMBER | {"maximum": 0}, NUMBER | {"exclusiveMaximum": 0}),
    ("YY", NUMBER | {"exclusiveMinimum": 0}, NUMBER | {"exclusiveMinimum": 0.0}),
    ("NY", NUMBER | {"minimum": 0}, NUMBER | {"minimum": 1}),
    ("NY", NUMBER | {"maximum": 1}, NUMBER | {"maximum": 0}),
    ("NY", NUMBER | {"exclusiveMinimum": 0}, NUMBER | {"minimum": 0.5}),
    ("NY", NUMBER | {"exclusiveMaximum": 1}, NUMBER | {"maximum": 0.5}),
    ("NY", NUMBER, NUMBER | {"minimum": 0}),
    ("NY", NUMBER, NUMBER | {"maximum": 0}),
    ("NN", NUMBER | {"minimum": 0}, NUMBER | {"maximum": 0}),
    ("YN", INTEGER, NUMBER),
    ("YY", INTEGER | {"exclusiveMinimum": 0}, INTEGER | {"minimum": 1}),
    ("YY", INTEGER | {"exclusiveMaximum": 3}, INTEGER | {"maximum": 2}),
    ("YY", INTEGER | {"minimum": 0.5}, INTEGER | {"minimum": 1}),
    ("YN", INTEGER | {"multipleOf": 4}, INTEGER | {"multipleOf": 2}),
    ("NN", INTEGER | {"multipleOf": 2}, INTEGER | {"multipleOf": 3}),
    ("NY", NUMBER | {"multipleOf": 0.5}, INTEGER),
    ("YN", INTEGER | {"multipleOf": 5}, INTEGER),
    ("YN", INTEGER | {"minimum": 4, "maximum": 4}, INTEGER | {"multipleOf": 2}),
    ("NN", INTEGER | {"minimum": 3, "maximum": 4}, INTEGER | {"multipleOf": 2}),
    ("YY", INTEGER | {"minimum": 1, "maximum": 3}, {"enum": [1, 2, 3]}),
    ("NY", INTEGER | {"minimum": 1, "maximum": 3}, {"enum": [1, 3]}),
    ("YN", INTEGER | {"minimum": 1, "maximum": 3}, {"enum": [0, 1, 2, 3]}),
    ("NY", INTEGER | {"minimum": 1}, {"enum": [1, 2, 3]}),
    ("YY", INTEGER | {"format": "int64"}, INTEGER),
    ("YN", INTEGER | {"format": "int8"}, INTEGER | {"format": "int16"}),
    ("YU", NUMBER | {"format": "float"}, NUMBER),
    ("YU", NUMBER | {"format": "float", "minimum": 1}, NUMBER | {"minimum": 1}),
    ("NU", NUMBER | {"format": "float", "minimum": 0}, NUMBER | {"minimum": 1}),
]
STRINGS: list[tuple[str, Any, Any]] = [
    ("NY", STRING | {"minLength": 1}, STRING | {"minLength": 2}),
    ("NY", STRING | {"maxLength": 2}, STRING | {"maxLength": 1}),
    ("NY", STRING, STRING | {"maxLength": 1}),
    ("NY", STRING, STRING | {"minLength": 1}),
    ("YY", STRING, STRING | {"minLength": 0}),
    ("YY", STRING | {"pattern": "^[0-9]+$"}, STRING | {"pattern": r"^\d+$"}),
    ("YN", STRING | {"pattern": "^[a-z]+$"}, STRING | {"pattern": "^[a-z0-9]+$"}),
    ("NN", STRING | {"pattern": "^[a-z]+$"}, STRING | {"pattern": "^[0-9]+$"}),
    ("YN", STRING | {"pattern": "^a"}, STRING | {"pattern": "a"}),
    ("YN", STRING | {"pattern": "^a"}, STRING),
    ("YN", STRING | {"pattern": "^[a-z]{2,5}$"}, STRING | {"minLength": 2, "maxLength": 5}),
    ("NN", STRING | {"pattern": "^[a-z]{2,5}$"}, STRING | {"minLength": 3}),
    ("NN", STRING | {"pattern": "^[a-z]{2,5}$"}, STRING | {"maxLength": 4}),
    ("YY", STRING | {"pattern": "^[a-z]*$", "maxLength": 2}, STRING | {"pattern": "^[a-z]{0,2}$"}),
    ("UU", STRING | {"pattern": r"^(a)\1$"}, STRING | {"pattern": r"^(b)\1$"}),
    ("YN", STRING | {"format": "date"}, STRING),
    ("NN", STRING | {"format": "date"}, STRING | {"format": "time"}),
    ("YU", STRING | {"format": "cuid"}, STRING),
    ("YN", STRING | {"format": "uri"}, STRING | {"format": "uri-reference"}),
    ("YN", STRING | {"format": "email"}, STRING | {"format": "idn-email"}),
    ("UY", STRING | {"format": "date", "pattern": "^2"}, STRING | {"format": "date", "pattern": "^20"}),
    ("YN", STRING | {"contentEncoding": "base64"}, STRING),
    ("YN", STRING | {"contentMediaType": "text/html"}, STRING),
    ("YN", STRING | {"contentSchema": INTEGER}, STRING | {"contentSchema": NUMBER}),
    ("YN", STRING | {"contentSchema": INTEGER}, STRING),
    ("YY", STRING | {"maxLength": 0}, {"const": ""}),
]
VALUES: list[tuple[str, Any, Any]] = [
    ("YN", {"enum": ["a"]}, {"enum": ["a", "b"]}),
    ("NN", {"enum": ["a", "b"]}, {"enum": ["b", "c"]}),
    ("YY", {"const": 1}, {"const": 1.0}),
    ("YY", {"const": {"a": [1]}}, {"const": {"a": [1.0]}}),
    ("NN", {"const": 1}, {"const": True}),
    ("NN", {"const": 0}, {"const": False}),
    ("NN", {"const": 1}, {"const": "1"}),
    ("NN", {"const": None}, {"const": ""}),
    ("YN", {"enum": ["a", None]}, {"type": ["string", "null"]}),
    ("NN", {"enum": ["a", 1]}, STRING),
    ("YN", {"enum": [1, 2]}, INTEGER),
    ("NN", {"enum": [1, 1.5]}, INTEGER),
    ("YN", {"enum": ["aa", "ab"]}, STRING | {"pattern": "^a", "minLength": 2}),
    ("NN", {"enum": ["aa", "b"]}, STRING | {"pattern": "^a"}),
    ("YY", {"enum": [True, False]}, {"type": "boolean"}),
    ("YN", {"const": True}, {"type": "boolean"}),
    ("YY", {"const": None}, NULL),
    ("YN", {"const": [1]}, ARRAY | {"maxItems": 1}),
    ("NN", {"const": [1, 2]}, ARRAY | {"maxItems": 1}),
    ("UN", {"const": [1, 1]}, ARRAY | {"uniqueItems": True}),
    ("YY", {"const": []}, ARRAY | {"maxItems": 0}),
    ("YN", {"const": {"a": 1}}, OBJECT | {"required": ["a"]}),
    ("NN", {"const": {"a": 1}}, OBJECT | {"required": ["b"]}),
    ("YN", STRING, {"type": ["string", "null"]}),
    ("YY", STRING | {"nullable": True}, {"type": ["string", "null"]}),
    ("YY", {"enum": ["a"], "nullable": True}, {"enum": ["a"]}),
    ("UN", {"enum": ["soon"]}, STRING | {"format": "date"}),
    ("YN", {"enum": ["soon"], "format": "date", "type": "string"}, STRING | {"format": "date"}),
    ("UN", {"enum": ["soon"], "format": "date"}, STRING | {"format": "time"}),
    ("UU", {"enum": ["soon"], "format": "date"}, {"enum": ["soon"], "format": "time"}),
    ("YU", {"enum": ["soon"], "format": "date"}, {"enum": ["soon"]}),
    ("YN", {"enum": ["soon"], "format": "date"}, {"enum": ["soon", "late"], "format": "date"}),
]
ARRAYS: list[tuple[str, Any, Any]] = [
    ("NY", ARRAY | {"minItems": 1}, ARRAY | {"minItems": 2}),
    ("NY", ARRAY | {"maxItems": 2}, ARRAY | {"maxItems": 1}),
    ("YN", ARRAY | {"uniqueItems": True}, ARRAY),
    ("YY", ARRAY | {"maxItems": 1}, ARRAY | {"maxItems": 1, "uniqueItems": True}),
    ("NY", ARRAY | {"maxItems": 2}, ARRAY | {"maxItems": 2, "uniqueItems": True}),
    ("YN", ARRAY | {"items": INTEGER}, ARRAY | {"items": NUMBER}),
    ("NY", ARRAY, ARRAY | {"items": STRING}),
    ("YN", ARRAY | {"prefixItems": [INTEGER]}, ARRAY | {"prefixItems": [NUMBER]}),
    ("NN", ARRAY | {"prefixItems": [STRING, INTEGER]}, ARRAY | {"prefixItems": [INTEGER, STRING]}),
    ("NY", ARRAY | {"prefixItems": [STRING, STRING]}, ARRAY | {"items": STRING}),
    ("YN", ARRAY | {"prefixItems": [STRING], "items": False}, ARRAY | {"maxItems": 1}),
    ("YY", ARRAY | {"items": False}, ARRAY | {"maxItems": 0}),
    ("YY", ARRAY | {"maxItems": 0}, ARRAY | {"maxItems": 0, "items": STRING}),
    ("YN", ARRAY | {"prefixItems": [INTEGER], "items": False}, ARRAY | {"items": NUMBER}),
    ("YU", ARRAY | {"contains": STRING}, ARRAY),
    ("YU", ARRAY | {"contains": INTEGER}, ARRAY | {"contains": NUMBER}),
    ("UU", ARRAY | {"contains": STRING, "minContains": 2}, ARRAY | {"contains": STRING}),
    ("UU", ARRAY | {"contains": STRING, "maxContains": 2}, ARRAY | {"contains": NUMBER, "maxContains": 2}),
]
A_STRING, A_INTEGER, A_NUMBER = ({"properties": {"a": schema}} for schema in (STRING, INTEGER, NUMBER))
CLOSED = {"additionalProperties": False}
OBJECTS: list[tuple[str, Any, Any]] = [
    ("YN", OBJECT | {"required": ["a"]}, OBJECT),
    ("NN", OBJECT | {"required": ["a"]}, OBJECT | {"required": ["b"]}),
    ("YN", OBJECT | A_INTEGER, OBJECT | A_NUMBER),
    ("NN", OBJECT | A_INTEGER, OBJECT | A_STRING),
    ("YN", OBJECT | A_STRING | CLOSED, OBJECT | A_STRING),
    ("YN", OBJECT | CLOSED, OBJECT | A_STRING | CLOSED),
    ("YN", OBJECT | {"additionalProperties": INTEGER}, OBJECT | {"additionalProperties": NUMBER}),
    ("YN", OBJECT | {"required": ["a"]}, OBJECT | {"minProperties": 1}),
    ("NY", OBJECT | {"minProperties": 1}, OBJECT | {"minProperties": 2}),
    ("NY", OBJECT | {"maxProperties": 2}, OBJECT | {"maxProperties": 1}),
    ("YN", OBJECT | A_STRING | CLOSED, OBJECT | {"maxProperties": 1}),
    ("YN", OBJECT | {"patternProperties": {"^x": INTEGER}}, OBJECT | {"patternProperties": {"^x": NUMBER}}),
    ("YN", OBJECT | {"patternProperties": {"^x": INTEGER}}, OBJECT),
    ("NN", OBJECT | {"patternProperties": {"^x": INTEGER}}, OBJECT | {"properties": {"xa": STRING}}),
    (
        "NN",
        OBJECT | {"patternProperties": {"^a": STRING}, "additionalProperties": INTEGER},
        OBJECT | {"patternProperties": {"^ab": INTEGER}},
    ),
    ("YN", OBJECT | {"propertyNames": {"maxLength": 1}}, OBJECT | {"propertyNames": {"maxLength": 2}}),
    ("UN", OBJECT | A_STRING | CLOSED, OBJECT | {"propertyNames": {"maxLength": 1}}),
    ("YN", OBJECT | {"dependentRequired": {"a": ["b"]}}, OBJECT),
    ("NY", OBJECT | {"dependentRequired": {"a": ["b"]}}, OBJECT | {"required": ["b"]}),
    ("NN", OBJECT | {"dependentRequired": {"a": ["b"]}}, OBJECT | {"dependentRequired": {"a": ["c"]}}),
    ("YN", OBJECT | {"properties": {"a": False}}, OBJECT | A_STRING),
    ("YY", OBJECT | A_STRING | {"unevaluatedProperties": False}, OBJECT | A_STRING | CLOSED),
]
COMBINED: list[tuple[str, Any, Any]] = [
    ("NY", {}, STRING),
    ("YY", {}, True),
    ("YN", False, STRING),
    ("YY", {"not": {}}, False),
    ("YY", {"not": STRING}, {"type": ["null", "boolean", "number", "array", "object"]}),
    ("YY", {"enum": ["a", "b"], "not": {"const": "a"}}, {"const": "b"}),
    ("YU", STRING | {"not": {"const": "root"}}, STRING),
    ("YU", STRING | {"not": {"maxLength": 5}}, STRING | {"not": {"maxLength": 3}}),
    ("YY", STRING | {"minLength": 3, "maxLength": 2}, False),
    ("YY", NUMBER | {"minimum": 1, "exclusiveMaximum": 1}, False),
    ("YY", {"anyOf": [STRING, INTEGER]}, {"type": ["string", "integer"]}),
    ("YN", {"anyOf": [STRING]}, {"anyOf": [STRING, INTEGER]}),
    ("YU", {"anyOf": [SHORT, LONG]}, STRING),
    ("YN", SHORT, {"anyOf": [SHORT, INTEGER]}),
    ("YY", {"allOf": [NUMBER | {"minimum": 0}, {"maximum": 5}]}, NUMBER | {"minimum": 0, "maximum": 5}),
    ("YY", {"allOf": [OBJECT | A_STRING, {"required": ["a"]}]}, OBJECT | A_STRING | {"required": ["a"]}),
    ("YY", {"oneOf": [STRING, INTEGER]}, {"anyOf": [STRING, INTEGER]}),
    ("YU", {"oneOf": [SHORT, LONG]}, {"anyOf": [SHORT, LONG]}),
    ("YY", {"oneOf": [SHORT, LONG]}, {"oneOf": [LONG, SHORT]}),
    ("UU", {"oneOf": [SHORT, LONG]}, {"oneOf": [LONG, STRING]}),
    ("UU", {"oneOf": [A_STRING, SHORT]}, {"oneOf": [SHORT, {"properties": {"b": STRING}}]}),
    ("YU", INTEGER | FROM_0, INTEGER),
    ("UU", INTEGER | FROM_0, INTEGER | FROM_1),
    ("YN", INTEGER | FROM_0, NUMBER | FROM_0),
]


@pytest.mark.parametrize("reverse", [False, True], ids=["forth", "back"])
@pytest.mark.parametrize(
    ("answers", "base", "head"),
    [*NUMBERS, *STRINGS, *VALUES, *ARRAYS, *OBJECTS, *COMBINED],
    ids=lambda part: str(part)[:50],
)
def test_containment_follows_from_the_structure(answers: str, base: Any, head: Any, reverse: bool) -> None:
    sub, sup = (head, base) if reverse else (base, head)
    assert contained(sub, sup) is LETTERS[answers[int(reverse)]]


CONVENTIONS: list[tuple[str, str, Any, Any]] = [
    # A name that only the head declares: unused so far, undecided for a free map, literally a loss.
    ("Y", "N", OBJECT | {"properties": {"b": {}}}, OBJECT | {"properties": {"a": STRING, "b": {}}}),
    ("U", "N", OBJECT, OBJECT | A_STRING),
    ("N", "N", OBJECT | {"additionalProperties": INTEGER}, OBJECT | A_STRING),
    ("N", "N", OBJECT | {"patternProperties": {"^a": INTEGER}}, OBJECT | A_STRING),
    # A place that only the head describes.
    ("Y", "N", ARRAY | {"prefixItems": [STRING]}, ARRAY | {"prefixItems": [STRING, INTEGER]}),
    ("N", "N", ARRAY | {"prefixItems": [STRING], "minItems": 2}, ARRAY | {"prefixItems": [STRING, INTEGER]}),
    ("N", "N", ARRAY, ARRAY | {"prefixItems": [STRING]}),
]


@pytest.mark.parametrize(("conventional", "literal", "sub", "sup"), CONVENTIONS)
def test_new_names_and_places_are_unused_by_convention(conventional: str, literal: str, sub: Any, sup: Any) -> None:
    assert contained(sub, sup) is LETTERS[conventional]
    assert contained(sub, sup, LITERAL) is LETTERS[literal]


INCLUSIVE = View("response", exclusive=False)


def test_one_of_read_inclusively_is_any_of() -> None:
    one_of, any_of = ({keyword: [SHORT, LONG]} for keyword in ("oneOf", "anyOf"))
    assert contained(any_of, one_of, INCLUSIVE) is Answer.YES
    assert contained(any_of, one_of) is Answer.UNKNOWN


def _node(limit: int) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Node"}
    return {"Node": {"type": "object", "properties": {"next": reference, "name": STRING | {"maxLength": limit}}}}


def test_a_recursive_schema_is_contained_if_nothing_on_the_way_round_denies_it() -> None:
    reference = {"$ref": "#/components/schemas/Node"}
    assert contained(reference, reference, components=(_node(5), _node(9))) is Answer.YES
    assert contained(reference, reference, components=(_node(9), _node(5))) is Answer.NO


def test_an_answer_that_rests_on_a_refuted_assumption_is_decided_again() -> None:
    """`First` is refuted only after `Second`, which was contained as long as `First` was assumed to be."""

    def components(limit: int) -> dict[str, Any]:
        first = {"properties": {"a": {"$ref": "#/components/schemas/Second"}, "z": STRING | {"maxLength": limit}}}
        second = {"properties": {"back": {"$ref": "#/components/schemas/First"}}}
        return {"First": OBJECT | first, "Second": OBJECT | second}

    pair = sides({}, {}, (components(9), components(5)))
    first, second = (
        [all_of([side.at(f"/components/schemas/{name}")]) for side in pair.documents] for name in ("First", "Second")
    )
    assert pair.subset.schemas(first[0], first[1], RESPONSE) is Answer.NO
    assert pair.subset.schemas(second[0], second[1], RESPONSE) is Answer.NO
    assert pair.subset.schemas(first[1], first[0], RESPONSE) is Answer.YES
    assert pair.subset.schemas(second[1], second[0], RESPONSE) is Answer.YES


TEXT: frozenset[JsonType] = frozenset({"null", "boolean", "number"})
AS_TEXT = View("request", text=TEXT)
IN_TEXT: list[tuple[str, str, Any, Any]] = [
    ("Y", "N", INTEGER, STRING),
    ("N", "N", STRING, INTEGER),
    ("N", "N", INTEGER, STRING | {"maxLength": 3}),
    ("Y", "N", INTEGER, ARRAY | {"items": INTEGER}),
    ("N", "N", INTEGER, ARRAY | {"items": INTEGER, "minItems": 2}),
    ("U", "N", ARRAY, STRING),
    ("N", "N", OBJECT, STRING),
    ("N", "N", ARRAY | {"items": INTEGER}, INTEGER),
]


@pytest.mark.parametrize(("as_text", "literal", "sub", "sup"), IN_TEXT)
def test_a_string_contains_what_is_sent_as_text(as_text: str, literal: str, sub: Any, sup: Any) -> None:
    assert contained(sub, sup, AS_TEXT) is LETTERS[as_text]
    assert contained(sub, sup, REQUEST) is LETTERS[literal]


def test_a_hidden_property_need_not_be_sent() -> None:
    optional = OBJECT | {"properties": {"a": {"readOnly": True}}}
    required = optional | {"required": ["a"]}
    assert contained(optional, required, REQUEST) is Answer.YES
    assert contained(optional, required, RESPONSE) is Answer.NO
    visible = OBJECT | {"properties": {"a": {}}, "required": ["a"]}
    assert contained(optional, visible, REQUEST) is Answer.UNKNOWN


def test_a_tagged_object_belongs_to_branches_of_its_tag_only() -> None:
    reference = "#/components/schemas/"
    bodies = {name: OBJECT | {"required": ["kind"]} for name in ("Cat", "Dog", "Fox")}

    def union(*names: str) -> dict[str, Any]:
        return {"oneOf": [{"$ref": reference + name} for name in names], "discriminator": {"propertyName": "kind"}}

    components = (bodies, bodies)
    assert contained(union("Cat"), union("Cat", "Dog"), components=components) is Answer.YES
    assert contained(union("Cat", "Dog"), union("Cat"), components=components) is Answer.NO
