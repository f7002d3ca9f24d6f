"""Markdown for a pull request."""

import re
from html import escape, unescape

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Report
from contract_diff.reporting.groups import Group, grouped
from contract_diff.reporting.summary import counted, kinds, of_severity, summary
from contract_diff.reporting.wording import (
    approvable_reference,
    compared,
    main_place,
    notes,
    place,
)

SIGNS = {Severity.BREAKING: "🔴", Severity.RISKY: "🟡", Severity.COMPATIBLE: "🟢"}
# GitHub takes 65,536 characters; the rest is for text around the report.
MAX_BYTES = 65_000
MAX_CELL = 1_000
OMITTED = "{count} more findings omitted (comment size limit); see another report format for the full list."
# Characters that Markdown, or GitHub's extension of it, would interpret.
_SPECIAL = re.compile(r"[\\`*\[\]|$]|(?<![^\W_])_|_(?![^\W_])|~(?=~)")
_LINKED = re.compile(r"@(?=\w)|(?<!&)#(?=\d)|\bGH-(?=\d)|(?<=\w)(?=://)|(?<=www)(?=\.)", re.IGNORECASE)
_NOTHING = "&#8203;"
# The same within <code>, where everything must stay what it is when it is copied.
_SPECIAL_IN_CODE = re.compile(r"[\\`*_~\[\]|$@#:]|(?<=www)\.|(?<=gh)-", re.IGNORECASE)
# Longer words must break, or their column takes the whole page.
MAX_UNBROKEN = 40
_SLASH = re.compile("/|&#126;1")  # as it is, and in a pointer


def render(report: Report) -> str:
    """Return the report as Markdown, with compatible findings folded; cut off where a comment would be too long."""
    heading = ["## Contract diff", "", f"{cell(compared(report))}<br>", f"**{summary(report)}**", ""]
    heading += [*(f"- {cell(line)}" for line in kinds(report)), ""]
    left = MAX_BYTES - _size(heading) - len(OMITTED) - 1_000
    lines: list[str] = []
    groups = grouped(report.findings)
    shown = 0
    for severity in Severity:
        own = of_severity(groups, severity)
        rows: list[str] = []
        for group in own:
            row = _row(group)
            left -= _size([row])
            if left < 0:
                break
            rows.append(row)
        shown += len(rows)
        lines.extend(_section(severity, rows, counted(own)) if rows else [])
    if shown < len(groups):
        lines.append(OMITTED.format(count=len(groups) - shown))
    return "\n".join([*heading, *lines]).rstrip() + "\n"


def _size(lines: list[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _section(severity: Severity, rows: list[str], count: str) -> list[str]:
    title = f"{SIGNS[severity]} {severity.capitalize()} ({count})"
    table = ["| Change | Where | What to do |", "| --- | --- | --- |", *rows, ""]
    if severity is Severity.COMPATIBLE:
        return ["<details>", f"<summary>{title}</summary>", "", *table, "</details>", ""]
    return [f"### {title}", "", *table]


def _row(group: Group) -> str:
    finding = group.first
    location = main_place(finding)
    what = "<br>".join(cell(text) for text in (group.message, *notes(finding)))
    places = (
        cell(group.operations),
        _narrow_code(place(location)),
        _narrow_code(approvable_reference(finding)),
    )
    where = "<br>".join(text for text in (*places, group.more_places) if text)
    return f"| {what}<br><sub>{finding.rule} {finding.id}</sub> | {where} | {cell(finding.advice)} |"


def cell(text: str) -> str:
    """Return text escaped for a cell of a table; text between backticks becomes code."""
    text = _line(text)
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _breakable(_plain(text))
    return "".join(_narrow_code(part) if index % 2 else _breakable(_plain(part)) for index, part in enumerate(parts))


def _line(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= MAX_CELL else f"{text[:MAX_CELL]}... (shortened)"


def as_code(text: str) -> str:
    """Return text as code; as plain text where it contains a backtick."""
    text = _line(text)
    return _plain(text) if "`" in text else _code(text) if text else ""


def _narrow_code(text: str) -> str:
    """Return text as code that may break at its slashes if it is long."""
    text = _line(text)
    if "`" not in text and len(text) <= MAX_UNBROKEN:
        return as_code(text)
    entities = _SPECIAL_IN_CODE.sub(lambda match: f"&#{ord(match[0])};", escape(text, quote=False))
    return f"<code>{_breakable(entities)}</code>"


def _breakable(text: str) -> str:
    return re.sub(r"\S+", lambda word: _broken(word[0]) if len(unescape(word[0])) > MAX_UNBROKEN else word[0], text)


def _broken(word: str) -> str:
    return _SLASH.sub(r"\g<0><wbr>", word)


def _code(text: str) -> str:
    if "##[" in text:  # a command in a runner's log, and an entity is not read in code
        return f"<code>{_plain(text)}</code>"
    return f"`{text.replace('|', chr(92) + '|')}`" if text.strip() else "&#96;&#96;"


def _plain(text: str) -> str:
    escaped = escape(text, quote=False)
    entities = _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", escaped)
    return _LINKED.sub(lambda match: f"{match[0]}{_NOTHING}", entities)
