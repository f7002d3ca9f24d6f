"""Policy files."""

from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from contract_diff.findings.policy import load_policy
from tests.contract_diff.contracts import answering, compare


def test_a_policy_file_extends_another_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("extends: strict\nclauses:\n  - {rule: enum-widens, severity: compatible, clause: ours}\n", "utf-8")
    beside = tmp_path / "theirs.yaml"
    beside.write_text("extends: ours.yaml\n", "utf-8")
    for policy in (path, beside):
        (finding,) = compare(answering({"enum": [1]}), answering({"enum": [1, 2]}), load_policy(str(policy))).findings
        assert (finding.severity.value, finding.clause) == ("compatible", "ours")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clauses: [{severity: breaking}]", "has no `rule`; add it"),
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
def test_a_malformed_policy_is_an_input_error(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_policy(str(path))


def test_an_unknown_policy_is_an_input_error() -> None:
    with pytest.raises(InputError, match="use one of strict or a file"):
        load_policy("lenient")
