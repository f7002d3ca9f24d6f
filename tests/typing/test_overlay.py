"""PivotalApi for type checkers: a correct program passes both, and both report each mistake."""

from pathlib import Path

import pytest

from tests.typing.test_type_checkers import HERE, Checker, mypy, pyright


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_sound_program_passes(checker: Checker, tmp_path: Path) -> None:
    assert checker(HERE / "overlay_accepted.py", tmp_path) == {}


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_each_mistake_is_found_and_nothing_else(checker: Checker, tmp_path: Path) -> None:
    lines = (HERE / "overlay_refused.py").read_text("utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, start=1) if "# wrong: " in line}
    reported = checker(HERE / "overlay_refused.py", tmp_path)
    assert len(wrong) > 30
    assert {number: lines[number - 1] for number in wrong - reported.keys()} == {}
    assert {number: text for number, text in reported.items() if number not in wrong} == {}
