"""The programs in examples/ run, and the documentation names each."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.project import ROOT
from tests.docs.test_snippets import PAGES

EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
# tests/pivotal/webhooks/test_frameworks.py serves these.
RECEIVERS = {f"receive_in_{framework}.py" for framework in ("django", "fastapi", "flask")}
# tests/pivotal/test_dlt_source.py runs this one.
LOADERS = {"load_warehouse.py"}


def test_each_example_is_run_by_a_test() -> None:
    assert {path.name for path in EXAMPLES} == {"quickstart.py", *RECEIVERS, *LOADERS}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_documentation_names_each_example(example: Path) -> None:
    assert any(f"examples/{example.name}" in page.read_text(encoding="utf-8") for page in PAGES)


def test_the_quick_start_runs() -> None:
    command = [sys.executable, ROOT / "examples" / "quickstart.py"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    steps = [line.split()[0] for line in done.stdout.splitlines()]
    assert steps[1:] == ["created", "opened", "repeated", "moved", "retrieved", "listed"]
    assert "repeated  the create: still customer 1\n" in done.stdout
    assert "same is True" in done.stdout
