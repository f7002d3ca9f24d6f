"""A witness shows the change that it is reported with, not another one beside it."""

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from contract_diff.core.json_values import canonical
from tests.contract_diff.contracts import answering, compare, sending

# Schemas, and several keywords that are added to each at once.
ADDED: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"type": "number"}, {"minimum": 3, "maximum": 9}),
    ({"type": "number"}, {"exclusiveMinimum": 0, "exclusiveMaximum": 1}),
    ({"type": "integer"}, {"minimum": 0, "maximum": 50, "multipleOf": 5}),
    ({"type": "string"}, {"minLength": 2, "maxLength": 4}),
    ({"type": "string"}, {"pattern": "^[a-z]*$", "maxLength": 4}),
    ({"type": "array", "items": {"type": "string"}}, {"minItems": 2, "maxItems": 3, "uniqueItems": True}),
    ({"type": "object"}, {"minProperties": 1, "maxProperties": 3}),
    ({"type": "object", "properties": {"a": {}, "b": {}}}, {"additionalProperties": False, "required": ["a"]}),
    ({"type": "object", "properties": {"a": {}, "b": {}}}, {"dependentRequired": {"a": ["b"]}, "required": ["c"]}),
]


@pytest.mark.parametrize(("schema", "added"), ADDED, ids=[",".join(added) for _, added in ADDED])
def test_each_keyword_refuses_its_own_witness(schema: dict[str, Any], added: dict[str, Any]) -> None:
    findings = compare(sending(schema), sending({**schema, **added})).findings
    assert len(findings) == len(added)
    for finding in findings:
        keyword = finding.rule.removesuffix("-narrows")
        stated = {name: value for name, value in added.items() if name.lower().endswith(keyword.lower())}
        # What `additionalProperties` refuses depends on the declared properties.
        stated |= {"properties": schema["properties"]} if keyword == "additionalProperties" else {}
        assert finding.witness
        assert not jsonschema_rs.Draft202012Validator(stated).is_valid(finding.witness.value), finding


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
@pytest.mark.parametrize("tagged", [True, False])
def test_each_branch_has_a_value_of_its_own(keyword: str, tagged: bool) -> None:
    def union(count: int) -> dict[str, Any]:
        names = [f"k{index}" for index in range(count)]
        tag = [{"type": "object", "required": ["k"], "properties": {"k": {"const": name}}} for name in names]
        member = [{"type": "object", "required": [name], "properties": {name: {"type": "string"}}} for name in names]
        return {keyword: tag if tagged else member}

    findings = compare(answering(union(2)), answering(union(5))).findings
    added = [finding for finding in findings if finding.rule.startswith(keyword)]
    values = [canonical(finding.witness.value) for finding in added if finding.witness]
    assert len(set(values)) == len(added) == 3


def test_each_conjunct_refuses_its_own_witness() -> None:
    limits = [{"minimum": 3}, {"maximum": 9}]
    findings = compare(
        sending({"allOf": [{"type": "number"}]}), sending({"allOf": [{"type": "number"}, *limits]})
    ).findings
    values = {finding.witness.value for finding in findings if finding.witness}
    assert len(findings) == 2
    assert {value < 3 for value in values} == {value > 9 for value in values} == {True, False}


def test_a_branch_with_a_mapped_name_is_shown_by_that_name() -> None:
    def union(*names: str) -> dict[str, Any]:
        schemas = {
            name: {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}} for name in names
        }
        listed = [{"$ref": f"#/components/schemas/{name}"} for name in names]
        discriminator = {"propertyName": "kind", "mapping": {name.lower(): name for name in names}}
        return answering({"oneOf": listed, "discriminator": discriminator}, components={"schemas": schemas})

    findings = compare(union("Cat", "Dog"), union("Cat", "Dog", "Emu", "Fox")).findings
    shown = {
        finding.message: finding.witness.value["kind"]
        for finding in findings
        if finding.witness and "branch" in finding.message
    }
    assert {message[-4:-1].lower(): value.lower() for message, value in shown.items()} == {"emu": "emu", "fox": "fox"}


def test_each_property_that_became_required_is_missing_from_its_own_witness() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}
    findings = compare(sending(schema), sending({**schema, "required": ["a", "b"]})).findings
    assert [sorted(finding.witness.value) for finding in findings if finding.witness] == [["b"], ["a"]]


@pytest.mark.parametrize(("contract", "side"), [(sending, "base"), (answering, "head")])
def test_the_witness_of_another_type_breaks_the_client(contract: Callable[..., dict[str, Any]], side: str) -> None:
    (finding,) = compare(contract({"type": "string"}), contract({"type": "integer"})).findings
    assert finding.witness
    assert finding.witness.valid_in == side
