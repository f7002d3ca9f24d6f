"""Builds the distributions of a revision: the sdist of each, and from it the wheel."""

import io
import os
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

from contract_diff.core.errors import InputError
from scripts.git import run_git

# The folder of each distribution.
SOURCES = (".", "contract_diff")


@frozen
class Conditions:
    """What two machines may differ in; the temporary folders differ too."""

    umask: int
    environment: dict[str, str]


_FIRST = Conditions(0o022, {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"})
_SECOND = Conditions(0o077, {"TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"})


def build_twice(repository: Path, revision: str = "HEAD") -> dict[str, bytes]:
    """Build the distributions of a revision, uncommitted files left out, and return the content of each file by name.

    Raises:
        InputError: A build fails, or the two builds differ.
    """
    first, second = (_build_all(repository, revision, conditions) for conditions in (_FIRST, _SECOND))
    differing = [name for name in sorted(first | second) if first.get(name) != second.get(name)]
    if differing:
        raise InputError(f"two builds of {revision} differ in {', '.join(differing)}; find what depends on the machine")
    return first


def describe_files(files: dict[str, bytes]) -> str:
    """Return the lines that `sha256sum --check` reads.

    Example:
        >>> describe_files({"a.whl": b""})
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.whl\\n'
    """
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))


def _build_all(repository: Path, revision: str, conditions: Conditions) -> dict[str, bytes]:
    with TemporaryDirectory(prefix="dist-") as name:
        folder = Path(name)
        (folder / "out").mkdir()
        _unpack(_archive(repository, revision), folder / "tree")
        for source in SOURCES:
            _build(folder / "tree" / source, folder / "out", conditions)
        return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def _archive(repository: Path, revision: str) -> bytes:
    done = run_git(["archive", "--format=tar", revision], repository)
    if done.returncode:
        raise InputError(f"git can't archive {revision} ({done.stderr.decode().strip()}); name a commit")
    return done.stdout


def _build(source: Path, out: Path, conditions: Conditions) -> None:
    """Build the sdist of a source tree, and from its content the wheel."""
    before = set(out.iterdir())
    _run_hatchling("sdist", source, out, conditions)
    [sdist] = set(out.iterdir()) - before
    with TemporaryDirectory(prefix="sdist-") as folder:
        _unpack(sdist.read_bytes(), Path(folder))
        [unpacked] = Path(folder).iterdir()
        _run_hatchling("wheel", unpacked, out, conditions)


def _unpack(archive: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        opened.extractall(folder, filter="data")


def _run_hatchling(target: str, source: Path, out: Path, conditions: Conditions) -> None:
    # A date of the caller's would be in the files.
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)],
        cwd=source,
        env={**inherited, **conditions.environment},
        umask=conditions.umask,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1]
        raise InputError(f"hatchling can't build the {target} of {source.name} ({reason}); correct its pyproject.toml")
