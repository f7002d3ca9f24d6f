"""References are found wherever they mean something, and only there."""

import pytest

from scripts.openapi.schemas import reached, references, resolve

REF = {"$ref": "#/components/schemas/A"}


def test_a_property_named_like_an_example_is_a_property() -> None:
    node = {"properties": {"value": REF, "example": REF}, "example": REF, "examples": [REF]}
    assert list(references(node)) == ["#/components/schemas/A"] * 2


def test_shared_examples_are_references_and_their_values_are_not() -> None:
    node = {"examples": {"Shared": {"$ref": "#/components/examples/A"}, "Own": {"value": REF}}}
    assert list(references(node)) == ["#/components/examples/A"]


def test_what_is_reached_through_other_schemas() -> None:
    document = {"components": {"schemas": {"A": {"items": {"$ref": "#/components/schemas/B"}}, "B": REF, "C": {}}}}
    assert reached(document, [REF]) == ["A", "B"]


def test_a_reference_to_itself_leads_nowhere() -> None:
    document = {"components": {"schemas": {"A": REF}}}
    with pytest.raises(KeyError):
        resolve(document, REF)
