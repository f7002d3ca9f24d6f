"""A changelog in Markdown, by operation, for release notes."""

from itertools import groupby

from contract_diff.core.safe_text import visible
from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.markdown import as_code, cell
from contract_diff.reporting.wording import approvable_reference, direction, message, operations, summary

LABELS = {Severity.BREAKING: "**Breaking**", Severity.RISKY: "**Risky**", Severity.COMPATIBLE: ""}
EVERYWHERE = "The whole API"


def render(report: Report) -> str:
    """Return the changes under the operations that they reach, the worst first."""
    lines = [f"## {_versions(report)}", "", f"{cell(summary(report)).capitalize()}.", ""]
    ordered = sorted(report.findings, key=lambda finding: (not finding.operations, _owner(finding)))
    for owner, findings in groupby(ordered, key=_owner):
        entries = dict.fromkeys(_entry(finding) for finding in sorted(findings, key=_order))
        lines.extend([f"### {owner}", "", *entries, ""])
    return "\n".join(lines).rstrip() + "\n"


def _versions(report: Report) -> str:
    base, head = (
        cell(visible(version or name))
        for version, name in zip(report.versions, (report.base, report.head), strict=True)
    )
    return head if base == head else f"{base} to {head}"


def _owner(finding: Finding) -> str:
    return cell(operations(finding)) or EVERYWHERE


def _order(finding: Finding) -> tuple[int, str]:
    return -finding.severity.rank, finding.message


def _entry(finding: Finding) -> str:
    # The message of an operation that came or went starts with its name.
    where = "" if finding.message.startswith(finding.operations) else direction(finding)
    start = ", ".join(text for text in (LABELS[finding.severity], where) if text)
    what = f"{start[:1].upper()}{start[1:]}: {cell(message(finding))}" if start else cell(message(finding))
    advice = "" if finding.severity is Severity.COMPATIBLE else f". {cell(finding.advice)}"
    return f"- {what}{advice} {as_code(approvable_reference(finding))}".rstrip()
