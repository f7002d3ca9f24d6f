"""References are found where they refer to a part, and not in names or example values."""

import pytest

from scripts.openapi.schemas import find_references, reachable_schemas, resolve_reference

REF = {"$ref": "#/components/schemas/A"}


def test_a_property_named_like_an_example_is_a_property() -> None:
    node = {"properties": {"value": REF, "example": REF}, "example": REF, "examples": [REF]}
    assert list(find_references(node)) == ["#/components/schemas/A"] * 2


def test_shared_examples_are_references_and_their_values_are_not() -> None:
    node = {"examples": {"Shared": {"$ref": "#/components/examples/A"}, "Own": {"value": REF}}}
    assert list(find_references(node)) == ["#/components/examples/A"]


def test_schemas_are_reachable_through_other_schemas() -> None:
    document = {"components": {"schemas": {"A": {"items": {"$ref": "#/components/schemas/B"}}, "B": REF, "C": {}}}}
    assert reachable_schemas(document, [REF]) == ["A", "B"]


def test_a_reference_to_itself_has_no_target() -> None:
    document = {"components": {"schemas": {"A": REF}}}
    with pytest.raises(KeyError):
        resolve_reference(document, REF)
