"""SARIF 2.1.0 for code scanning."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Location, Report
from contract_diff.reporting.wording import (
    approvable_reference,
    main_place,
    message,
    notes,
    operations,
    reference,
    repository_path,
)

LEVELS = {Severity.BREAKING: "error", Severity.RISKY: "warning", Severity.COMPATIBLE: "note"}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
EFFECTS = {
    "equal": "accepts the same values as before",
    "narrows": "accepts fewer values than before",
    "widens": "accepts more values than before",
    "incomparable": "accepts other values than before",
    "unknown": "may accept other values than before",
}


def render(report: Report) -> str:
    """Return the report as a SARIF log."""
    effects = {finding.rule: finding.effect for finding in report.findings}
    driver = {"name": "contract-diff", "rules": [_rule(rule, effects[rule]) for rule in sorted(effects)]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, report) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: str, effect: str) -> dict[str, Any]:
    return {"id": rule, "shortDescription": {"text": f"{rule}: the contract {EFFECTS[effect]}"}}


def _result(finding: Finding, report: Report) -> dict[str, Any]:
    reached = operations(finding)
    parts = [message(finding) + (f" ({reached})" if reached else ""), finding.advice, *notes(finding)]
    location = main_place(finding) or Location(report.head, "", 1, 1)  # services reject a result without a place
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": LEVELS[finding.severity],
        "message": {"text": ". ".join(part[:1].upper() + part[1:].rstrip(".") for part in parts) + "."},
        "partialFingerprints": {"contractDiff/v1": finding.id},
        "locations": [_location(location, approvable_reference(finding) or reference(location))],
    }
    if finding.base and finding.head:
        result["relatedLocations"] = [
            {**_location(finding.base, reference(finding.base)), "message": {"text": "in the base"}}
        ]
    if finding.approval:
        result["suppressions"] = [{"kind": "external", "justification": finding.approval.reason}]
    return result


def _location(place: Location, name: str) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(repository_path(place))},
            "region": {"startLine": place.line, "startColumn": place.column},
        },
        "logicalLocations": [{"fullyQualifiedName": name}],
    }


def _uri(file: str) -> str:
    if "://" in file:
        return file
    return Path(file).as_uri() if Path(file).is_absolute() else quote(file)
