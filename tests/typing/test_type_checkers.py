"""The generated client for type checkers: a correct program passes both, and both report each mistake."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Checker = Callable[[Path, Path], dict[int, str]]
HERE = Path(__file__).parent
BIN = Path(sys.executable).parent


def mypy(file: Path, cache: Path) -> dict[int, str]:
    """Return the lines that mypy --strict rejects, with its messages."""
    line = [BIN / "mypy", "--strict", "--no-error-summary", "--no-pretty", f"--cache-dir={cache}", file.name]
    done = subprocess.run([*line, "--config-file="], cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    reported = re.findall(rf"^{file.name}:(\d+): error: (.*)$", done.stdout, re.MULTILINE)
    assert bool(reported) == bool(done.returncode), done.stdout
    return {int(number): text for number, text in reported}


def pyright(file: Path, _: Path) -> dict[int, str]:
    """Return the lines that pyright rejects in strict mode, which the file's first line sets, with its messages."""
    line = [BIN / "pyright", "--outputjson", "--pythonpath", sys.executable, file]
    done = subprocess.run(line, cwd=HERE, capture_output=True, text=True, check=False)
    output = json.loads(done.stdout)
    assert output["summary"]["filesAnalyzed"] == 1, done.stdout
    errors = [entry for entry in output["generalDiagnostics"] if entry["severity"] == "error"]
    return {entry["range"]["start"]["line"] + 1: entry["message"] for entry in errors}


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_a_sound_program_passes(checker: Checker, tmp_path: Path) -> None:
    assert checker(HERE / "accepted.py", tmp_path) == {}


@pytest.mark.slow
@pytest.mark.parametrize("checker", [mypy, pyright])
def test_each_mistake_is_found_and_nothing_else(checker: Checker, tmp_path: Path) -> None:
    lines = (HERE / "refused.py").read_text("utf-8").splitlines()
    wrong = {number for number, line in enumerate(lines, start=1) if "# wrong: " in line}
    reported = checker(HERE / "refused.py", tmp_path)
    assert len(wrong) > 40
    assert {number: lines[number - 1] for number in wrong - reported.keys()} == {}
    assert {number: text for number, text in reported.items() if number not in wrong} == {}
