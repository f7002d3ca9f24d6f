"""The numbers that a report begins and ends with: how many causes, at how many places."""

from collections.abc import Collection, Iterable

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Report
from contract_diff.findings.version_step import describe_step, version_step
from contract_diff.reporting.groups import Group, grouped

# How many kinds of each severity are listed first.
MAX_KINDS = 8


def counted(groups: Collection[Group], what: str = "") -> str:
    """Return the number of causes, and of places if there are more."""
    words = f"{len(groups)} {what}".strip()
    places = sum(1 + len(group.others) for group in groups)
    return f"{words} at {places} places" if places > len(groups) else words


def kinds(report: Report) -> list[str]:
    """Return a line for each severity: how often each rule is reported, the most frequent first.

    Nothing if there are so few causes that they are their own summary.
    """
    groups = grouped(report.findings)
    if len(groups) <= len(Severity):
        return []
    return [f"{severity}: {', '.join(_kinds(own))}" for severity in Severity if (own := of_severity(groups, severity))]


def _kinds(groups: list[Group]) -> list[str]:
    by_rule: dict[str, list[Group]] = {}
    for group in groups:
        by_rule.setdefault(group.first.rule, []).append(group)
    ordered = sorted(by_rule, key=lambda rule: -len(by_rule[rule]))
    more = len(ordered) - MAX_KINDS
    end = [f"and {more} more {'kinds' if more > 1 else 'kind'}"] if more > 0 else []
    return [*(counted(by_rule[rule], rule) for rule in ordered[:MAX_KINDS]), *end]


def of_severity(groups: Iterable[Group], severity: Severity) -> list[Group]:
    """Return the groups of one severity."""
    return [group for group in groups if group.first.severity is severity]


def summary(report: Report) -> str:
    """Return the number of causes by severity, and the version step."""
    groups = grouped(report.findings)
    counts = ", ".join(counted(of_severity(groups, severity), severity) for severity in Severity)
    step = describe_step(version_step(report.all_findings, report.version), report.version)
    hidden = f" (and {len(report.hidden)} that are hidden)" if report.hidden else ""
    return f"{counts}{hidden}; suggested version step: {step}"
