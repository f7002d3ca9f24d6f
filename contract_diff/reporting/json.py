"""JSON for machines."""

from dataclasses import fields
from typing import Any

import msgspec

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.findings.version_step import version_step


def render(report: Report) -> str:
    """The report as one JSON document."""
    return to_text(document(report))


def to_text(value: object) -> str:
    """Any value that the encoder knows, indented."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as values that the encoder knows."""
    return {
        "base": report.base,
        "head": report.head,
        "policy": report.policy,
        "worst": report.worst,
        "version_step": version_step(report.findings, report.version),
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    plain = {field.name: getattr(finding, field.name) for field in fields(finding)}
    before, after = plain.pop("values")
    derived = {"id": finding.id, "direction": finding.direction, "operations": list(finding.operations)}
    return {**derived, **plain, "values": {"base": before, "head": after}}
