"""Every Python snippet of the README runs, in its order, against the local server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pivotal.sandbox import Sandbox

README = Path(__file__).resolve().parents[1] / "README.md"
SNIPPETS = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    with Sandbox(rate_limit=None).serve() as url:
        yield {**os.environ, "PIVOTAL_API_KEY": "pivotal_test_K8s9secretsecret", "PIVOTAL_BASE_URL": url}


@pytest.mark.parametrize("snippet", SNIPPETS, ids=[snippet.split("\n\n")[0][:40] for snippet in SNIPPETS])
def test_snippet_runs(snippet: str, environment: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "snippet.py"
    script.write_text(snippet, encoding="utf-8")
    runner = ["-m", "pytest", "-q", "-p", "no:cacheprovider"] if "def test_" in snippet else []
    command = [sys.executable, *runner, script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_guides_snippets_type_check(tmp_path: Path) -> None:
    for number, snippet in enumerate(SNIPPETS):
        (tmp_path / f"snippet_{number}.py").write_text(snippet, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=README.parent)
    assert done.returncode == 0, done.stdout
