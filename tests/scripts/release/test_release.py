"""A release from start to end, by `python -m scripts.release` on a copy of this repository."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.contract import load
from scripts.openapi.canonical_yaml import dump
from scripts.release.versions import read_version, write_version
from tests.rehearsal.releases import add_enum_value, remove_operation
from tests.support.workflows import copy_repository, git

IDENTITY = {f"GIT_{role}_{what}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


# In the place of the packages, whose names take seconds to read.
PACKAGES = {
    "overlays/pivotal/__init__.py": "def call(): ...\n",
    "overlays/pivotal/_version.py": '__version__ = "0.1.0"\n',
    "overlays/pivotal_runtime/__init__.py": "",
    "generated/pivotal_api/__init__.py": "",
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository on main, of small packages whose version is 0.1.0, and with one fragment."""
    copy = copy_repository(tmp_path / "copy")
    for folder in ("overlays/pivotal", "overlays/pivotal_runtime", "generated/pivotal_api", "tests"):
        shutil.rmtree(copy / folder)
    for name, text in PACKAGES.items():
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text(text, encoding="utf-8")
    write_version(copy, "0.1.0")
    for path in (copy / "changelog.d").glob("*.*.md"):
        path.unlink()
    return add(copy, "changelog.d/start.added.md", "- The start.\n")


def add(copy: Path, name: str, text: str) -> Path:
    """Commit a file with this text."""
    (copy / name).write_text(text, encoding="utf-8")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", name)
    return copy


def change_contract(copy: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = copy / "spec" / "openapi.yaml"
    contract = load(path)
    change(contract)
    path.write_text(dump(contract), encoding="utf-8")
    git(copy, "commit", "--quiet", "--all", "--message", change.__name__)


def release(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.release", *arguments]
    return subprocess.run(command, cwd=copy, env={**os.environ, **IDENTITY}, capture_output=True, text=True)


def section(copy: Path, version: str) -> str:
    text = (copy / "CHANGELOG.md").read_text(encoding="utf-8")
    return text.partition(f"## {version} (")[2].partition("\n## ")[0]


@pytest.mark.slow
def test_each_release_is_a_commit_and_a_tag_on_main_with_the_step_that_its_changes_require(copy: Path) -> None:
    first = release(copy)
    assert first.returncode == 0, first.stderr
    assert first.stdout.endswith("(the first release). To publish it, run: git push --atomic origin main v0.1.0\n")
    assert "\n\n### Added\n\n- The start.\n" in section(copy, "0.1.0")

    change_contract(copy, add_enum_value)
    added = release(copy)
    assert added.returncode == 0, added.stderr
    assert "(after v0.1.0; contract: patch (before 1.0), Python names: none, fragments: none)" in added.stdout
    assert "\n\n### The API\n\n" in section(copy, "0.1.1")
    assert "handover" in section(copy, "0.1.1")

    change_contract(copy, remove_operation)
    add(copy, "changelog.d/speed.fixed.md", "- Faster.\n")
    broken = release(copy)
    assert broken.returncode == 0, broken.stderr
    assert "contract: minor (before 1.0), Python names: none, fragments: patch (before 1.0)" in broken.stdout
    assert "**Breaking**" in section(copy, "0.2.0")
    assert "### Fixed\n\n- Faster.\n" in section(copy, "0.2.0")

    assert read_version(copy) == "0.2.0"
    assert git(copy, "tag", "--points-at", "main") == "v0.2.0"
    assert git(copy, "log", "-1", "--format=%s") == "Release 0.2.0"
    assert [path.name for path in (copy / "changelog.d").glob("*.*.md")] == []
    assert git(copy, "status", "--porcelain") == ""
    assert len(git(copy, "worktree", "list").splitlines()) == 1
    nothing = release(copy)
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr == "release: nothing changed since the last release, so there is nothing to release\n"


def test_a_python_name_that_is_gone_after_1_0_requires_a_major_step(copy: Path) -> None:
    write_version(copy, "1.4.2")
    git(copy, "commit", "--quiet", "--all", "--message", "version")
    git(copy, "tag", "v1.4.2")
    add(copy, "overlays/pivotal/__init__.py", "def new(): ...\n")
    assert release(copy, "--preview").stdout.startswith("2.0.0 (after v1.4.2; contract: none, Python names: major")
    refused = release(copy, "--step=minor")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "a minor step is too small, as the changes require a major one" in refused.stderr
    assert git(copy, "tag") == "v1.4.2"


def test_a_release_elsewhere_than_on_main_is_refused_in_one_sentence_and_can_be_previewed(copy: Path) -> None:
    git(copy, "checkout", "--quiet", "-b", "topic")
    before = git(copy, "rev-parse", "HEAD")
    refused = release(copy)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "release: a release is made on main, and this is topic; run: git switch main\n"
    preview = release(copy, "--preview")
    assert preview.stdout.startswith("0.1.0 (the first release)\n")
    assert "- The start." in preview.stdout
    assert (git(copy, "rev-parse", "HEAD"), git(copy, "status", "--porcelain"), git(copy, "tag")) == (before, "", "")
