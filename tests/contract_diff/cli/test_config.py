"""The configuration file."""

from pathlib import Path

import pytest

from contract_diff.cli.config import read_config
from contract_diff.core.errors import InputError
from tests.contract_diff.pairs import Pair
from tests.contract_diff.test_readme import block_with


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "contract-diff.yaml"


def test_the_example_of_the_readme_is_valid(config: Path) -> None:
    read = read_config(block_with("ignore-paths:", config))
    assert (read["fail_on"], read["approvals"]) == ("risky", str(config.parent / "approvals.yaml"))


def test_it_decides_what_fails_and_the_command_line_wins(breaking: Pair, config: Path) -> None:
    config.write_text("fail-on: never\n", encoding="utf-8")
    assert breaking.run("--config", config).returncode == 0
    assert breaking.run("--config", config, "--fail-on", "risky").returncode == 1


def test_it_changes_severities_and_leaves_paths_out(breaking: Pair, config: Path) -> None:
    config.write_text("severities: {enum-*: compatible}\n", encoding="utf-8")
    assert breaking.run("--config", config).returncode == 0
    config.write_text("ignore-paths: [/thing*]\nfail-on: any\n", encoding="utf-8")
    assert breaking.run("--config", config).returncode == 0


def test_it_selects_what_is_shown_and_the_exit_code_stays(breaking: Pair, config: Path) -> None:
    config.write_text("show-severities: [risky]\nshow-rules: [enum-*]\n", encoding="utf-8")
    done = breaking.run("--config", config)
    assert done.returncode == 1
    assert "enum-widens" not in done.stdout and "that are hidden" in done.stdout


def test_files_are_relative_to_it(breaking: Pair, config: Path) -> None:
    (config.parent / "ours.yaml").write_text("name: mine\nextends: strict\n", encoding="utf-8")
    config.write_text("policy: ours.yaml\n", encoding="utf-8")
    assert "policy mine" in breaking.run("--config", config).stdout


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("fail_on: any", "Object contains unknown field `fail_on`"),
        ("fail-on: some", "Invalid enum value 'some' - at `$.fail-on`"),
        ("fail-on: [any]", "Expected `str`, got `array` - at `$.fail-on`"),
        ("severities: {enum-wides: risky}", "severities: no rule is named 'enum-wides'"),
        ("severities: {enum-widens: bad}", "Invalid enum value 'bad' - at `$.severities[...]`"),
        ("severities: {1: risky}", "severities: no rule is named '1'"),
        ("ignore-paths: /internal", "Expected `array`, got `str` - at `$.ignore-paths`"),
        ("version-gate: 1", "Expected `bool`, got `int` - at `$.version-gate`"),
        ("1: a", "Object contains unknown field `1`"),
        ("[]", "Expected `object`, got `array`"),
    ],
)
def test_what_is_wrong_is_one_sentence(config: Path, text: str, problem: str) -> None:
    config.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_config(config)
    assert str(caught.value).startswith(f"{config}: {problem}")
