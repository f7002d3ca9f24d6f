"""Markdown for a pull request."""

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Report
from scripts.contract_diff.report.words import notes, operations, place, summary

SIGNS = {Severity.BREAKING: "🔴", Severity.RISKY: "🟡", Severity.COMPATIBLE: "🟢"}


def render(report: Report) -> str:
    """The report as Markdown, compatible findings folded away."""
    lines = ["## Contract diff", "", summary(report), ""]
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        if found:
            lines.extend(_section(severity, found))
    return "\n".join(lines).rstrip() + "\n"


def _section(severity: Severity, found: list[Finding]) -> list[str]:
    title = f"{SIGNS[severity]} {severity.capitalize()} ({len(found)})"
    rows = [
        "| Change | Where | What to do |",
        "| --- | --- | --- |",
        *(_row(finding) for finding in found),
        "",
    ]
    if severity is Severity.COMPATIBLE:
        return ["<details>", f"<summary>{title}</summary>", "", *rows, "</details>", ""]
    return [f"### {title}", "", *rows]


def _row(finding: Finding) -> str:
    what = "<br>".join(_cell(text) for text in (finding.message, *notes(finding)))
    where = "<br>".join(
        _cell(text) for text in (operations(finding), place(finding.revision or finding.base)) if text
    )
    return f"| {what}<br><sub>{finding.rule} {finding.id}</sub> | {where} | {_cell(finding.advice)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
