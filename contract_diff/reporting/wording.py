"""Parts of text that several formats share."""

import json
import os
from pathlib import Path

from contract_diff.core.safe_text import visible
from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Location, Report
from contract_diff.findings.version_step import step_words, version_step

MAX_WITNESS = 200


def message(finding: Finding) -> str:
    """What changed."""
    return visible(finding.message)


def place(location: Location | None) -> str:
    """File, line and column, or a dash."""
    return visible(f"{location.file}:{location.line}:{location.column}") if location else "-"


def reference(location: Location | None) -> str:
    """What stands there: `#/paths/...` in a contract's root, `part.yaml#/...` beside it, a name in code."""
    if location is None:
        return ""
    return visible(location.pointer if location.pointer[:1] not in ("", "/") else f"#{location.pointer}")


def named(finding: Finding) -> str:
    """What changed, by the pointer under which it can be approved."""
    return reference(finding.places[-1] if finding.places else None)


def main_place(finding: Finding) -> Location | None:
    """Where a finding is shown: in the head, or where it was."""
    return finding.head or finding.base


def repository_path(location: Location) -> str:
    """The file without its revision, as a service that shows the repository knows it."""
    file = location.file
    if "://" in file:
        return file
    path = file.rpartition(":")[2]
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative).as_posix()


def operations(finding: Finding, limit: int = 3) -> str:
    """The operations that a finding reaches, the first few by name."""
    named = finding.operations
    more = f" and {len(named) - limit} more" if len(named) > limit else ""
    return visible(", ".join(named[:limit]) + more)


def direction(finding: Finding) -> str:
    """Which way what changed travels; nothing for a name that does not travel."""
    words = {"both": "request and response", "none": ""}
    return words.get(finding.direction, finding.direction)


def witness(finding: Finding) -> str:
    """The witness as one line, or nothing."""
    if finding.witness is None:
        return ""
    text = json.dumps(finding.witness.value, ensure_ascii=False, sort_keys=True)
    shown = text if len(text) <= MAX_WITNESS else f"{text[:MAX_WITNESS]}... (shortened)"
    return f"valid in the {finding.witness.valid_in} only: {shown}"


def notes(finding: Finding) -> list[str]:
    """What there is to say besides message and advice."""
    approved = finding.approval and f"approved until {finding.approval.expires}: {finding.approval.reason}"
    symbols = finding.symbols and f"in Python: {', '.join(finding.symbols)}"
    clause = finding.clause and f"versioning promise, {finding.clause}"
    found = [witness(finding), finding.renamed, clause, symbols or "", approved or ""]
    return [visible(note) for note in found if note]


def compared(report: Report) -> str:
    """What was compared, and by which policy."""
    return visible(f"{report.base} to {report.head}, policy {report.policy}")


def summary(report: Report) -> str:
    """The count of findings by severity, and the version step."""
    counts = ", ".join(f"{report.count(severity)} {severity}" for severity in Severity)
    step = step_words(version_step(report.findings, report.version), report.version)
    return f"{counts}; suggested version step: {step}"
