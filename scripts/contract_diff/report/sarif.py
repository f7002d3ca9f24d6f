"""SARIF 2.1.0 for code scanning."""

import json
from typing import Any

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Location, Report
from scripts.contract_diff.report.words import notes, operations, repository_path

LEVELS = {Severity.BREAKING: "error", Severity.RISKY: "warning", Severity.COMPATIBLE: "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(report: Report) -> str:
    """The report as a SARIF log."""
    rules = sorted({finding.rule for finding in report.findings})
    driver = {"name": "contract-diff", "rules": [{"id": rule} for rule in rules]}
    run = {"tool": {"driver": driver}, "results": [_result(finding) for finding in report.findings]}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(finding: Finding) -> dict[str, Any]:
    reached = operations(finding)
    parts = [finding.message + (f" ({reached})" if reached else ""), finding.advice, *notes(finding)]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": ". ".join(part.rstrip(".") for part in parts) + "."},
        "partialFingerprints": {"contractDiff/v1": finding.id},
        "locations": [_location(place) for place in (finding.revision or finding.base,) if place],
        "relatedLocations": [_location(finding.base)] if finding.base and finding.revision else [],
    }
    if finding.approval:
        result["suppressions"] = [{"kind": "external", "justification": finding.approval.reason}]
    return result


def _location(place: Location) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": repository_path(place)},
            "region": {"startLine": place.line, "startColumn": place.column},
        },
        "logicalLocations": [{"fullyQualifiedName": place.pointer}],
    }
