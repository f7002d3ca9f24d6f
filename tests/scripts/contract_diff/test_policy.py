"""The versioning promise, clause by clause, and the version step that follows."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import InputError
from scripts.contract_diff.policy import load_policy
from scripts.contract_diff.report.words import summary
from scripts.contract_diff.versions import version_step
from tests.scripts.contract_diff.contracts import answering, compare, sending

TEXT = {"type": "string"}
ONE = {"type": "object", "properties": {"a": TEXT}}
TWO = {"type": "object", "properties": {"a": TEXT, "b": TEXT}}
NEEDS_B = {**TWO, "required": ["b"]}
NULLABLE = {"type": ["string", "null"]}


@pytest.mark.parametrize(
    ("wrap", "base", "revision", "severity", "clause"),
    [
        (answering, TWO, ONE, "breaking", "never: remove a response field"),
        (answering, NULLABLE, TEXT, "breaking", "never: narrow a field's type"),
        (answering, {"enum": ["a", "b"]}, {"enum": ["a"]}, "breaking", "never: rename an enum value"),
        (answering, TEXT, NULLABLE, "breaking", ""),
        (answering, {"type": "integer"}, {"type": "number"}, "breaking", ""),
        (sending, NULLABLE, TEXT, "breaking", "never: narrow a field's type"),
        (answering, TEXT, {"type": "integer"}, "breaking", "never: narrow a field's type"),
        (sending, ONE, NEEDS_B, "breaking", "never: add a required request field"),
        (sending, TWO, NEEDS_B, "breaking", "never: add a required request field"),
        (answering, {"enum": ["a"]}, {"enum": ["a", "b"]}, "compatible", "allowed: new enum values"),
        (answering, ONE, TWO, "compatible", "allowed: new optional response fields"),
        (sending, ONE, TWO, "compatible", "allowed: new optional request fields"),
        (sending, TEXT, {**TEXT, "maxLength": 9}, "risky", "allowed once announced: tighter validation"),
    ],
)
def test_clauses_of_the_promise(wrap: Any, base: Any, revision: Any, severity: str, clause: str) -> None:
    (finding,) = compare(wrap(base), wrap(revision), "pivotal-v1").findings
    assert (finding.severity.value, finding.clause) == (severity, clause)


def test_a_documented_status_stays() -> None:
    old, new = (
        {"paths": {"/a": {"get": {"responses": {"200": {"description": ""}, status: {"description": ""}}}}}}
        for status in ("404", "410")
    )
    told = {found.rule: (found.severity.value, found.clause) for found in compare(old, new, "pivotal-v1").findings}
    assert told == {
        "status-removed": ("breaking", "never: change the status codes of documented outcomes"),
        "status-added": ("compatible", "allowed: new error codes inside a type"),
    }


def named(operation_id: str) -> dict[str, Any]:
    """A contract whose one operation has this name."""
    return {"paths": {"/a": {"get": {"operationId": operation_id, "responses": {}}}}}


def reading(*names: str) -> dict[str, Any]:
    """A contract whose one operation takes these parameters."""
    parameters = [{"in": "query", "name": name, "schema": TEXT} for name in names]
    return {"paths": {"/a": {"get": {"parameters": parameters, "responses": {}}}}}


@pytest.mark.parametrize(
    ("base", "revision", "step"),
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
def test_the_version_step_follows_from_wire_and_sdk(base: Any, revision: Any, step: str) -> None:
    report = compare(base, revision)
    assert version_step(report.findings, report.version) == step


def test_a_step_before_1_0_is_said_to_be_one() -> None:
    report = compare(answering({"enum": [1]}), answering({"enum": [1, 2]}))
    assert "version step: minor (before 1.0)" in summary(replace(report, version="0.3.0"))
    assert summary(report).endswith("version step: major")


def test_a_policy_file_extends_another_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("extends: strict\nclauses:\n  - {rule: enum-widens, severity: compatible, clause: ours}\n", "utf-8")
    beside = tmp_path / "theirs.yaml"
    beside.write_text("extends: ours.yaml\n", "utf-8")
    for policy in (path, beside):
        (finding,) = compare(answering({"enum": [1]}), answering({"enum": [1, 2]}), str(policy)).findings
        assert (finding.severity.value, finding.clause) == ("compatible", "ours")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clauses: [{severity: breaking}]", "needs `rule`"),
        ("clauses: [{rule: a, severity: bad}]", "severity is 'bad'; write one of breaking, risky, compatible$"),
        ("clauses: [{rule: a, direction: sent}]", r"direction is 'sent'; write one of \*, request, response, none$"),
        ("clauses: [{rule: a, when: bad}]", r"when is 'bad'; write one of \*, breaking, risky, compatible$"),
        ("clauses: [{rule: [a]}]", "rule is .*; write a text$"),
        ("clauses: [{rule: a, clause: 3}]", "clause is 3; write a text$"),
        ("clauses: {rule: a}", "a policy is a mapping with `clauses`, a list"),
        ("clause: [{rule: a}]", "a policy is a mapping with `clauses`, a list"),
        ("[{rule: a}]", "a policy is a mapping with `clauses`, a list"),
        ("", "a policy is a mapping with `clauses`, a list"),
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
    with pytest.raises(InputError, match="take one of pivotal-v1, strict"):
        load_policy("lenient")
