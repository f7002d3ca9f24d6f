"""A changelog in Markdown, by operation, for release notes."""

from itertools import groupby

from contract_diff.core.safe_text import visible
from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Report
from contract_diff.reporting.groups import Group, grouped
from contract_diff.reporting.markdown import as_code, cell
from contract_diff.reporting.summary import summary
from contract_diff.reporting.wording import approvable_reference, direction

LABELS = {Severity.BREAKING: "**Breaking**", Severity.RISKY: "**Risky**", Severity.COMPATIBLE: ""}
EVERYWHERE = "The whole API"


def render(report: Report) -> str:
    """Return the changes under the operations that they reach, the worst first."""
    lines = [f"## {_versions(report)}", "", f"{cell(summary(report)).capitalize()}.", ""]
    ordered = sorted(grouped(report.findings), key=lambda group: (not group.operations, _owner(group)))
    for owner, groups in groupby(ordered, key=_owner):
        entries = dict.fromkeys(_entry(group) for group in sorted(groups, key=_order))
        lines.extend([f"### {owner}", "", *entries, ""])
    return "\n".join(lines).rstrip() + "\n"


def _versions(report: Report) -> str:
    base, head = (
        cell(visible(version or name))
        for version, name in zip(report.versions, (report.base, report.head), strict=True)
    )
    return head if base == head else f"{base} to {head}"


def _owner(group: Group) -> str:
    return cell(group.operations) or EVERYWHERE


def _order(group: Group) -> tuple[int, str]:
    return -group.first.severity.rank, group.message


def _entry(group: Group) -> str:
    finding = group.first
    # The message of an operation that came or went starts with its name, that of a response with the word.
    where = "" if finding.message.startswith((*finding.operations, direction(finding))) else direction(finding)
    start = ", ".join(text for text in (LABELS[finding.severity], where) if text)
    what = cell(group.message)
    what = f"{start[:1].upper()}{start[1:]}: {what}" if start else what
    advice = "" if finding.severity is Severity.COMPATIBLE else f". {cell(finding.advice)}"
    parts = (f"- {what}{advice}", as_code(approvable_reference(finding)), group.more_places)
    return " ".join(part for part in parts if part)
