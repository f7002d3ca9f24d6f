"""Copies of the repository that a test may change, and regenerations in them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.project import ROOT

COPIED = ("spec", "overlays/spec", "overlays/templates", "overlays/pivotal_runtime", "scripts", "generated")
FILES = ("generator-config.yaml", "pyproject.toml")


def copy_project(root: Path) -> Path:
    """Copy everything that a regeneration reads and writes."""
    for folder in COPIED:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy(ROOT / file, root / file)
    return root


def regenerate(
    root: Path, *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.regenerate", *arguments],
        cwd=cwd or root,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def leftovers(root: Path) -> list[str]:
    return [path.name for path in root.iterdir() if path.name.startswith(".")]
