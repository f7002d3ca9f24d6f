"""The files of a release, built by `python -m scripts.distributions` from a copy of this repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from scripts.distributions.build import build_twice
from scripts.release.versions import read_version
from tests.support.workflows import ROOT, copy_repository, git

ENDS = ("-py3-none-any.whl", ".tar.gz")
# The version is that of the moment, as a timestamp would be.
PROJECT = """
build-system = {requires = ["hatchling"], build-backend = "hatchling.build"}
project = {name = "clock", dynamic = ["version"]}
tool.hatch.version = {source = "code", path = "clock.py", expression = "f'1.0.{time_ns()}'"}
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_repository(tmp_path / "copy")


def build(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.distributions", *arguments]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True)


@pytest.mark.slow
def test_both_distributions_are_built_twice_with_the_same_bytes(copy: Path) -> None:
    (copy / "overlays" / "pivotal" / "scratch.py").touch()  # isn't committed
    done = build(copy, "dist")
    assert done.returncode == 0, done.stderr
    version = read_version(ROOT)
    names = [f"{name}-{version}{end}" for name in ("openapi_contract_diff", "pivotal") for end in ENDS]
    assert sorted(path.name for path in (copy / "dist").iterdir()) == names
    assert "scratch" not in (copy / "dist" / names[-1]).read_bytes().decode("latin-1")
    subprocess.run(["sha256sum", "--check", "--strict"], input=done.stdout, cwd=copy / "dist", text=True, check=True)
    again = build(copy, "dist")
    assert (again.returncode, again.stderr.partition(";")[0]) == (2, "dist: dist: not an empty folder")


@pytest.mark.slow
def test_a_build_that_depends_on_the_time_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "contract_diff"):
        folder.mkdir(exist_ok=True)
        (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
        (folder / "clock.py").write_text("from time import time_ns\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "clock")
    with pytest.raises(InputError, match=r"two builds of HEAD differ in clock-1\.0\."):
        build_twice(tmp_path)


def test_files_that_are_missing_are_reported_before_any_is_tried(tmp_path: Path) -> None:
    command = [ROOT / ".ci" / "try-dist", tmp_path, sys.executable]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"try-dist: {tmp_path} has 0 distributions instead of 4; run: make dist\n"
