"""The two sides of a comparison on disk: a folder as it is, a git revision unpacked for the while."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contract_diff.core.errors import InputError

# The packages that users import, and the folder of each.
PACKAGES = {"pivotal": "overlays", "pivotal_api": "generated"}
# Resolved through, so that an error class has its bases, but none of its names is public.
SUPPORT = {"pivotal_runtime": "overlays"}
SAMPLES = "tests/typing"


@dataclass(frozen=True)
class Tree:
    """One side: what to call it, and the folder that it is in."""

    label: str
    root: Path

    @property
    def search_paths(self) -> list[Path]:
        """The folders that Python would import the packages from."""
        return [self.root / folder for folder in PACKAGES.values()]

    @property
    def support(self) -> list[str]:
        """The packages below the public ones that this side has; older revisions have none."""
        return [name for name, folder in SUPPORT.items() if (self.root / folder / name).is_dir()]


@contextmanager
def tree(spec: str, repository: Path) -> Iterator[Tree]:
    """Make one side available as a folder.

    Args:
        spec: A folder that holds the packages, or a git revision.
        repository: Where git looks the revision up.

    Raises:
        InputError: It is neither, or a package is missing in it.

    Example:
        >>> with tree(".", Path()) as here:
        ...     here.label
        '.'
    """
    if _holds_packages(Path(spec)):
        yield Tree(spec, Path(spec))
        return
    commit = _commit(spec, repository)
    with tempfile.TemporaryDirectory(prefix="surface-") as scratch:
        _unpack(commit, repository, Path(scratch))
        if not _holds_packages(Path(scratch)):
            raise InputError(f"{spec}: this revision has no {_missing(Path(scratch))}; name one that has the packages.")
        yield Tree(spec, Path(scratch))


def _holds_packages(root: Path) -> bool:
    return not _missing(root)


def _missing(root: Path) -> str:
    absent = (f"{folder}/{name}" for name, folder in PACKAGES.items() if not (root / folder / name).is_dir())
    return " and ".join(absent)


def _commit(spec: str, repository: Path) -> str:
    if not spec.startswith("-"):
        found = _git(["rev-parse", "--verify", "--quiet", f"{spec}^{{commit}}"], repository)
        if found.returncode == 0:
            return found.stdout.decode().strip()
    if Path(spec).is_dir():
        raise InputError(f"{spec}: this folder has no {_missing(Path(spec))}; name the root of a working tree.")
    raise InputError(f"{spec}: neither a folder nor a git revision; in CI, fetch the history (fetch-depth: 0).")


def _unpack(commit: str, repository: Path, folder: Path) -> None:
    wanted = [*PACKAGES.values(), SAMPLES]
    present = [path for path in wanted if _git(["cat-file", "-e", f"{commit}:{path}"], repository).returncode == 0]
    if not present:
        return
    packed = _git(["archive", "--format=tar", commit, "--", *present], repository)
    if packed.returncode != 0:
        raise InputError(f"{commit}: git cannot unpack it ({packed.stderr.decode().strip()}); check the repository.")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")


def _git(arguments: list[str], repository: Path) -> subprocess.CompletedProcess[bytes]:
    top = ["git", "-C", str(repository)]
    try:
        return subprocess.run([*top, *arguments], capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise InputError(f"git cannot be run ({error.strerror}); install it, or compare two folders.") from error
