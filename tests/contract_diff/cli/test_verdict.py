"""What makes a comparison fail, and what it says then."""

from pathlib import Path
from typing import Any

import pytest

from tests.contract_diff.contracts import answering
from tests.contract_diff.pairs import Pair

NAMED = {"type": "object", "properties": {"name": {"type": "string"}}}
MORE = {"type": "object", "properties": {"name": {"type": "string"}, "plan": {"type": "string"}}}


def released(folder: Path, base: str, head: str, schema: Any = MORE) -> Pair:
    return Pair(
        folder, *(answering(one, info={"version": version}) for one, version in ((NAMED, base), (schema, head)))
    )


@pytest.mark.parametrize(("fail_on", "code"), [("breaking", 0), ("risky", 0), ("any", 1), ("never", 0)])
def test_an_addition_fails_only_where_any_change_does(tmp_path: Path, fail_on: str, code: int) -> None:
    assert released(tmp_path, "1.0.0", "1.1.0").run("--fail-on", fail_on).returncode == code


def test_with_an_output_the_log_says_why_it_fails(breaking: Pair, tmp_path: Path) -> None:
    done = breaking.run("--format", "sarif", "--output", tmp_path / "report.sarif")
    assert done.returncode == 1
    assert done.stderr == 'contract-diff: 1 breaking; first: GET /things, enum-widens: allowed values: added "paid"\n'


@pytest.mark.parametrize(
    ("base", "head", "least"),
    [
        ("1.2.3", "1.3.0", ""),
        ("1.2.3", "2.0.0", ""),
        ("1.2.3", "1.2.4", "1.3.0"),
        ("v1.2.3", "v1.2.3", "1.3.0"),
        ("0.2.3", "0.2.4", ""),
        ("0.2.3", "0.2.3", "0.2.4"),
        ("1.10.0", "1.9.0", "1.11.0"),
    ],
)
def test_the_version_gate_names_the_least_version(tmp_path: Path, base: str, head: str, least: str) -> None:
    done = released(tmp_path, base, head).run("--version-gate")
    assert done.returncode == (1 if least else 0), done.stderr
    assert done.stderr.endswith(f"set it to {least} or later\n" if least else "")


@pytest.mark.parametrize("version", ["2024-10-01", "one", "", "1.2", "1.2.3.4", "9" * 5000 + ".0.0"])
def test_a_version_that_has_no_steps_is_wrong_input(tmp_path: Path, version: str) -> None:
    done = released(tmp_path, "1.0.0", version).run("--version-gate")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "not MAJOR.MINOR.PATCH" in done.stderr


def test_several_formats_are_written_in_one_run(breaking: Pair, tmp_path: Path) -> None:
    page, notes = tmp_path / "page.html", tmp_path / "notes.md"
    done = breaking.run("--also", f"html={page}", "--also", f"changelog={notes}")
    assert "enum-widens" in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "### GET /things" in notes.read_text(encoding="utf-8")
    assert "isn't FORMAT=FILE" in breaking.run("--also", "html").stderr
