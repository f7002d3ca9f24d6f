"""In which order a report lists its findings."""

from collections.abc import Callable, Iterable

from contract_diff.findings.finding import Finding

# What findings may be sorted by besides their severity; those without it come last.
_KEYS: dict[str, Callable[[Finding], str]] = {
    "operation": lambda finding: next(iter(finding.operations), ""),
    "schema": lambda finding: _component(finding),
    "kind": lambda finding: finding.rule,
}
ORDERS = ("severity", *_KEYS)


def ordered(findings: Iterable[Finding], by: str) -> tuple[Finding, ...]:
    """Return findings so that those of one operation, schema or kind stand together, the worst of each first.

    Args:
        findings: The findings.
        by: One of ORDERS.

    Example:
        >>> ordered([], "schema")
        ()
    """
    worst_first = sorted(findings, key=lambda finding: -finding.severity.rank)
    if by in _KEYS:
        key = _KEYS[by]
        worst_first.sort(key=lambda finding: (not key(finding), key(finding)))
    return tuple(worst_first)


def _component(finding: Finding) -> str:
    """Return the schema of the components that a finding is in; empty if it is in none."""
    start, _, rest = finding.pointer.partition("/components/schemas/")
    return rest.partition("/")[0] if rest and not start else ""
