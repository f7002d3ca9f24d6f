"""Runs git in a repository."""

import subprocess
from pathlib import Path

from contract_diff.core.errors import InputError


def run_git(arguments: list[str], repository: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a git command and return what it did.

    Raises:
        InputError: git can't be run at all.
    """
    command_line = ["git", "-C", str(repository), *arguments]
    try:
        return subprocess.run(command_line, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise InputError(f"git cannot be run ({error.strerror}); install it, or compare two folders.") from error


def list_files(repository: Path) -> list[str]:
    """Return the files of a working tree that exist and that git doesn't ignore.

    Raises:
        InputError: The folder is not a repository.
    """
    process = run_git(["ls-files", "-z", "--cached", "--others", "--exclude-standard"], repository)
    if process.returncode:
        raise InputError(f"{repository}: git can't list the files ({process.stderr.decode().strip()}).")
    paths = set(process.stdout.decode().split("\0"))
    return sorted(path for path in paths if (repository / path).is_file())
