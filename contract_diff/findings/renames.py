"""Likely renames: a property is removed while an equal one is added beside it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

from attrs import evolve

from contract_diff.core.json_pointers import split
from contract_diff.core.json_values import canonical
from contract_diff.findings.finding import Finding, Location


def suggest_renames(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings; each removal names the one equal addition beside it, and the addition the removal."""
    renamed = list(findings)
    for removed, added in list(_pairs(renamed)):
        head_name, base_name = _name(renamed[added].head), _name(renamed[removed].base)
        renamed[removed] = evolve(renamed[removed], renamed=f"likely renamed to `{head_name}`")
        renamed[added] = evolve(renamed[added], renamed=f"likely renamed from `{base_name}`")
    return renamed


def _pairs(findings: list[Finding]) -> Iterator[tuple[int, int]]:
    """Yield the indexes of each removal and its addition; none where several would fit."""
    removed = [index for index, finding in enumerate(findings) if finding.rule.startswith("property-removed")]
    added = [index for index, finding in enumerate(findings) if finding.rule.startswith("property-added")]
    pairs = [pair for pair in product(removed, added) if _are_alike(findings[pair[0]], findings[pair[1]])]
    uses = Counter(index for pair in pairs for index in pair)
    yield from (pair for pair in pairs if uses[pair[0]] == uses[pair[1]] == 1)


def _are_alike(removed: Finding, added: Finding) -> bool:
    return (
        removed.base is not None
        and added.head is not None
        and split(removed.base.pointer)[:-1] == split(added.head.pointer)[:-1]
        and canonical(removed.values[0]) == canonical(added.values[1])
    )


def _name(place: Location | None) -> str:
    return split(place.pointer)[-1] if place else ""
