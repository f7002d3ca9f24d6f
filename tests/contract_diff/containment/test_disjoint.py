"""Whether two schemas certainly share no value; where there is a value of both, the answer must be no."""

from typing import Any

import pytest

from contract_diff.containment import disjoint as disjointness
from contract_diff.containment.disjoint import MAX_DEPTH, are_disjoint
from tests.contract_diff.algebra import RESPONSE, sides

NUMBER, STRING, ARRAY, OBJECT = ({"type": kind} for kind in ("number", "string", "array", "object"))


def kind(value: Any, required: bool = True) -> dict[str, Any]:
    """Return an object with a constant property."""
    return OBJECT | {"properties": {"kind": {"const": value}}} | ({"required": ["kind"]} if required else {})


DISJOINT: list[tuple[Any, Any]] = [
    (STRING, NUMBER),
    (False, {}),
    ({"const": 1}, {"const": 2}),
    ({"const": 1}, {"const": True}),
    ({"const": 1}, {"type": "integer", "minimum": 2}),
    ({"enum": ["a", "b"]}, STRING | {"minLength": 2}),
    (NUMBER | {"maximum": 0}, NUMBER | {"minimum": 1}),
    (NUMBER | {"maximum": 0}, NUMBER | {"exclusiveMinimum": 0}),
    (STRING | {"maxLength": 1}, STRING | {"minLength": 2}),
    (STRING | {"pattern": "^a"}, STRING | {"pattern": "^b"}),
    (ARRAY | {"maxItems": 1}, ARRAY | {"minItems": 2}),
    (kind("a"), kind("b")),
    (kind("a"), kind("b", required=False)),
    ({"type": ["string", "null"]}, {"type": ["number", "boolean"]}),
]
OVERLAPPING: list[tuple[Any, Any]] = [
    ({}, STRING),
    ({"const": 1}, {"const": 1.0}),
    ({"enum": ["a", "bb"]}, STRING | {"minLength": 2}),
    ({"enum": ["soon"]}, STRING | {"format": "date"}),
    (NUMBER | {"maximum": 0}, NUMBER | {"minimum": 0}),
    (STRING | {"maxLength": 1}, STRING | {"minLength": 1}),
    (STRING | {"pattern": "^a"}, STRING | {"pattern": "b$"}),
    (ARRAY | {"maxItems": 1}, ARRAY | {"minItems": 1}),
    (ARRAY | {"items": STRING}, ARRAY | {"items": NUMBER}),
    (kind("a", required=False), kind("b", required=False)),
    (kind("a"), kind("a")),
    ({"type": ["string", "null"]}, {"type": ["number", "null"]}),
]


def disjoint(first: Any, second: Any) -> bool:
    pair = sides(first, second)
    return are_disjoint(pair.subset.normalizer, pair.base, pair.head, RESPONSE)


@pytest.mark.parametrize(("first", "second"), DISJOINT)
def test_schemas_without_a_common_value_are_proven_disjoint(first: Any, second: Any) -> None:
    assert disjoint(first, second)
    assert disjoint(second, first)


@pytest.mark.parametrize(("first", "second"), OVERLAPPING)
def test_schemas_with_a_common_value_are_not_disjoint(first: Any, second: Any) -> None:
    assert not disjoint(first, second)
    assert not disjoint(second, first)


@pytest.mark.parametrize(("depth", "expected"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_constants_are_looked_for_to_a_depth(depth: int, expected: bool) -> None:
    first, second = {"const": "a"}, {"const": "b"}
    for _ in range(depth):
        first, second = ({**OBJECT, "properties": {"p": side}, "required": ["p"]} for side in (first, second))
    assert disjoint(first, second) is expected


def test_a_tag_is_compared_before_other_objects_within(monkeypatch: pytest.MonkeyPatch) -> None:
    def event(name: str) -> dict[str, Any]:
        data = OBJECT | {"required": ["id"], "properties": {"id": STRING}}
        return OBJECT | {"required": ["data", "kind"], "properties": {"data": data, "kind": {"const": name}}}

    pair = sides(event("a"), event("b"))
    seen: list[int] = []
    compared = disjointness.are_disjoint

    def counted(*arguments: Any) -> bool:
        seen.append(1)
        return compared(*arguments)

    monkeypatch.setattr(disjointness, "are_disjoint", counted)
    assert compared(pair.subset.normalizer, pair.base, pair.head, RESPONSE)
    assert len(seen) == 1  # of the tag alone
