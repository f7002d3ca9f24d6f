"""Report formats on the command line."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts.project import ROOT
from tests.contract_diff.pairs import Pair


def test_json_contains_every_attribute(breaking: Pair) -> None:
    report = json.loads(breaking.run("--format=json").stdout)
    finding = next(one for one in report["findings"] if one["rule"] == "enum-widens")
    assert finding["witness"] == {"value": "paid", "valid_in": "head"}
    assert finding["operations"] == ["GET /things"]
    assert finding["head"]["line"] > 1
    assert len(finding["id"]) == 12
    assert report["version_step"] == "major"


def test_other_formats_are_well_formed(breaking: Pair) -> None:
    sarif = json.loads(breaking.run("--format=sarif").stdout)
    assert {result["level"] for result in sarif["runs"][0]["results"]} == {"error", "warning"}
    suite = ElementTree.fromstring(breaking.run("--format=junit").stdout)
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    github = breaking.run("--format=github").stdout
    assert github.startswith("::error file=")
    assert "### 🔴 Breaking (1)" in breaking.run("--format=markdown").stdout
    assert "property-removed" in breaking.run("--format=table").stdout


def test_the_page_loads_nothing_and_escapes_names(breaking: Pair, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert breaking.run("--format=html", "--output", page).returncode == 1
    text = page.read_text(encoding="utf-8")
    assert text.count("<script>") == 1
    assert "&lt;script&gt;" in text
    assert "src=" not in text
    assert not re.search("https?:", text)
    assert text.count("<article") == 2


def test_a_removed_operation_is_annotated_at_a_path_in_the_repository(tmp_path: Path) -> None:
    git = ("git", "-c", "user.name=t", "-c", "user.email=t@example.com")
    spec = tmp_path / "openapi.yaml"
    text = (
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {responses: {'200': {description: ok}}}}\n"
    )
    spec.write_text(text, encoding="utf-8")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "base"]):
        subprocess.run([*git, *command], cwd=tmp_path, check=True)
    spec.write_text(text.replace("/a:", "/b:"), encoding="utf-8")
    command = [sys.executable, "-m", "contract_diff", "git:HEAD:openapi.yaml", "openapi.yaml", "--format"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for form, wanted in (("github", "file=openapi.yaml,"), ("sarif", '"uri": "openapi.yaml"')):
        shown = subprocess.run([*command, form], cwd=tmp_path, env=environment, capture_output=True, text=True).stdout
        assert wanted in shown
        assert "HEAD:openapi.yaml" not in shown.partition('"relatedLocations"')[0]


@pytest.mark.parametrize(
    ("environment", "is_colored"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colors_follow_the_usual_variables(
    breaking: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], is_colored: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[31mbreaking" in breaking.run().stdout) == is_colored
    breaking.run("--output", tmp_path / "report.txt")
    assert "\x1b" not in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_a_terminal_has_colors(breaking: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    leader, follower = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "contract_diff", breaking.base, breaking.head], cwd=ROOT, stdout=follower, check=False
    )
    os.close(follower)
    with open(leader, "rb") as shown:  # noqa: PTH123
        assert b"\x1b[31mbreaking" in shown.read1(65_536)
