"""The lint as a whole: its output for people and machines, its fixes, and files that can't be read."""

import json
from pathlib import Path

import pytest

from scripts.contract import load
from scripts.lint_spec.cli import main
from scripts.openapi.canonical_yaml import dump
from tests.scripts.contract_edits import ME, get_me, run_lint
from tests.support.frozen import CONTRACT


def test_the_contract_is_clean(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert run_lint(spec) == 0
    line = "spec/openapi.yaml: all rules pass, and the vendored pages agree."
    assert capsys.readouterr().out.splitlines() == [line, line]
    assert main(["--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_contract_in_another_format_is_reported_and_fixed(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CONTRACT.read_text(encoding="utf-8")
    (spec / "openapi.yaml").write_text(f"# by hand\n{text}", encoding="utf-8")
    assert run_lint(spec) == 1
    assert "not in canonical form; run `make lint-spec ARGS=--fix`" in capsys.readouterr().out
    assert run_lint(spec, "--fix") == 0
    assert (spec / "openapi.yaml").read_text(encoding="utf-8") == text


def test_a_fix_formats_a_manual_edit_and_keeps_its_content(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = load(spec / "openapi.yaml")
    get_me(document)["summary"] = "By hand"
    del get_me(document)["x-evidence"]
    path = spec / "openapi.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert run_lint(spec, "--fix", "--json") == 1
    rules = [violation["rule"] for violation in json.loads(capsys.readouterr().out)]
    assert "evidence" in rules
    assert "format" not in rules
    assert path.read_text(encoding="utf-8") == dump(document)
    assert load(path) == document


def test_a_fix_does_not_touch_a_file_that_it_cannot_read(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spec / "openapi.yaml"
    path.write_text("openapi: [", encoding="utf-8")
    assert run_lint(spec, "--fix") == 2
    assert "broken YAML" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "openapi: ["


def test_all_problems_are_listed_for_people_and_machines(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = load(spec / "openapi.yaml")
    del get_me(document)["x-evidence"]
    get_me(document)["tags"] = []
    (spec / "openapi.yaml").write_text(dump(document), encoding="utf-8")
    assert run_lint(spec) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["rule", "where", "problem"]
    assert f"evidence  {ME}" in lines[2]
    assert lines[-1] == "3 problems."  # the coverage table is stale as well
    assert run_lint(spec, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert [violation["rule"] for violation in report] == ["one-tag", "evidence", "coverage"]


def test_files_that_cannot_be_read_are_reported(spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (spec / "pages" / "get-me.md").write_text("<html></html>", encoding="utf-8")
    assert run_lint(spec) == 2
    assert "get-me.md: HTML, not Markdown" in capsys.readouterr().err
    assert run_lint(tmp_path / "none") == 2
    assert "cannot be read" in capsys.readouterr().err
