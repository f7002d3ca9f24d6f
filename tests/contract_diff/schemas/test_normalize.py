"""Schemas that mean the same have the same normal form, and others don't."""

from typing import Any

import pytest

from contract_diff.schemas.finite_values import type_of
from contract_diff.schemas.keywords import MAX_HIDDEN_DEPTH
from contract_diff.schemas.normal_form import TYPES, Numbers, Objects, Strings, Values, View
from contract_diff.schemas.object_properties import declares, pattern_schema, property_schema
from tests.contract_diff.algebra import REQUEST, RESPONSE, facet, normal_form

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
EQUAL: list[tuple[Any, Any]] = [
    ({}, True),
    ({"description": "anything"}, {}),
    (False, {"not": {}}),
    ({"type": []}, False),
    ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 1}),
    ({"type": "integer", "minimum": 0.5}, {"type": "integer", "minimum": 1}),
    ({"type": "number", "multipleOf": 1}, {"type": "integer"}),
    ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 0}),
    ({"type": "number", "maximum": 0, "exclusiveMaximum": True}, {"type": "number", "exclusiveMaximum": 0}),
    ({"type": "number", "minimum": 0, "exclusiveMinimum": False}, {"type": "number", "minimum": 0}),
    ({"type": "number", "minimum": 1, "exclusiveMinimum": 1}, {"type": "number", "exclusiveMinimum": 1}),
    ({"type": "number", "minimum": 2, "exclusiveMinimum": 1}, {"type": "number", "minimum": 2}),
    ({"type": "number", "maximum": 0, "exclusiveMaximum": 1}, {"type": "number", "maximum": 0}),
    ({"type": "integer", "format": "int8"}, {"type": "integer", "minimum": -128, "maximum": 127}),
    ({"type": "integer", "format": "int16"}, {"type": "integer", "minimum": -32768, "maximum": 32767}),
    ({"type": "integer", "format": "int32"}, {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1}),
    ({"type": "integer", "format": "int64"}, {"type": "integer"}),
    ({"type": "number", "format": "int32"}, {"type": "number"}),
    ({"type": "number", "format": "double"}, {"type": "number"}),
    ({"type": ["integer", "number"]}, {"type": "number"}),
    ({"type": "string", "minLength": 0}, STRING),
    ({"type": "string", "pattern": ".*"}, STRING),
    ({"type": "string", "format": "password"}, STRING),
    ({"const": "a"}, {"enum": ["a"]}),
    ({"const": 1}, {"const": 1.0}),
    ({"enum": ["a", 1], "type": "string"}, {"const": "a"}),
    ({"enum": [1, 2, 3], "minimum": 2}, {"enum": [2, 3]}),
    ({"const": "abc", "maxLength": 2}, False),
    ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ({"type": "string", "enum": ["a"], "nullable": True}, {"enum": ["a"]}),
    ({"type": "string", "enum": ["a", None], "nullable": True}, {"enum": ["a", None]}),
    ({"type": ["string", "null"], "not": {"type": "null"}}, STRING),
    ({"enum": ["a", "b"], "not": {"const": "a"}}, {"const": "b"}),
    ({"enum": ["a"], "not": {"enum": ["a", "b"]}}, False),
    ({"allOf": [{"minimum": 1}, {"maximum": 2}], "type": "number"}, {"type": "number", "minimum": 1, "maximum": 2}),
    ({"allOf": [STRING, INTEGER]}, False),
    ({"type": "array", "minItems": 0}, {"type": "array"}),
    ({"type": "array", "uniqueItems": False}, {"type": "array"}),
    ({"type": "array", "items": {}}, {"type": "array"}),
    ({"type": "array", "minItems": 2, "maxItems": 1}, False),
    ({"type": "object", "minProperties": 0}, {"type": "object"}),
    ({"type": "object", "minProperties": 2, "maxProperties": 1}, False),
    ({"if": {"type": "string"}}, {}),
    ({"type": "array", "items": {}, "unevaluatedItems": True}, {"type": "array"}),
]


@pytest.mark.parametrize(("schema", "same"), EQUAL)
def test_spellings_of_one_schema_have_one_normal_form(schema: Any, same: Any) -> None:
    assert normal_form(schema) == normal_form(same)


