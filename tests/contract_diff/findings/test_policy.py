"""Policy files."""

import json
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
        ("clauses: []\nnotice: {stable: soon}", "notice must be numbers of days by level of stability"),
        ("clauses: []\nnotice: {golden: 9}", "notice must be numbers of days by level of stability"),
        ("clauses: []\nnotice: 9", "notice must be numbers of days by level of stability"),
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


@pytest.mark.parametrize(
    "text",
    [
        r'clauses: [{rule: "a\nb", severity: bad}]',
        r'clauses: [{rule: a, "b\nc": d}]',
        r'clauses: [{rule: "a\u2028\x1b[2Jb", severity: bad}]',
        r'extends: "a\nb"',
    ],
)
def test_an_error_that_quotes_a_line_break_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_policy(str(path))
    assert str(refused.value).isprintable()


def test_an_unknown_policy_is_an_input_error() -> None:
    with pytest.raises(InputError, match="use one of practice, strict or a file"):
        load_policy("lenient")


CLOSED = {"type": "object", "properties": {"a": {}}, "additionalProperties": False}
GROWN = {**CLOSED, "properties": {"a": {}, "b": {}}}


@pytest.mark.parametrize(("name", "severity"), [("strict", "breaking"), ("practice", "compatible")])
def test_a_property_added_to_a_closed_response(name: str, severity: str) -> None:
    (finding,) = compare(answering(CLOSED), answering(GROWN), load_policy(name)).findings
    assert (finding.rule, finding.severity.value) == ("property-added-closed-widens", severity)
    assert "validation by the old contract refuses" in finding.advice


def test_what_a_map_of_one_kind_gains_is_no_addition_to_a_closed_object() -> None:
    base = {"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "string"}}
    head = {**base, "properties": {"a": {}, "b": {"type": "integer"}}}
    (finding,) = compare(answering(base), answering(head), load_policy("practice")).findings
    assert (finding.rule, finding.severity.value) == ("property-added-incomparable", "breaking")


def test_a_policy_may_call_the_removal_of_what_is_deprecated_breaking(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text('extends: strict\nclauses: [{rule: "property-removed-deprecated*", severity: breaking}]\n', "utf-8")
    base = {"type": "object", "properties": {"a": {"deprecated": True}, "b": {}, "c": {}}}
    findings = compare(
        answering(base), answering({"type": "object", "properties": {"c": {}}}), load_policy(str(path))
    ).findings
    assert {finding.message[18:21]: finding.severity.value for finding in findings} == {
        "`a`": "breaking",
        "`b`": "risky",
    }


@pytest.mark.parametrize(
    ("level", "sunset", "rules"),
    [
        ("stable", "2026-03-01", {"deprecated", "sunset-soon-unknown"}),
        ("stable", "2026-08-01", {"deprecated"}),
        ("beta", "2026-03-01", {"deprecated"}),
    ],
)
def test_a_policy_sets_the_days_of_notice(tmp_path: Path, level: str, sunset: str, rules: set[str]) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("extends: strict\nclauses: []\nnotice: {stable: 180, beta: 30}\n", encoding="utf-8")
    beside = tmp_path / "theirs.yaml"
    beside.write_text("extends: ours.yaml\n", encoding="utf-8")
    base = {"get": {"x-stability-level": level, "responses": {}}}
    head = {"get": {**base["get"], "deprecated": True, "x-sunset": sunset}}
    report = compare({"paths": {"/a": base}}, {"paths": {"/a": head}}, load_policy(str(beside)))
    assert {finding.rule for finding in report.findings} == rules


@pytest.mark.parametrize("name", ["a" * 5_000, "a\0b", "/" * 5_000])
def test_a_name_that_no_file_can_have_is_reported(tmp_path: Path, name: str) -> None:
    extending = tmp_path / "ours.yaml"
    extending.write_text(json.dumps({"extends": name}), encoding="utf-8")
    for policy in (name, str(extending)):
        with pytest.raises(InputError, match="there is no such policy"):
            load_policy(policy)
