"""From changes to findings, as the contract diff has them, so that both can stand in one report."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Exposure, Finding
from scripts.surface.change import Change

RULES = Path(__file__).with_name("rules.yaml")
PREFIX = "surface-"
# A comparison that could not be made requires no version step.
NOT_COMPARED = "typing-samples-absent"
NOTHING_TO_DO = "Nothing needs to be done."
CHECK = "Check whether you rely on it; the types alone do not decide it."


@lru_cache(maxsize=1)
def _rules() -> dict[str, Any]:
    return as_object(yaml.safe_load(RULES.read_text(encoding="utf-8")))


def findings(changes: Iterable[Change]) -> tuple[Finding, ...]:
    """Give changes their severity and words; the worst first, then by place."""
    return tuple(sorted(map(_finding, changes), key=_order))


def _order(finding: Finding) -> tuple[int, str, int, str, str]:
    place = finding.head or finding.base
    return (
        -finding.severity.rank,
        place.file if place else "",
        place.line if place else 0,
        finding.rule,
        finding.message,
    )


def _finding(change: Change) -> Finding:
    rule = as_object(_rules()[change.rule])
    severity = _severity(change, rule)
    words = {"name": change.names[0], "detail": change.detail}
    return Finding(
        rule=PREFIX + change.rule,
        effect=change.effect.word if change.effect else str(rule["effect"]),
        severity=severity,
        sdk=severity,
        exposures=(Exposure(change.direction, severity, ()),),
        base=change.base,
        head=change.head,
        message=str(rule["message"]).format(**words),
        advice=_advice(severity, rule, words),
        undecided=severity is Severity.RISKY and _is_unknown(change, rule),
        symbols=change.names,
        is_change=change.rule != NOT_COMPARED,
    )


def _severity(change: Change, rule: dict[str, Any]) -> Severity:
    severity = change.effect.severity(change.direction) if change.effect else Severity(rule["severity"])
    capped = change.built_by_client and severity is Severity.BREAKING
    return Severity.RISKY if capped else severity


def _is_unknown(change: Change, rule: dict[str, Any]) -> bool:
    return (change.effect.word if change.effect else rule["effect"]) == "unknown"


def _advice(severity: Severity, rule: dict[str, Any], words: dict[str, str]) -> str:
    if severity is Severity.COMPATIBLE:
        return NOTHING_TO_DO
    return CHECK if severity is Severity.RISKY and "severity" not in rule else str(rule["advice"]).format(**words)
