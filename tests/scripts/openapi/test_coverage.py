"""The coverage table counts the evidence in the contract, and a stale table is reported."""

from pathlib import Path
from typing import Any

import pytest

from scripts.openapi.coverage import render_coverage_table
from tests.scripts.contract_edits import run_lint


def row(table: str, name: str) -> list[str]:
    [line] = [line for line in table.splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_counts_evidence(contract: dict[str, Any]) -> None:
    table = render_coverage_table(contract, frozenset({"get-customer"}))
    # One path parameter and the 17 fields of a customer.
    assert row(table, "get-customer")[1:5] == ["documented", "18", "0", "0"]
    assert row(table, "get-customer")[5] == "[get-customer](pages/get-customer.md)"
    assert row(table, "get-contact") == ["get-contact", "inferred", "1", "11", "0", ""]
    assert row(table, "get-health")[1:5] == ["documented", "2", "0", "0"]
    assert table.splitlines()[-1] == "18 operations: 14 documented, 2 example, 2 inferred."


def test_lint_reports_a_stale_table_and_fix_rewrites_it(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = spec / "README.md"
    current = readme.read_text(encoding="utf-8")
    assert run_lint(spec) == 0
    readme.write_text(current.replace("| get-me | documented |", "| get-me | inferred |"), encoding="utf-8")
    assert run_lint(spec) == 1
    assert "the table in README.md is stale; run `make lint-spec ARGS=--fix`" in capsys.readouterr().out
    assert run_lint(spec, "--fix") == 0
    assert readme.read_text(encoding="utf-8") == current


@pytest.mark.parametrize("options", [(), ("--fix",)])
def test_a_readme_without_markers_is_rejected(
    options: tuple[str, ...], spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (spec / "README.md").write_text("# The contract\n", encoding="utf-8")
    assert run_lint(spec, *options) == 2
    assert "no markers" in capsys.readouterr().err
    (spec / "README.md").unlink()
    assert run_lint(spec, *options) == 2
