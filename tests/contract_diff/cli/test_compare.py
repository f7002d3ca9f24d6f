"""The exit codes of a comparison, as a process."""

from pathlib import Path

import pytest

from contract_diff._version import __version__
from tests.contract_diff.contracts import sending
from tests.contract_diff.pairs import Pair, run


@pytest.fixture
def undecided(tmp_path: Path) -> Pair:
    """Two patterns that are no regular languages."""
    base, head = (sending({"type": "string", "pattern": rf"^({letter})\1$"}) for letter in "ab")
    return Pair(tmp_path, base, head)


def test_a_breaking_change_exits_with_1(breaking: Pair) -> None:
    assert breaking.run().returncode == 1


def test_an_undecided_finding_exits_with_3_only_under_strict_unknown(undecided: Pair, tmp_path: Path) -> None:
    assert undecided.run().returncode == 0
    assert undecided.run("--strict-unknown").returncode == 3
    config = tmp_path / "contract-diff.yaml"
    config.write_text("strict-unknown: true\n", encoding="utf-8")
    assert undecided.run("--config", config).returncode == 3
    assert undecided.run("--config", config, "--no-strict-unknown").returncode == 0


def test_the_version_is_printed() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, f"contract-diff {__version__}\n")


def test_no_change_exits_with_0(breaking: Pair) -> None:
    same = run(breaking.base, breaking.base)
    assert (same.returncode, same.stdout) == (
        0,
        "0 breaking, 0 risky, 0 compatible; suggested version step: none\n",
    )


@pytest.mark.parametrize("arguments", [["none.yaml", "none.yaml"], ["pyproject.toml", "pyproject.toml"]])
def test_wrong_input_exits_with_2_and_one_line(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("contract-diff: ")
    assert done.stderr.count("\n") == 1
