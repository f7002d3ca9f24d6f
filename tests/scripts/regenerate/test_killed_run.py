"""A regeneration that is killed -9 leaves generated/ whole, old or new, and the next one sweeps what it left."""

import os
import random
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest

from scripts.project import GENERATED
from tests.scripts.projects import contents, leftovers, regenerate
from tests.support.killed import run_killed, was_killed

RUN = """
import runpy
sys.path.insert(0, sys.argv[3])
---
sys.argv = ["regenerate"]
runpy.run_module("scripts.regenerate", run_name="__main__")
"""
NEW = {name: content for name, content in contents(GENERATED).items() if "__pycache__" not in name}


def change_client(root: Path) -> dict[str, bytes]:
    """Change generated/ by hand, so that the next regeneration replaces it; return its content."""
    (root / "generated" / "pivotal_api" / "client.py").write_text("# old\n", encoding="utf-8")
    return contents(root / "generated")


def check(root: Path, old: dict[str, bytes]) -> bool:
    """Check what a killed run left, and that the next one sweeps it; return whether generated/ was the old one."""
    found = contents(root / "generated")
    assert found in (old, NEW)
    assert regenerate(root).returncode == 0
    assert (contents(root / "generated"), leftovers(root)) == (NEW, [])
    return found == old


@pytest.mark.slow
def test_a_kill_between_steps_leaves_generated_whole(project: Path) -> None:
    left_old: list[bool] = []
    for step in count(1, 24):
        old = change_client(project)
        killed = was_killed(run_killed(RUN, step, project, str(project)))
        left_old.append(check(project, old))
        if not killed:
            break
    assert left_old == sorted(left_old, reverse=True)
    assert len(left_old) > 4 and left_old[0] and not left_old[-1]


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_generated_whole(project: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(project)}
    for _ in range(3):
        old = change_client(project)
        line = [sys.executable, "-m", "scripts.regenerate"]
        process = subprocess.Popen(line, cwd=project, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.3, 1.6))
        process.kill()
        process.wait(20)
        check(project, old)
