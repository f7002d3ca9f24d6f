"""JSON for machines."""

import json
from dataclasses import asdict
from typing import Any

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Report
from scripts.contract_diff.versions import version_step


def render(report: Report) -> str:
    """The report as one JSON document."""
    return json.dumps(document(report), indent=2, ensure_ascii=False) + "\n"


def document(report: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "base": report.base,
        "revision": report.revision,
        "policy": report.policy,
        "worst": report.worst,
        "version_step": version_step(report.findings, report.version),
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    plain = asdict(finding)
    before, after = plain.pop("values")
    derived = {"id": finding.id, "direction": finding.direction, "operations": list(finding.operations)}
    return {**derived, **plain, "values": {"base": before, "revision": after}}
