"""One self-contained page: filter by severity, old and new side by side."""

import json
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Location, Report
from scripts.contract_diff.report.words import notes, operations, place, summary

PAGE = Path(__file__).with_name("page.html")
MAX_LINES = 60


def render(report: Report) -> str:
    """The report as an HTML page."""
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        title=escape(f"{report.base} to {report.revision}"),
        summary=escape(f"{summary(report)}; policy {report.policy}"),
        filters="".join(_filter(severity, report.count(severity)) for severity in Severity),
        findings="".join(_finding(finding) for finding in report.findings) or "<p>Nothing changed.</p>",
    )


def _filter(severity: Severity, count: int) -> str:
    checked = "" if severity is Severity.COMPATIBLE else " checked"
    box = f'<input type="checkbox" value="{severity}"{checked}>'
    return f'<label class="{severity}">{box} {severity} ({count})</label>'


def _finding(finding: Finding) -> str:
    told = "".join(f"<p>{escape(note)}</p>" for note in notes(finding))
    reached = f"<p class=where>{escape(operations(finding, limit=8))}</p>" if finding.operations else ""
    sides = _side(finding.base, finding.values[0]) + _side(finding.revision, finding.values[1])
    return (
        f'<article class="{finding.severity}" id="{finding.id}" data-severity="{finding.severity}">'
        f"<h2><b>{finding.severity}</b> {escape(finding.message)}</h2>"
        f"{reached}<p><strong>{escape(finding.advice)}</strong></p>{told}"
        f'<div class="sides">{sides}</div>'
        f"<footer>{escape(finding.rule)} · {finding.direction} · {finding.id}</footer></article>\n"
    )


def _side(location: Location | None, value: Any) -> str:
    if location is None:
        return "<section><p class=where>not there</p></section>"
    lines = json.dumps(value, indent=2, ensure_ascii=False).splitlines()
    shown = "\n".join([*lines[:MAX_LINES], "..."] if len(lines) > MAX_LINES else lines)
    where = f"{place(location)} #{location.pointer}"
    return f"<section><p class=where>{escape(where)}</p><pre>{escape(shown)}</pre></section>"
