"""Annotations of GitHub Actions."""

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Report
from scripts.contract_diff.report.words import notes, operations, repository_path, summary

LEVELS = {Severity.BREAKING: "error", Severity.RISKY: "warning", Severity.COMPATIBLE: "notice"}


def render(report: Report) -> str:
    """The report as workflow commands, one a line, and its summary."""
    return "\n".join([*(_command(finding) for finding in report.findings), summary(report)]) + "\n"


def _command(finding: Finding) -> str:
    place = finding.revision or finding.base
    where = {"file": repository_path(place), "line": str(place.line), "col": str(place.column)} if place else {}
    properties = ",".join(f"{key}={_property(value)}" for key, value in {**where, "title": finding.rule}.items())
    told = "\n".join(part for part in (finding.message, operations(finding), finding.advice, *notes(finding)) if part)
    return f"::{LEVELS[finding.severity]} {properties}::{_escape(told)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
