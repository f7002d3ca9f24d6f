"""The places of a finding, by which it is named and approved."""

import pytest

from contract_diff.core.severity import Direction, Severity
from contract_diff.findings.finding import Exposure, Finding, Location


def finding(rule: str, base: str | None, head: str | None, *exposures: Exposure) -> Finding:
    base_place, head_place = (
        None if pointer is None else Location(file, pointer, 1, 1)
        for file, pointer in (("base.yaml", base), ("head.yaml", head))
    )
    return Finding(
        rule=rule,
        effect="equal",
        severity=Severity.BREAKING,
        sdk=Severity.BREAKING,
        exposures=exposures,
        base=base_place,
        head=head_place,
        message="",
        advice="",
    )


@pytest.mark.parametrize(
    ("rule", "base", "head", "places"),
    [
        ("enum-widens", "/a", "/b", ["/a", "/b"]),
        ("enum-widens", "/a", None, ["/a"]),
        ("enum-widens", "/a", "/a/b", ["/a/b"]),
        ("enum-widens", "/a/b", "/a", ["/a/b"]),
        ("enum-widens", "/a", "/ab", ["/a", "/ab"]),
        ("property-removed-narrows", "/a/properties/x", "/b", ["/a/properties/x"]),
        ("property-added", "/b", "/a/properties/x", ["/a/properties/x"]),
    ],
)
def test_the_places_are_those_of_what_changed(rule: str, base: str, head: str | None, places: list[str]) -> None:
    assert [place.pointer for place in finding(rule, base, head).places] == places


def test_operations_are_those_that_the_worst_severity_reaches() -> None:
    exposures = (
        Exposure(Direction.REQUEST, Severity.COMPATIBLE, ("POST /a",)),
        Exposure(Direction.RESPONSE, Severity.BREAKING, ("GET /b", "GET /a")),
    )
    found = finding("enum-widens", "/a", "/a", *exposures)
    assert (found.operations, found.direction) == (("GET /a", "GET /b"), "both")


def test_the_id_depends_on_rule_places_and_message() -> None:
    first = finding("enum-widens", "/a", "/a")
    assert first.id == finding("enum-widens", "/a", "/a").id
    assert first.id not in {finding("type-widens", "/a", "/a").id, finding("enum-widens", "/b", "/a").id}
