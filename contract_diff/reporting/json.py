"""JSON for machines."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from attrs import evolve, fields

from contract_diff.core.safe_text import visible
from contract_diff.core.severity import Direction, Severity
from contract_diff.findings.finding import Exposure, Finding, Report
from contract_diff.findings.version_step import version_step
from contract_diff.reporting.groups import Group, grouped
from contract_diff.reporting.summary import of_severity
from contract_diff.reporting.wording import whole_sentence

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
    groups = grouped(report.findings)
    return {
        "schema_version": SCHEMA_VERSION,
        "base": report.base,
        "head": report.head,
        "policy": report.policy,
        "worst": report.worst,
        "version_step": version_step(report.all_findings, report.version),
        "counts": {severity.value: len(of_severity(groups, severity)) for severity in Severity},
        "findings": list(map(_finding, groups)),
    }


def _finding(group: Group) -> dict[str, Any]:
    first = group.first
    plain = {attribute.name: getattr(first, attribute.name) for attribute in fields(Finding) if attribute.repr}
    whole = evolve(first, exposures=_exposures(group.findings))
    reached = {"direction": whole.direction, "operations": list(whole.operations), "exposures": whole.exposures}
    base, head = map(_excerpt, first.values)
    return {
        "id": first.id,
        **plain,
        **reached,
        "message": whole_sentence(first, group.sentence),
        "symbols": list(dict.fromkeys(symbol for finding in group.findings for symbol in finding.symbols)),
        "values": {"base": base, "head": head},
        "more_places": [{"id": other.id, "base": other.base, "head": other.head} for other in group.others],
    }


def _exposures(findings: Iterable[Finding]) -> tuple[Exposure, ...]:
    """Return the exposures of several findings, one for each direction and severity."""
    reached: dict[tuple[Direction, Severity], set[str]] = {}
    for exposure in (exposure for finding in findings for exposure in finding.exposures):
        reached.setdefault((exposure.direction, exposure.severity), set()).update(exposure.operations)
    return tuple(Exposure(*key, tuple(sorted(names))) for key, names in reached.items())


def _excerpt(value: Any) -> Any:
    """Return a value; of a long one, such as a whole schema, only how long it is."""
    length = len(msgspec.json.encode(value).decode())
    return value if length <= MAX_VALUE else {"omitted_characters": length}
