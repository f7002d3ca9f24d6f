"""Likely renames: a field that disappears while an equal one appears beside it."""

from collections.abc import Iterable
from dataclasses import replace

from contract_diff.core.json_pointers import split
from contract_diff.core.json_values import canonical
from contract_diff.findings.finding import Finding, Location


def offer_renames(findings: Iterable[Finding]) -> list[Finding]:
    """Name in each removal the one equal addition beside it, and the other way round."""
    listed = list(findings)
    for gone, come in _pairs(listed):
        listed[gone], listed[come] = (
            replace(listed[gone], renamed=f"likely renamed to `{_name(listed[come].head)}`"),
            replace(listed[come], renamed=f"likely renamed from `{_name(listed[gone].base)}`"),
        )
    return listed


def _pairs(findings: list[Finding]) -> list[tuple[int, int]]:
    gone = [index for index, finding in enumerate(findings) if finding.rule.startswith("property-removed")]
    come = [index for index, finding in enumerate(findings) if finding.rule.startswith("property-added")]
    found: list[tuple[int, int]] = []
    for removed in gone:
        twins = [added for added in come if _alike(findings[removed], findings[added])]
        rivals = [other for other in gone for added in twins if _alike(findings[other], findings[added])]
        if len(twins) == len(rivals) == 1:
            found.append((removed, twins[0]))
    return found


def _alike(removed: Finding, added: Finding) -> bool:
    return (
        removed.base is not None
        and added.head is not None
        and split(removed.base.pointer)[:-1] == split(added.head.pointer)[:-1]
        and canonical(removed.values[0]) == canonical(added.values[1])
    )


def _name(place: Location | None) -> str:
    return split(place.pointer)[-1] if place else ""