DIFFERENT: list[tuple[Any, Any]] = [
    ({"const": 1}, {"const": True}),
    ({"const": 0}, {"const": False}),
    ({"const": 1}, {"const": "1"}),
    ({"type": "number", "minimum": 0}, {"type": "number", "exclusiveMinimum": 0}),
    ({"type": "number", "format": "float"}, {"type": "number"}),
    ({"type": "string", "format": "date"}, STRING),
    ({"type": "string", "contentEncoding": "base64"}, STRING),
    ({"type": "string", "contentMediaType": "text/html"}, STRING),
    ({"type": "string", "contentSchema": INTEGER}, STRING),
    ({"type": "array", "uniqueItems": True}, {"type": "array"}),
    ({"type": "object", "additionalProperties": False}, {"type": "object"}),
    ({"type": "object", "dependentRequired": {"a": ["b"]}}, {"type": "object"}),
    ({"type": "array", "contains": STRING}, {"type": "array"}),
    ({"if": {"type": "string"}, "then": {"minLength": 1}}, {}),
]


@pytest.mark.parametrize(("schema", "different"), DIFFERENT)
def test_schemas_that_differ_in_a_value_differ_in_their_normal_form(schema: Any, different: Any) -> None:
    assert normal_form(schema) != normal_form(different)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(None, "null"), (True, "boolean"), (0, "number"), (0.5, "number"), ("", "string"), ([], "array"), ({}, "object")],
)
def test_the_type_of_a_value(value: Any, kind: str) -> None:
    assert type_of(value) == kind


def test_anything_has_one_alternative_for_each_type() -> None:
    assert {kind: len(facets) for kind, facets in normal_form({}).facets.items()} == dict.fromkeys(TYPES, 1)
    assert normal_form(False).facets == {}


def test_a_union_has_an_alternative_for_each_branch() -> None:
    form = normal_form({"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string", "minLength": 9}, INTEGER]})
    assert [(facet.low, facet.high) for facet in form.of("string") if isinstance(facet, Strings)] == [(0, 3), (9, None)]
    (number,) = form.of("number")
    assert isinstance(number, Numbers)
    assert number.step == 1
    assert number.origin is not None
    assert number.origin.pointer.endswith("/anyOf/2")


@pytest.mark.parametrize(
    ("branches", "has_extra"), [([STRING, INTEGER], False), ([STRING, {"maxLength": 3}], True), ([STRING], False)]
)
def test_one_of_is_any_of_if_its_branches_exclude_each_other(branches: list[Any], has_extra: bool) -> None:
    form = normal_form({"oneOf": branches})
    assert any(facet.extras for facets in form.facets.values() for facet in facets) is has_extra
    inclusive = normal_form({"oneOf": branches}, View("response", exclusive=False))
    assert not any(facet.extras for facets in inclusive.facets.values() for facet in facets)


