"""Markdown for a pull request."""

import re
from html import escape

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.wording import compared, main_place, message, named, notes, operations, place, summary

SIGNS = {Severity.BREAKING: "🔴", Severity.RISKY: "🟡", Severity.COMPATIBLE: "🟢"}
# GitHub takes 65,536 characters; some are left for who posts it.
MAX_BYTES = 65_000
MAX_CELL = 1_000
LEFT_OUT = "{count} more findings are left out here, as a comment can be so long only; the other formats have them all."
# What Markdown, or what GitHub makes of it, would take for more than text.
_SPECIAL = re.compile(r"[\\`*\[\]|$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)")
_LINKED = re.compile(r"@(?=\w)|(?<!&)#(?=\d)|\bGH-(?=\d)|(?<=\w)(?=://)|(?<=www)(?=\.)", re.IGNORECASE)
_NOTHING = "&#8203;"


def render(report: Report) -> str:
    """The report as Markdown, compatible findings folded away; cut where a comment would be too long."""
    head = ["## Contract diff", "", f"{cell(compared(report))}<br>", f"**{summary(report)}**", ""]
    left = MAX_BYTES - _size(head) - len(LEFT_OUT) - 1_000
    lines: list[str] = []
    told = 0
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        rows: list[str] = []
        for row in map(_row, found):
            left -= _size([row])
            if left < 0:
                break
            rows.append(row)
        told += len(rows)
        lines.extend(_section(severity, rows, len(found)) if rows else [])
    if told < len(report.findings):
        lines.append(LEFT_OUT.format(count=len(report.findings) - told))
    return "\n".join([*head, *lines]).rstrip() + "\n"


def _size(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _section(severity: Severity, rows: list[str], count: int) -> list[str]:
    title = f"{SIGNS[severity]} {severity.capitalize()} ({count})"
    table = ["| Change | Where | What to do |", "| --- | --- | --- |", *rows, ""]
    if severity is Severity.COMPATIBLE:
        return ["<details>", f"<summary>{title}</summary>", "", *table, "</details>", ""]
    return [f"### {title}", "", *table]


def _row(finding: Finding) -> str:
    shown = main_place(finding)
    what = "<br>".join(cell(text) for text in (message(finding), *notes(finding)))
    places = (cell(operations(finding)), _as_code(place(shown)), _as_code(named(finding)))
    where = "<br>".join(text for text in places if text)
    return f"| {what}<br><sub>{finding.rule} {finding.id}</sub> | {where} | {cell(finding.advice)} |"


def cell(text: str) -> str:
    """A text that stays one in a cell of a table; what stands between backticks is shown as code."""
    text = _line(text)
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _plain(text)
    return "".join(_code(part) if index % 2 else _plain(part) for index, part in enumerate(parts))


def _line(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= MAX_CELL else f"{text[:MAX_CELL]}... (shortened)"


def _as_code(text: str) -> str:
    text = _line(text)
    return _plain(text) if "`" in text else _code(text) if text else ""


def _code(text: str) -> str:
    return f"`{text.replace('|', chr(92) + '|')}`" if text.strip() else "&#96;&#96;"


def _plain(text: str) -> str:
    escaped = escape(text, quote=False)
    entities = _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", escaped)
    return _LINKED.sub(lambda match: f"{match[0]}{_NOTHING}", entities)
