"""One self-contained page: filters by severity and text, base and head side by side."""

import json
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from contract_diff.core.safe_text import visible
from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Location, Report
from contract_diff.reporting.groups import Group, grouped
from contract_diff.reporting.summary import counted, of_severity, summary
from contract_diff.reporting.wording import (
    approvable_reference,
    compared,
    direction,
    main_place,
    notes,
    operations,
    place,
    reference,
)

PAGE = Path(__file__).with_name("page.html")
MAX_LINES = 60
MAX_CHARACTERS = 10_000


def render(report: Report) -> str:
    """Return the report as an HTML page."""
    groups = grouped(report.findings)
    return Template(PAGE.read_text(encoding="utf-8")).substitute(
        title=escape(compared(report)),
        summary=escape(summary(report)),
        filters="".join(_filter(severity, counted(of_severity(groups, severity))) for severity in Severity),
        findings="".join(map(_finding, groups)) or "<p>Nothing changed.</p>\n",
    )


def _filter(severity: Severity, count: str) -> str:
    checked = "" if severity is Severity.COMPATIBLE else " checked"
    box = f'<input type="checkbox" value="{severity}"{checked}>'
    return f'<label class="{severity}">{box} {severity} ({count})</label>'


def _finding(group: Group) -> str:
    finding = group.first
    remarks = "".join(f"<p>{escape(note)}</p>" for note in notes(finding))
    reached = f"<p class=where>{escape(operations(*group.findings, limit=8))}</p>" if finding.operations else ""
    sides = _side("Base", finding.base, finding.values[0]) + _side("Head", finding.head, finding.values[1])
    facts = " · ".join(escape(part) for part in (finding.rule, direction(finding)) if part)
    return (
        f'<article class="{finding.severity}" id="{finding.id}" data-severity="{finding.severity}">'
        f"<h2><b>{finding.severity}</b> {escape(group.message)}</h2>"
        f"{reached}<p><strong>{escape(finding.advice)}</strong></p>{remarks}"
        f'<div class="sides">{sides}</div>{_others(group)}'
        f'<footer>{facts} · <a href="#{finding.id}">{finding.id}</a></footer></article>\n'
    )


def _others(group: Group) -> str:
    """Return the further places, folded; each is where links to its finding lead."""
    rows = "".join(
        f'<li id="{finding.id}">{escape(place(main_place(finding)))} {escape(approvable_reference(finding))}</li>'
        for finding in group.others
    )
    return f"<details><summary>{group.more_places}</summary><ul class=where>{rows}</ul></details>" if rows else ""


def _side(title: str, location: Location | None, value: Any) -> str:
    if location is None:
        return f"<section><h3>{title}</h3><p class=where>absent</p></section>"
    where = f"<p class=where>{escape(place(location))} {escape(reference(location))}</p>"
    excerpt = f"<pre tabindex=0>{escape(_excerpt(value))}</pre>" if _is_contract(location) else ""
    return f"<section><h3>{title}</h3>{where}{excerpt}</section>"


def _is_contract(location: Location) -> bool:
    """Return whether the place is in a contract, where there is a value; in code there is only a name."""
    return location.pointer[:1] in ("", "/") or "#" in location.pointer


def _excerpt(value: Any) -> str:
    lines = json.dumps(value, indent=2, ensure_ascii=False).splitlines()
    text = "\n".join([*lines[:MAX_LINES], "..."] if len(lines) > MAX_LINES else lines)
    return visible(text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}...")
