"""Processes that kill -9 themselves at a chosen moment: right before the n-th step that changes the file system."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from scripts.project import ROOT

# The audit events of such steps; ctypes calls the one that exchanges two folders.
_PROGRAM = """
import itertools, os, signal, sys

STEPS = {"os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod", "ctypes.dlsym", "shutil.rmtree"}
fatal, watched, numbers = int(sys.argv[1]), sys.argv[2], itertools.count(1)

def watch(event, arguments):
    is_write = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    is_ours = event == "ctypes.dlsym" or (arguments and str(arguments[0]).startswith(watched))
    if (is_write or event in STEPS) and is_ours and next(numbers) == fatal:
        os.kill(os.getpid(), signal.SIGKILL)

"""


def run_killed(code: str, step: int, watched: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that is killed before a step below a folder; return it, and whether it was."""
    program = f"{_PROGRAM}{code.partition('---')[0]}\nsys.addaudithook(watch)\n{code.partition('---')[2]}"
    return subprocess.run(
        [sys.executable, "-c", program, str(step), str(watched), *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def was_killed(process: subprocess.CompletedProcess[str]) -> bool:
    """Return whether the process was killed; it must end well otherwise."""
    assert process.returncode in (0, -signal.SIGKILL), process.stderr
    return process.returncode != 0
