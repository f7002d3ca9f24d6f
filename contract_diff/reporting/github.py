"""Annotations of GitHub Actions."""

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Report
from contract_diff.reporting.groups import Group, grouped
from contract_diff.reporting.summary import kinds, summary
from contract_diff.reporting.wording import (
    approvable_reference,
    main_place,
    notes,
    repository_path,
)

LEVELS = {Severity.BREAKING: "error", Severity.RISKY: "warning", Severity.COMPATIBLE: "notice"}


# GitHub shows this many annotations of a step at most.
MAX_ANNOTATIONS = 10


def render(report: Report) -> str:
    """Return the report as workflow commands, one a line, the worst first, and its summary."""
    groups = grouped(report.findings)
    shown, rest = groups[:MAX_ANNOTATIONS], groups[MAX_ANNOTATIONS:]
    more = [f"{len(rest)} more findings are in the job's summary, as GitHub shows ten annotations"] if rest else []
    return "\n".join([*map(_command, shown), *more, *kinds(report), summary(report)]) + "\n"


def _command(group: Group) -> str:
    finding = group.first
    place = main_place(finding)
    where = {"file": repository_path(place), "line": str(place.line), "col": str(place.column)} if place else {}
    title = f"{finding.severity}: {finding.rule}"
    properties = ",".join(f"{key}={_property(value)}" for key, value in {**where, "title": title}.items())
    reached = (approvable_reference(finding), group.more_places, group.operations)
    parts = (group.message, *reached, finding.advice, *notes(finding))
    return f"::{LEVELS[finding.severity]} {properties}::{_escape(chr(10).join(part for part in parts if part))}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
