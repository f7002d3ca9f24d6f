"""Policies, the package's own and those of a user, and the version step that follows."""

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from contract_diff.core.errors import InputError
from contract_diff.findings.policy import load_policy
from contract_diff.findings.version_step import version_step
from contract_diff.reporting.wording import summary
from tests.contract_diff.contracts import answering, compare, sending

TEXT = {"type": "string"}
ONE = {"type": "object", "properties": {"a": TEXT}}
TWO = {"type": "object", "properties": {"a": TEXT, "b": TEXT}}
NEEDS_B = {**TWO, "required": ["b"]}
NULLABLE = {"type": ["string", "null"]}


def named(operation_id: str) -> dict[str, Any]:
    """A contract whose one operation has this name."""
    return {"paths": {"/a": {"get": {"operationId": operation_id, "responses": {}}}}}


def reading(*names: str) -> dict[str, Any]:
    """A contract whose one operation takes these parameters."""
    parameters = [{"in": "query", "name": name, "schema": TEXT} for name in names]
    return {"paths": {"/a": {"get": {"parameters": parameters, "responses": {}}}}}


@pytest.mark.parametrize(
    ("base", "head", "step"),
    [
        (answering(ONE), answering(ONE), "none"),
        (answering(ONE), answering(TWO), "minor"),
        (sending({**TEXT, "default": "a"}), sending({**TEXT, "default": "b"}), "minor"),
        (answering(TEXT), answering({**TEXT, "maxLength": 9}), "patch"),
        (answering(TWO), answering(ONE), "major"),
        (named("getA"), named("readA"), "major"),
        (sending(TWO), sending(ONE), "major"),
        (reading("q", "limit"), reading("limit"), "major"),
    ],
)
def test_the_version_step_follows_from_wire_and_sdk(base: Any, head: Any, step: str) -> None:
    report = compare(base, head)
    assert version_step(report.findings, report.version) == step


def test_a_step_before_1_0_is_said_to_be_one() -> None:
    report = compare(answering({"enum": [1]}), answering({"enum": [1, 2]}))
    assert "version step: minor (before 1.0)" in summary(evolve(report, version="0.3.0"))
    assert summary(report).endswith("version step: major")


def test_a_policy_file_extends_another_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("extends: strict\nclauses:\n  - {rule: enum-widens, severity: compatible, clause: ours}\n", "utf-8")
    beside = tmp_path / "theirs.yaml"
    beside.write_text("extends: ours.yaml\n", "utf-8")
    for policy in (path, beside):
        (finding,) = compare(answering({"enum": [1]}), answering({"enum": [1, 2]}), load_policy(str(policy))).findings
        assert (finding.severity.value, finding.clause) == ("compatible", "ours")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clauses: [{severity: breaking}]", "needs `rule`"),
        ("clauses: [{rule: a, severity: bad}]", "severity is 'bad'; write one of breaking, risky, compatible$"),
        ("clauses: [{rule: a, direction: sent}]", r"direction is 'sent'; write one of \*, request, response, none$"),
        ("clauses: [{rule: a, when: bad}]", r"when is 'bad'; write one of \*, breaking, risky, compatible$"),
        ("clauses: [{rule: [a]}]", "rule is .*; write a string$"),
        ("clauses: [{rule: a, clause: 3}]", "clause is 3; write a string$"),
        ("clauses: {rule: a}", "a policy is a mapping with `clauses`, a list"),
        ("clause: [{rule: a}]", "a policy is a mapping with `clauses`, a list"),
        ("[{rule: a}]", "a policy is a mapping with `clauses`, a list"),
        ("", "the document is empty"),
        ("extends: ours.yaml", "this policy extends itself"),
        ("clauses: [", "broken YAML"),
    ],
)
def test_a_broken_policy_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        load_policy(str(path))


def test_an_unknown_policy_is_told() -> None:
    with pytest.raises(InputError, match="use one of strict or a file"):
        load_policy("lenient")
