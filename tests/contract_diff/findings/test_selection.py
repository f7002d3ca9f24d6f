"""Findings that a report shows on request."""

from pathlib import Path
from typing import Any

import pytest

from contract_diff.core.severity import Severity
from contract_diff.findings.selection import Selection
from contract_diff.reporting.summary import summary
from tests.contract_diff.contracts import compare
from tests.contract_diff.pairs import Pair


def contract(kind: str, maximum: int) -> dict[str, Any]:
    """Two operations with tags, each of which changes."""
    query = {"in": "query", "name": "q", "schema": {"type": kind}}
    answer = {"200": {"content": {"application/json": {"schema": {"maxLength": maximum}}}}}
    return {
        "paths": {
            "/a": {"get": {"tags": ["one"], "parameters": [query], "responses": {}}},
            "/b/{id}": {"get": {"tags": ["two", "three"], "responses": answer}},
        }
    }


BASE, HEAD = contract("string", 9), contract("integer", 5)


@pytest.mark.parametrize(
    ("selection", "rules"),
    [
        (Selection(), {"type-narrows", "maxLength-narrows"}),
        (Selection(severities=(Severity.BREAKING, Severity.RISKY)), {"type-narrows"}),
        (Selection(rules=("maxLength*",)), {"maxLength-narrows"}),
        (Selection(paths=("/b/*", "/c")), {"maxLength-narrows"}),
        (Selection(tags=("one",)), {"type-narrows"}),
        (Selection(tags=("three",)), {"maxLength-narrows"}),
        (Selection(rules=("type*",), tags=("two",)), set[str]()),
    ],
)
def test_a_selection_shows_what_has_all_that_it_names(selection: Selection, rules: set[str]) -> None:
    report = compare(BASE, HEAD)
    shown = selection.apply(report)
    assert {finding.rule for finding in shown.findings} == rules
    assert sorted(finding.id for finding in shown.all_findings) == sorted(finding.id for finding in report.findings)


def test_the_version_step_follows_from_hidden_findings_too() -> None:
    shown = Selection(tags=("two",)).apply(compare(BASE, HEAD))
    assert summary(shown) == "0 breaking, 0 risky, 1 compatible (and 1 that are hidden); suggested version step: major"


def test_the_exit_code_follows_from_hidden_findings_too(tmp_path: Path) -> None:
    done = Pair(tmp_path, BASE, HEAD).run("--show-tag", "two", "--format", "json")
    assert done.returncode == 1
    assert "type-narrows" not in done.stdout
    assert "maxLength-narrows" in done.stdout
    refused = Pair(tmp_path, BASE, HEAD).run("--show-severity", "awful")
    assert refused.returncode == 2
    assert "--show-severity: invalid Severity value: 'awful'" in refused.stderr
