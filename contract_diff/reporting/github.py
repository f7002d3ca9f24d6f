"""Annotations of GitHub Actions."""

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.wording import (
    approvable_reference,
    main_place,
    message,
    notes,
    operations,
    repository_path,
    summary,
)

LEVELS = {Severity.BREAKING: "error", Severity.RISKY: "warning", Severity.COMPATIBLE: "notice"}


def render(report: Report) -> str:
    """Return the report as workflow commands, one a line, and its summary."""
    return "\n".join([*(_command(finding) for finding in report.findings), summary(report)]) + "\n"


def _command(finding: Finding) -> str:
    place = main_place(finding)
    where = {"file": repository_path(place), "line": str(place.line), "col": str(place.column)} if place else {}
    title = f"{finding.severity}: {finding.rule}"
    properties = ",".join(f"{key}={_property(value)}" for key, value in {**where, "title": title}.items())
    parts = (message(finding), approvable_reference(finding), operations(finding), finding.advice, *notes(finding))
    return f"::{LEVELS[finding.severity]} {properties}::{_escape(chr(10).join(part for part in parts if part))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
