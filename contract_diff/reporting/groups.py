"""Findings grouped by cause: those that say the same of several places are one row, which counts the places."""

from collections import Counter
from collections.abc import Iterable

from attrs import frozen

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.wording import message, operations

# How many groups a table for people shows of each severity.
MAX_ROWS = 50
# How many kinds of each severity are listed first.
MAX_KINDS = 8


@frozen
class Group:
    """Findings of one cause: the same rule, severity and message, at one or more places."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def more_places(self) -> str:
        """How many further places there are, in words; empty if there are none."""
        more = len(self.findings) - 1
        return f"and {more} more {'places' if more > 1 else 'place'}" if more else ""

    @property
    def operations(self) -> str:
        """The operations that any of the findings reaches, only the first few by name."""
        return operations(*self.findings)


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Return the groups of findings, in the order of their first ones."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.severity, finding.sdk, finding.rule, message(finding), finding.advice, finding.clause)
        groups.setdefault((*key, finding.approval, finding.renamed), []).append(finding)
    return [Group(tuple(group)) for group in groups.values()]


def kinds(report: Report) -> list[str]:
    """Return a line for each severity: how often each rule is reported, the most frequent first.

    Nothing if there are so few findings that they are their own summary.
    """
    if len(report.findings) <= len(Severity):
        return []
    lines = {severity: Counter[str]() for severity in Severity}
    for finding in report.findings:
        lines[finding.severity][finding.rule] += 1
    return [f"{severity}: {', '.join(_counts(rules))}" for severity, rules in lines.items() if rules]


def _counts(rules: Counter[str]) -> list[str]:
    counts = [f"{count} {rule}" for rule, count in rules.most_common(MAX_KINDS)]
    more = len(rules) - MAX_KINDS
    return [*counts, f"and {more} more {'kinds' if more > 1 else 'kind'}"] if more > 0 else counts
