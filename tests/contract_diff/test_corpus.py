"""The peer's test data, scored under `strict`; where we disagree, the ledger says why."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_diff.core.errors import InputError
from contract_diff.core.severity import Severity
from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Report
from contract_diff.findings.policy import load_policy
from contract_diff.reading.document import load
from tests.contract_diff.checks import verdicts
from tests.contract_diff.contracts import TODAY

CORPUS = Path(__file__).parents[1] / "data" / "oasdiff-corpus"
LEDGER: dict[str, list[dict[str, str]]] = yaml.safe_load(
    Path(__file__).with_name("ledger.yaml").read_text(encoding="utf-8")
)


@dataclass
class Score:
    """How many pairs there are of each kind, and which we see otherwise."""

    errors: int
    harmless: int
    missed: set[tuple[str, str]]
    raised: set[tuple[str, str]]
    unreadable: set[tuple[str, str]]


def _reached(report: Report) -> set[str]:
    return {
        operation
        for finding in report.findings
        for exposure in finding.exposures
        if exposure.severity is not Severity.COMPATIBLE
        for operation in exposure.operations or ("",)
    }


def _is_caught(report: Report, expected: list[list[str]]) -> bool:
    reached = _reached(report)
    wanted = [f"{method} {path}" if method else "" for _, level, method, path in expected if level == "ERR"]
    return all(operation in reached if operation else bool(reached) for operation in wanted)


@lru_cache(maxsize=1)
def score() -> Score:
    """The whole corpus, once."""
    found = Score(0, 0, set(), set(), set())
    for line in (CORPUS / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case: dict[str, Any] = json.loads(line)
        pair = tuple(case[side].removeprefix("data/") for side in ("base", "revision"))
        levels = {level for _, level, _, _ in case["expected"]}
        try:
            sides = [load(str(CORPUS / case[side])) for side in ("base", "revision")]
        except InputError:
            found.unreadable.add((pair[0], pair[1]))
            continue
        report = diff(sides[0], sides[1], load_policy("strict"), TODAY)
        if "ERR" in levels:
            found.errors += 1
            if not _is_caught(report, case["expected"]):
                found.missed.add((pair[0], pair[1]))
        elif "WARN" not in levels:
            found.harmless += 1
            if report.worst is Severity.BREAKING:
                found.raised.add((pair[0], pair[1]))
    return found


def _in_ledger(kind: str) -> set[tuple[str, str]]:
    return {(entry["base"], entry["head"]) for entry in LEDGER[kind]}


@pytest.mark.parametrize("kind", ["missed", "raised", "unreadable"])
def test_the_ledger_lists_every_disagreement(kind: str) -> None:
    assert getattr(score(), kind) == _in_ledger(kind)


def test_at_most_3_of_114_errors_of_the_peer_are_missed() -> None:
    result = score()
    assert result.errors == 114
    assert len(result.missed) <= 3


def test_at_most_6_of_107_harmless_changes_are_raised() -> None:
    result = score()
    assert result.harmless == 107
    assert len(result.raised) <= 6


def test_every_check_of_the_peer_has_a_probe_that_agrees_or_is_in_the_ledger() -> None:
    rows = [row.split("\t") for row in (CORPUS / "checks.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    severities = verdicts()
    assert len(rows) == 509
    differ = {check for check, level, *_ in rows if not _agrees(level, severities[check])}
    assert differ == {entry["check"] for entry in LEDGER["checks"]}


def _agrees(level: str, severity: str) -> bool:
    if level == "ERR":
        return severity in ("breaking", "risky")
    return level == "WARN" or severity != "breaking"