def test_a_schema_that_contains_itself_keeps_itself_as_an_extra() -> None:
    loop = {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Schema"}]}
    assert {extra.keyword for facet in normal_form(loop).of("string") for extra in facet.extras} == {"allOf"}


def test_not_of_an_infinite_set_stays_an_extra() -> None:
    only = facet({"type": "string", "not": {"minLength": 3}})
    assert [extra.keyword for extra in only.extras] == ["not"]
    finite = facet({"type": "string", "not": {"type": "integer"}})
    assert finite.extras == frozenset()


def test_each_view_hides_properties_of_the_other_direction() -> None:
    schema = {
        "type": "object",
        "required": ["read", "write"],
        "properties": {
            "read": {"readOnly": True},
            "write": {"writeOnly": True},
            "deep": {"allOf": [{"readOnly": True}]},
        },
    }
    request, response = (facet(schema, view) for view in (REQUEST, RESPONSE))
    assert isinstance(request, Objects)
    assert isinstance(response, Objects)
    assert (request.hidden, request.required, request.declared) == ({"read", "deep"}, {"write"}, {"write"})
    assert (response.hidden, response.required, response.declared) == ({"write"}, {"read"}, {"read", "deep"})


@pytest.mark.parametrize(("depth", "is_hidden"), [(0, True), (MAX_HIDDEN_DEPTH, True), (MAX_HIDDEN_DEPTH + 1, False)])
def test_read_only_is_looked_for_to_a_depth(depth: int, is_hidden: bool) -> None:
    hiding: dict[str, Any] = {"readOnly": True}
    for _ in range(depth):
        hiding = {"allOf": [hiding]}
    only = facet({"type": "object", "properties": {"a": hiding}}, REQUEST)
    assert isinstance(only, Objects)
    assert only.hidden == ({"a"} if is_hidden else set())


def test_a_property_has_the_schemas_of_its_name_and_of_its_patterns() -> None:
    only = facet(
        {
            "type": "object",
            "properties": {"ab": STRING},
            "patternProperties": {"^a": INTEGER},
            "additionalProperties": {"type": "null"},
        }
    )
    assert isinstance(only, Objects)
    schemas = {name: property_schema(only, name) for name in ("ab", "a", "z")}
    pointers = {name: [node.pointer.split("/", 4)[4] for node in schema] for name, schema in schemas.items()}
    assert pointers == {
        "ab": ["properties/ab", "patternProperties/^a"],
        "a": ["patternProperties/^a"],
        "z": ["additionalProperties"],
    }
    assert [declares(only, name) for name in ("ab", "a", "z")] == [True, True, False]
    assert [node.raw for node in pattern_schema(only, "^a")] == [INTEGER]


def test_a_pattern_for_every_name_leaves_nothing_to_additional_properties() -> None:
    only = facet({"type": "object", "patternProperties": {".*": STRING}, "additionalProperties": False})
    assert isinstance(only, Objects)
    assert [node.raw for node in only.rest] == [STRING]
    assert only.patterns == frozenset()


def test_unevaluated_properties_close_what_all_of_declares() -> None:
    schema = {"type": "object", "allOf": [{"properties": {"a": STRING}}], "unevaluatedProperties": False}
    only = facet(schema)
    assert isinstance(only, Objects)
    assert [node.raw for node in property_schema(only, "b")] == [False]
    assert [node.raw for node in property_schema(only, "a")] == [STRING]


def test_unevaluated_properties_of_a_branch_leave_nothing_to_those_around_it() -> None:
    closed = {"properties": {"a": STRING}, "unevaluatedProperties": INTEGER}
    only = facet({"type": "object", "allOf": [closed], "unevaluatedProperties": False})
    assert isinstance(only, Objects)
    assert [node.raw for node in property_schema(only, "b")] == [INTEGER]


def test_items_leave_nothing_to_unevaluated_items() -> None:
    only = facet({"type": "array", "items": STRING, "unevaluatedItems": False})
    assert only.extras == frozenset()


def test_unevaluated_items_limit_the_items_after_the_prefix() -> None:
    only: Any = facet({"type": "array", "prefixItems": [STRING], "unevaluatedItems": INTEGER})
    assert [[node.raw for node in only.item(index)] for index in (0, 1)] == [[STRING], [INTEGER]]
    dependent = facet({"type": "array", "contains": STRING, "unevaluatedItems": False})
    assert {extra.keyword for extra in dependent.extras} == {"contains", "unevaluatedItems"}


def test_a_discriminator_tags_the_objects_of_its_branches() -> None:
    cat, dog = ({"type": "object", "properties": {"kind": {"const": name}}} for name in ("cat", "dog"))
    union = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"kitty": "Cat", "puppy": "#/components/schemas/Dog"}},
    }
    tags = [facet.tags for facet in normal_form(union, Cat=cat, Dog=dog).of("object")]
    assert tags == [
        {("kind", "Cat"), ("kind", "kitty"), ("kind", "cat")},
        {("kind", "Dog"), ("kind", "puppy"), ("kind", "dog")},
    ]


def test_values_in_canonical_form_don_t_depend_on_their_spelling() -> None:
    only = facet({"const": {"b": 1.0, "a": [True]}})
    assert isinstance(only, Values)
    assert only.items == {'{"a":[true],"b":1}'}
