"""The comparison of two surfaces as a table, as JSON and as Markdown."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from contract_diff.core.severity import Severity
from contract_diff.core.tables import table
from contract_diff.findings.finding import Finding, Location
from contract_diff.findings.version_step import describe_step
from contract_diff.reporting.markdown import cell
from scripts.surface.findings import NOTHING_TO_DO
from scripts.surface.run import Comparison

_MORE = 2


def as_table(comparison: Comparison) -> str:
    """For the terminal."""
    blocks = [rows_table(comparison.findings)] if comparison.findings else []
    return "\n\n".join([*blocks, _summary(comparison)]) + "\n"


def rows_table(findings: Sequence[Finding]) -> str:
    """Findings as a table, one a row."""
    rows = [
        [one.severity.value, _place(one.base), _place(one.head), " ".join([one.message + ".", *_advice(one)])]
        for one in findings
    ]
    return table(["severity", "base", "head", "what and what to do"], rows)


def as_json(comparison: Comparison) -> str:
    """For machines."""
    told = {
        "base": comparison.base,
        "head": comparison.head,
        "worst": comparison.worst.value,
        "version_step": comparison.step,
        "counts": {severity.value: comparison.count(severity) for severity in Severity},
        "findings": [plain(one) for one in comparison.findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_markdown(comparison: Comparison) -> str:
    """For a pull request."""
    lines = ["## Python surface", "", _summary(comparison), ""]
    for severity in Severity:
        found = [one for one in comparison.findings if one.severity is severity]
        if found:
            lines += _section(severity, found)
    return "\n".join(lines).rstrip() + "\n"


FORMATS: dict[str, Callable[[Comparison], str]] = {"table": as_table, "json": as_json, "markdown": as_markdown}


def _section(severity: Severity, found: list[Finding]) -> list[str]:
    title = f"{severity.capitalize()} ({len(found)})"
    rows = ["| Change | Base | Head | What to do |", "| --- | --- | --- | --- |", *map(_row, found), ""]
    if severity is Severity.COMPATIBLE:
        return ["<details>", f"<summary>{title}</summary>", "", *rows, "</details>", ""]
    return [f"### {title}", "", *rows]


def _row(finding: Finding) -> str:
    also = f"<br>also {cell(_also(finding))}" if _also(finding) else ""
    places = map(cell, (_place(finding.base), _place(finding.head)))
    return f"| {' | '.join([cell(finding.message) + also, *places, cell(finding.advice)])} |"


def _also(finding: Finding) -> str:
    """The other names that a change is known under, the first few."""
    others = finding.symbols[1:]
    more = f" and {len(others) - _MORE} more" if len(others) > _MORE else ""
    return ", ".join(others[:_MORE]) + more


def _advice(finding: Finding) -> list[str]:
    return [] if finding.advice == NOTHING_TO_DO else [finding.advice]


def _place(location: Location | None) -> str:
    return f"{location.file}:{location.line}" if location else "-"


def plain(finding: Finding) -> dict[str, Any]:
    """A finding as plain values."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "effect": finding.effect,
        "names": list(finding.symbols),
        "message": finding.message,
        "advice": finding.advice,
        "undecided": finding.undecided,
        "base": _plain_place(finding.base),
        "head": _plain_place(finding.head),
    }


def _plain_place(location: Location | None) -> dict[str, Any] | None:
    return {"file": location.file, "line": location.line, "name": location.pointer} if location else None


def _summary(comparison: Comparison) -> str:
    counts = ", ".join(f"{comparison.count(severity)} {severity}" for severity in Severity)
    step = describe_step(comparison.step, comparison.version)
    return f"{comparison.base} to {comparison.head}: {counts}; suggested version step: {step}"
