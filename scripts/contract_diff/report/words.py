"""Parts of text that several formats share."""

import json

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Location, Report
from scripts.contract_diff.versions import version_step

MAX_WITNESS = 200


def place(location: Location | None) -> str:
    """File, line and column, or a dash."""
    return f"{location.file}:{location.line}:{location.column}" if location else "-"


def repository_path(location: Location) -> str:
    """The file without its revision, as a service that shows the repository knows it."""
    file = location.file
    return file if "://" in file else file.rpartition(":")[2]


def operations(finding: Finding, limit: int = 3) -> str:
    """The operations that a finding reaches, the first few by name."""
    named = finding.operations
    more = f" and {len(named) - limit} more" if len(named) > limit else ""
    return ", ".join(named[:limit]) + more


def witness(finding: Finding) -> str:
    """The witness as one line, or nothing."""
    if finding.witness is None:
        return ""
    text = json.dumps(finding.witness.value, ensure_ascii=False, sort_keys=True)
    shown = text if len(text) <= MAX_WITNESS else f"{text[:MAX_WITNESS]}..."
    return f"{shown} is valid in {finding.witness.valid_in} only"


def notes(finding: Finding) -> list[str]:
    """What there is to say besides message and advice."""
    approved = finding.approval and f"approved until {finding.approval.expires}: {finding.approval.reason}"
    symbols = finding.symbols and f"in Python: {', '.join(finding.symbols)}"
    found = [witness(finding), finding.renamed, finding.clause, symbols or "", approved or ""]
    return [note for note in found if note]


def summary(report: Report) -> str:
    """The count of findings by severity, and the version step."""
    counts = ", ".join(f"{report.count(severity)} {severity}" for severity in Severity)
    return f"{counts}; suggested version step: {version_step(report.findings, report.version)}"
