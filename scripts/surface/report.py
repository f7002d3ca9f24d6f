"""The comparison of two surfaces as a table, as JSON and as Markdown."""

from collections.abc import Callable, Sequence
from typing import Any

from contract_diff.core.severity import Severity
from contract_diff.core.tables import table
from contract_diff.findings.finding import Finding, Location, Report
from contract_diff.findings.version_step import version_step
from contract_diff.reporting.json import to_text
from contract_diff.reporting.markdown import cell
from contract_diff.reporting.summary import summary
from scripts.surface.findings import NO_ACTION

_MAX_ALIASES = 2


def render_table(report: Report) -> str:
    """Return a report as a table for the terminal."""
    blocks = [finding_table(report.findings)] if report.findings else []
    return "\n\n".join([*blocks, _headline(report)]) + "\n"


def finding_table(findings: Sequence[Finding]) -> str:
    """Return findings as a table, one in each row."""
    rows = [
        [finding.severity.value, _show(finding.base), _show(finding.head), _sentences(finding)] for finding in findings
    ]
    return table(["severity", "base", "head", "what and what to do"], rows)


def _sentences(finding: Finding) -> str:
    advice = [] if finding.advice == NO_ACTION else [finding.advice]
    return " ".join([f"{finding.message}.", *advice])


def render_json(report: Report) -> str:
    """Return a report as JSON."""
    return to_text(
        {
            "base": report.base,
            "head": report.head,
            "worst": report.worst.value,
            "version_step": version_step(report.findings, report.version),
            "counts": {severity.value: report.count(severity) for severity in Severity},
            "findings": [to_plain(finding) for finding in report.findings],
        }
    )


def to_plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "effect": finding.effect,
        "names": list(finding.symbols),
        "message": finding.message,
        "advice": finding.advice,
        "undecided": finding.undecided,
        "base": _plain_location(finding.base),
        "head": _plain_location(finding.head),
    }


def _plain_location(location: Location | None) -> dict[str, Any] | None:
    return {"file": location.file, "line": location.line, "name": location.pointer} if location else None


def render_markdown(report: Report) -> str:
    """Return a report as Markdown for a pull request."""
    lines = ["## Python surface", "", _headline(report), ""]
    for severity in Severity:
        findings = [finding for finding in report.findings if finding.severity is severity]
        if findings:
            lines += _section(severity, findings)
    return "\n".join(lines).rstrip() + "\n"


FORMATS: dict[str, Callable[[Report], str]] = {"table": render_table, "json": render_json, "markdown": render_markdown}


def _section(severity: Severity, findings: Sequence[Finding]) -> list[str]:
    title = f"{severity.capitalize()} ({len(findings)})"
    rows = ["| Change | Base | Head | What to do |", "| --- | --- | --- | --- |", *map(_row, findings), ""]
    if severity is Severity.COMPATIBLE:
        return ["<details>", f"<summary>{title}</summary>", "", *rows, "</details>", ""]
    return [f"### {title}", "", *rows]


def _row(finding: Finding) -> str:
    aliases = _aliases(finding)
    change = cell(finding.message) + (f"<br>also {cell(aliases)}" if aliases else "")
    return f"| {' | '.join([change, cell(_show(finding.base)), cell(_show(finding.head)), cell(finding.advice)])} |"


def _aliases(finding: Finding) -> str:
    """Return the other names of a changed definition, at most the first few."""
    names = finding.symbols[1:]
    more = f" and {len(names) - _MAX_ALIASES} more" if len(names) > _MAX_ALIASES else ""
    return ", ".join(names[:_MAX_ALIASES]) + more


def _show(location: Location | None) -> str:
    return f"{location.file}:{location.line}" if location else "-"


def _headline(report: Report) -> str:
    return f"{report.base} to {report.head}: {summary(report)}"
