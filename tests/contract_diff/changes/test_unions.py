"""Unions: a value with the tag of one branch is not accepted by another branch, even by an open one."""

from typing import Any

import pytest

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Report
from tests.contract_diff.contracts import answering, compare, sending

KIND = {"kind": {"type": "string"}}


def _pets(*names: str, mapping: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    """A union of open objects, the first with some more fields, and its components."""
    discriminator = {"propertyName": "kind", **({"mapping": mapping} if mapping else {})}
    bodies = [
        {"type": "object", "required": ["kind"], "properties": KIND | (fields if not i else {})} for i in (0, 1, 2)
    ]
    schemas = dict(zip(names, bodies, strict=False))
    references = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    return {"schema": {"oneOf": references, "discriminator": discriminator}, "components": {"schemas": schemas}}


def _received(base: dict[str, Any], head: dict[str, Any]) -> Report:
    sides = [answering(side["schema"], components=side["components"]) for side in (base, head)]
    return compare(sides[0], sides[1])


def _sent(base: dict[str, Any], head: dict[str, Any]) -> Report:
    sides = [sending(side["schema"], components=side["components"]) for side in (base, head)]
    return compare(sides[0], sides[1])


def severities(report: Report) -> dict[str, str]:
    return {finding.rule: finding.severity.value for finding in report.findings}


def test_a_tagged_branch_is_compared_alone_although_another_is_open() -> None:
    base, head = (_pets("Dog", "Cat", legs={"enum": values}) for values in (["four"], ["four", "three"]))
    assert severities(_received(base, head)) == {"enum-widens": "breaking"}
    assert severities(_sent(head, base)) == {"enum-narrows": "breaking"}
    assert severities(_sent(base, head)) == {"enum-widens": "compatible"}


def test_a_removed_branch_is_a_loss_although_another_is_open() -> None:
    report = _sent(_pets("Dog", "Cat", "Fox"), _pets("Dog", "Cat"))
    assert severities(report) == {"oneOf-narrows": "breaking", "component-removed": "compatible"}
    report = _received(_pets("Dog", "Cat"), _pets("Dog", "Cat", "Fox"))
    assert severities(report) == {"oneOf-widens": "breaking"}


@pytest.mark.parametrize("keyword", ["const", "mapping"])
def test_a_renamed_component_that_keeps_its_tag_is_a_risk(keyword: str) -> None:
    sides = [
        _pets(name, "Cat", mapping={"dog": name}) if keyword == "mapping" else _pets(name, "Cat", kind={"const": "dog"})
        for name in ("Dog", "Hound")
    ]
    assert _sent(sides[0], sides[1]).worst is Severity.RISKY


def test_a_renamed_component_whose_name_is_its_tag_breaks() -> None:
    reported = severities(_sent(_pets("Dog", "Cat"), _pets("Hound", "Cat")))
    assert reported == {"component-renamed": "risky", "discriminator-incomparable": "breaking"}


def test_a_loss_that_only_an_open_branch_covers_is_a_risk() -> None:
    sides = [_pets("Dog", "Cat", legs={"enum": values}) for values in (["four"], ["four", "three"])]
    for side in sides:
        del side["schema"]["discriminator"]
    assert severities(_received(sides[0], sides[1]))["enum-widens"] == "risky"
    # A value that was only a Cat is now a Dog too.
    reported = {"enum-widens": "compatible", "union-overlap-narrows": "risky"}
    assert severities(_sent(sides[0], sides[1])) == reported


def test_a_branch_without_a_name_is_reported_by_its_types() -> None:
    (finding,) = compare(
        sending({"anyOf": [{"type": "null"}, {"type": "integer"}]}), sending({"anyOf": [{"type": "null"}]})
    ).findings
    assert finding.message == "anyOf: removed branch `1` (integer)"


def test_a_change_of_the_only_alternative_is_reported_once() -> None:
    base = {"type": "object", "required": ["a"]}
    head = {"type": "object", "properties": {"a": {}, "b": {}}, "additionalProperties": False}
    head["oneOf"] = [{"required": ["a"]}, {"required": ["b"]}]
    assert severities(compare(sending(base), sending(head))) == {
        "union-narrows": "breaking",
        "union-widens": "compatible",
    }


@pytest.mark.parametrize("keyword", ["allOf", "oneOf"])
def test_null_beside_a_branch_is_reported_although_the_branch_changes_too(keyword: str) -> None:
    def content(length: int, **more: Any) -> dict[str, Any]:
        return {"type": "object", "properties": {"a": {keyword: [{"type": "string", "maxLength": length}], **more}}}

    report = compare(answering(content(3)), answering(content(4, nullable=True)))
    assert severities(report) == {"null-widens": "breaking", "maxLength-widens": "breaking"}
