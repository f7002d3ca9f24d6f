"""Processes that meet a full disk or a read-only folder, also where the tests run as root."""

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

# A limit of a file's size makes the system refuse a write, as a full disk does, without a file system of its own.
SMALL = 4096


def full_disk(size: int = SMALL) -> Callable[[], None]:
    """Return a function for `preexec_fn` after which no file can grow beyond a size."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def obeying_permissions(command: list[str]) -> list[str]:
    """Return a command line whose process obeys the permissions of files, even if root runs it."""
    if os.geteuid() != 0:
        return command
    if not Path("/usr/bin/setpriv").exists():
        pytest.skip("root obeys no permissions, and this system has no setpriv")
    return ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--", *command]


def run_limited(
    command: list[str], cwd: Path, preexec: Callable[[], None] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a command that obeys permissions, and a limit if there is one."""
    return subprocess.run(
        obeying_permissions(command),
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=preexec,
    )
