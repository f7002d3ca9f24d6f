"""Likely renames: one removed property, and one equal property that is added beside it."""

from typing import Any

from tests.contract_diff.contracts import answering, compare

TEXT = {"type": "string", "maxLength": 9}


def suggestions(base: dict[str, Any], head: dict[str, Any]) -> dict[str, str]:
    """The suggested renames by the last token of a finding's pointer."""
    sides = [answering({"type": "object", "properties": properties}) for properties in (base, head)]
    findings = compare(sides[0], sides[1]).findings
    return {finding.places[0].pointer.rpartition("/")[2]: finding.renamed for finding in findings}


def test_a_renamed_property_is_suggested_on_both_sides() -> None:
    assert suggestions({"old": TEXT}, {"new": TEXT}) == {
        "old": "likely renamed to `new`",
        "new": "likely renamed from `old`",
    }


def test_another_schema_is_not_a_rename() -> None:
    assert suggestions({"old": TEXT}, {"new": {"type": "string"}}) == {"old": "", "new": ""}


def test_rivals_are_not_a_rename() -> None:
    assert suggestions({"old": TEXT}, {"new": TEXT, "newer": TEXT}) == {"old": "", "new": "", "newer": ""}
    assert suggestions({"old": TEXT, "older": TEXT}, {"new": TEXT}) == {"old": "", "older": "", "new": ""}


def test_a_property_elsewhere_is_not_a_rename() -> None:
    base = {"old": TEXT, "nested": {"type": "object", "properties": {"kept": TEXT}}}
    head = {"nested": {"type": "object", "properties": {"kept": TEXT, "new": TEXT}}}
    assert set(suggestions(base, head).values()) == {""}
