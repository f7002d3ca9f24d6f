"""A copy of the environment that runs the tests, for a copy of the repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

INSTALL = (
    *("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation"),
    *("-e", ".", "-e", "contract_diff"),
)


def copy_environment(repository: Path) -> None:
    """Give a copy of the repository this environment as its `.venv`, with its own packages installed in it.

    `make venv` would install the same packages once more, for a minute or two.
    """
    target = repository / ".venv"
    shutil.copytree(Path(sys.prefix, "lib"), target / "lib", symlinks=True, copy_function=_link)
    shutil.copytree(Path(sys.prefix, "bin"), target / "bin", symlinks=True)
    shutil.copy2(Path(sys.prefix, "pyvenv.cfg"), target)
    for script in (target / "bin").iterdir():
        _repoint(script, sys.prefix, str(target))
    subprocess.run([target / "bin" / "python", *INSTALL], cwd=repository, check=True)
    (target / ".ready").touch()


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


def _repoint(script: Path, old: str, new: str) -> None:
    """Name the new environment in a script's first line."""
    if script.is_symlink() or not script.is_file():
        return
    shebang, separator, rest = script.read_bytes().partition(b"\n")
    if shebang.startswith(b"#!") and old.encode() in shebang:
        script.write_bytes(shebang.replace(old.encode(), new.encode()) + separator + rest)
