"""What the contract doesn't say of single properties, by kind of record and property."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from pivotal._value_checks import Check, day_or_timestamp, filled_string, lower_case_email


@frozen
class FieldRule:
    """What a body may send as a property, more exactly than the contract says.

    Args:
        check: Validates the value, and returns it as it is stored.
        reason: Why the contract's schema isn't enough.
    """

    check: Check
    reason: str


FIELD_RULES: Mapping[tuple[str, str], FieldRule] = {
    ("customer", "name"): FieldRule(filled_string, "The contract states no minLength; an empty name is refused."),
    ("customer", "slug"): FieldRule(filled_string, "The contract states no minLength; an empty slug is refused."),
    ("contact", "name"): FieldRule(filled_string, "The contract states no minLength; an empty name is refused."),
    ("contact", "email"): FieldRule(lower_case_email, "The contract states no format, and that it is lower-cased."),
    ("onboarding", "target_launch_date"): FieldRule(day_or_timestamp, "The contract says ISO 8601 only in prose."),
}

DEFAULTS: Mapping[tuple[str, str], Any] = {
    # The contract states none; new customers are seen with this status.
    ("customer", "status"): "onboarding",
}


def own_checks(kind: str) -> dict[str, Check]:
    """Return the checks of a kind's properties that replace the contract's."""
    return {wire: rule.check for (name, wire), rule in FIELD_RULES.items() if name == kind}
