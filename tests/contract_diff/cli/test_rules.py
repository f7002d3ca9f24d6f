"""The commands that list and explain rules."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from contract_diff.cli import main
from contract_diff.rules.catalog import load_catalog

PROJECT = Path(__file__).parents[3]


def test_rules_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    heading, *lines = capsys.readouterr().out.splitlines()
    assert heading.split() == ["object", "rule", "request", "response", "what", "changed"]
    rows = {line.removeprefix("array schemas").removeprefix("object schemas") for line in lines}
    assert len(rows) == len(lines) == len(load_catalog())
    (enum,) = (line for line in lines if " enum " in line)
    assert enum.split()[2:4] == ["breaking", "breaking"]


def test_rules_in_json_have_severities_by_finding_and_direction(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format=json"]) == 0
    rules = {rule["name"]: rule for rule in json.loads(capsys.readouterr().out)}
    assert rules.keys() == load_catalog().keys()
    assert rules["enum"]["severity"]["enum-widens"] == {"request": "compatible", "response": "breaking"}
    assert rules["property-removed"]["severity"]["property-removed"] == {"request": "risky", "response": "risky"}


def test_a_policy_decides_the_severities(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "open.yaml"
    policy.write_text("extends: strict\nclauses: [{rule: enum-widens, severity: compatible}]\n", encoding="utf-8")
    assert main(["explain", "enum", "--format=json", "--policy", str(policy)]) == 0
    rule = json.loads(capsys.readouterr().out)
    assert rule["severity"]["enum-widens"] == {"request": "compatible", "response": "compatible"}


def test_explain_shows_meaning_severity_advice_and_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "enum"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("enum: allowed values (schemas)\nThe list of allowed values")
    for finding in ("enum-narrows", "enum-widens", "enum-incomparable", "enum-unknown"):
        assert finding in text
    assert "  response: whoever reads it\n" in text
    assert "  narrows/request: Stop sending the removed values.\n" in text
    assert "  head:\n    enum:\n    - free\n    - paid\n" in text


def test_explain_takes_the_rule_of_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "enum-widens"]) == 0
    text = capsys.readouterr().out
    assert "enum-widens" in text
    assert "enum-narrows" not in text
    assert "Stop sending" not in text


def test_an_unknown_rule_is_an_input_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "no-such-rule"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "contract-diff: no-such-rule: there is no such rule; `contract-diff rules` lists all\n"


def test_a_file_named_like_a_command_is_compared_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "rules").write_text('{"openapi": "3.1.0", "paths": {}}', encoding="utf-8")
    command = [sys.executable, "-m", "contract_diff", "./rules", "rules"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (
        0,
        "0 breaking, 0 risky, 0 compatible; suggested version step: none\n",
    )
