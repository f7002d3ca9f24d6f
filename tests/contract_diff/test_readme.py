"""The distribution's README: its examples of files are valid, and its example in Python runs."""

import re
from pathlib import Path

import pytest

from contract_diff.core.command_line import EXIT_FAULT, EXIT_INPUT, EXIT_INTERRUPTED
from contract_diff.findings.approvals import load_approvals
from contract_diff.findings.policy import load_policy
from tests.contract_diff.pairs import PROJECT, Pair

README = (PROJECT / "contract_diff" / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def block_with(word: str, path: Path) -> Path:
    """Write the YAML example that contains a word to a file."""
    (text,) = (block for block in blocks("yaml") if word in block)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_policy_is_valid(tmp_path: Path) -> None:
    assert load_policy(str(block_with("extends:", tmp_path / "ours.yaml"))).name == "ours"


def test_the_approvals_are_valid(tmp_path: Path) -> None:
    assert [row.rule for row in load_approvals(block_with("expires:", tmp_path / "a.yaml"))] == ["property-removed"]


def test_the_example_in_python_runs(
    breaking: Pair, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(breaking.base.parent)
    (example,) = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("breaking [")


def test_the_exit_codes_are_those_of_the_program() -> None:
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)]
    assert codes == [0, 1, EXIT_INPUT, 3, EXIT_FAULT, EXIT_INTERRUPTED]
