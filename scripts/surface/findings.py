"""Turns changes into the contract diff's findings, so that one report can contain both."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Severity
from contract_diff.core.yaml_files import read_yaml_file
from contract_diff.findings.finding import Exposure, Finding
from scripts.surface.change import Change

RULES = Path(__file__).with_name("rules.yaml")
PREFIX = "surface-"
# A comparison that could not be made requires no version step.
NOT_COMPARED = "typing-samples-absent"
NO_ACTION = "Nothing needs to be done."
CHECK = "Check whether you rely on it; the types alone do not decide it."


@lru_cache(maxsize=1)
def _load_rules() -> dict[str, Any]:
    return as_object(read_yaml_file(RULES))


def make_findings(changes: Iterable[Change]) -> tuple[Finding, ...]:
    """Return the findings for changes: the worst first, then in the order of their places."""
    return tuple(sorted(map(_make_finding, changes), key=_sort_key))


def _sort_key(finding: Finding) -> tuple[int, str, int, str, str]:
    location = finding.head or finding.base
    return (
        -finding.severity.rank,
        location.file if location else "",
        location.line if location else 0,
        finding.rule,
        finding.message,
    )


def _make_finding(change: Change) -> Finding:
    rule = as_object(_load_rules()[change.rule])
    effect = change.effect.word if change.effect else str(rule["effect"])
    severity = _severity(change, rule)
    words = {"name": change.names[0], "detail": change.detail}
    return Finding(
        rule=PREFIX + change.rule,
        effect=effect,
        severity=severity,
        sdk=severity,
        exposures=(Exposure(change.direction, severity, ()),),
        base=change.base,
        head=change.head,
        message=str(rule["message"]).format(**words),
        advice=_advice(severity, rule, words),
        undecided=severity is Severity.RISKY and effect == "unknown",
        symbols=change.names,
        is_change=change.rule != NOT_COMPARED,
    )


def _severity(change: Change, rule: dict[str, Any]) -> Severity:
    severity = change.effect.severity(change.direction) if change.effect else Severity(rule["severity"])
    is_capped = change.built_by_client and severity is Severity.BREAKING
    return Severity.RISKY if is_capped else severity


def _advice(severity: Severity, rule: dict[str, Any], words: dict[str, str]) -> str:
    if severity is Severity.COMPATIBLE:
        return NO_ACTION
    return CHECK if severity is Severity.RISKY and "severity" not in rule else str(rule["advice"]).format(**words)
