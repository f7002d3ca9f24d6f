"""Reading and running the steps of workflows and of the action, as a runner does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTION = ROOT / "action.yml"
FILES = [*WORKFLOWS, ACTION]
# The files that decide the environment.
ENVIRONMENT = ("requirements-dev.txt", "pyproject.toml", "contract_diff/pyproject.toml")
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
GIT = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
API = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      operationId: list-things
      responses:
        "200":
          description: All of them
          content: {application/json: {schema: {type: string}}}
"""


def parsed(path: Path) -> dict[str, Any]:
    """BaseLoader, since YAML 1.1 reads the key `on` as true."""
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return document


def steps(path: Path) -> Iterator[dict[str, Any]]:
    document = parsed(path)
    yield from document.get("runs", {}).get("steps", [])
    for job in document.get("jobs", {}).values():
        yield from job["steps"]


def step(path: Path, name: str) -> str:
    return next(str(one["run"]) for one in steps(path) if one.get("name") == name)


def every_run() -> list[Any]:
    return [
        pytest.param(one["run"], id=f"{path.name}: {one['name']}")
        for path in FILES
        for one in steps(path)
        if "run" in one
    ]


def execute(script: str, folder: Path, **environment: object) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner does."""
    given = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    return subprocess.run([*BASH, "-c", script], cwd=folder, env=given, capture_output=True, text=True, check=False)


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run([*GIT, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def copy_repository(folder: Path) -> Path:
    """Copy the working tree, committed or not, and make it the first commit of a new repository's main branch."""
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "base")
    return folder
