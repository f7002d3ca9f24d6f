"""Every Python snippet of the README and of docs/ runs, in its page's order, against the local server."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pivotal.sandbox import Sandbox

from scripts.project import ROOT
from tests.pivotal.webhooks.support import SECRET
from tests.support.samples import KEY

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SNIPPET = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
RUN = "import runpy, sys; [runpy.run_path(path, run_name='__main__') for path in sys.argv[1:]]"


def page_name(page: Path) -> str:
    return "_".join(page.relative_to(ROOT).with_suffix("").parts).replace("-", "_")


def write_snippets(page: Path, folder: Path) -> list[Path]:
    """Write each snippet of a page into a file of its own; a name that starts with test_ is for pytest."""
    scripts = []
    for number, snippet in enumerate(SNIPPET.findall(page.read_text(encoding="utf-8"))):
        prefix = "test_" if "def test_" in snippet else ""
        script = folder / f"{prefix}{page_name(page)}_{number}.py"
        script.write_text(snippet, encoding="utf-8")
        scripts.append(script)
    return scripts


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    with Sandbox(rate_limit=None).serve() as url:
        yield {**os.environ, "PIVOTAL_API_KEY": KEY, "PIVOTAL_BASE_URL": url, "PIVOTAL_WEBHOOK_SECRET": SECRET}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_snippets_run(page: Path, environment: dict[str, str], tmp_path: Path) -> None:
    scripts = write_snippets(page, tmp_path)
    tests = [script for script in scripts if script.name.startswith("test_")]
    programs = [script for script in scripts if script not in tests]
    for files, runner in ((programs, ["-c", RUN]), (tests, ["-m", "pytest", "-q", "-p", "no:cacheprovider"])):
        if files:
            command = [sys.executable, *runner, *map(str, files)]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
            assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_snippets_type_check(tmp_path: Path) -> None:
    for page in PAGES:
        write_snippets(page, tmp_path)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout
