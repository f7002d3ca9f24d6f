"""JSON for machines."""

from pathlib import Path
from typing import Any

import msgspec
from attrs import fields

from contract_diff.core.safe_text import visible
from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.findings.version_step import version_step

SCHEMA_VERSION = 1
SCHEMA = Path(__file__).with_name("report_schema.yaml")
# The length of a value up to which it is part of the report.
MAX_VALUE = 1_000


def render(report: Report) -> str:
    """Return the report as one JSON document."""
    return visible(to_text(document(report)))


def to_text(value: object) -> str:
    """Return any value that the encoder knows as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def document(report: Report) -> dict[str, Any]:
    """Return the report as values that the encoder knows."""
    return {
        "schema_version": SCHEMA_VERSION,
        "base": report.base,
        "head": report.head,
        "policy": report.policy,
        "worst": report.worst,
        "version_step": version_step(report.all_findings, report.version),
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    plain = {attribute.name: getattr(finding, attribute.name) for attribute in fields(Finding) if attribute.repr}
    derived = {"id": finding.id, "direction": finding.direction, "operations": list(finding.operations)}
    base, head = map(_excerpt, finding.values)
    return {**derived, **plain, "values": {"base": base, "head": head}}


def _excerpt(value: Any) -> Any:
    """Return a value; of a long one, such as a whole schema, only how long it is."""
    length = len(msgspec.json.encode(value).decode())
    return value if length <= MAX_VALUE else {"omitted_characters": length}
