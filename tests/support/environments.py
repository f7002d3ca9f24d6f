"""Virtual environments that have nothing but what a test installs."""

import subprocess
import sys
from pathlib import Path


def fresh_environment(folder: Path, *packages: str | Path) -> Path:
    """Make an environment, install packages with pip, and return the folder of its programs.

    It has no pip of its own, which would take longer to install than most packages.
    """
    target = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", target], check=True)
    install = ("install", "--quiet", "--disable-pip-version-check", "--no-compile")
    pip = [sys.executable, "-m", "pip", "--python", target / "bin" / "python", *install, *packages]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target / "bin"
