"""The sides of a comparison on disk: a folder as it is, a git revision unprocess into a temporary folder."""

import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from contract_diff.core.errors import InputError
from scripts.git import run_git

# The packages that users import, and the folder of each.
PACKAGES = {"pivotal": "overlays", "pivotal_api": "generated"}
# Read to resolve names, such as the bases of an error class; none of its names is public.
SUPPORT = {"pivotal_runtime": "overlays"}
SAMPLES = "tests/typing"


@frozen
class Tree:
    """One side of a comparison: its label in messages, and its folder."""

    label: str
    root: Path

    @property
    def search_paths(self) -> list[Path]:
        """The folders from which Python would import the packages."""
        return [self.root / folder for folder in PACKAGES.values()]

    @property
    def support(self) -> list[str]:
        """The packages below the public ones; older revisions have none."""
        return [name for name, folder in SUPPORT.items() if (self.root / folder / name).is_dir()]


@contextmanager
def open_tree(spec: str, repository: Path) -> Iterator[Tree]:
    """Provide one side as a folder.

    Args:
        spec: A folder that contains the packages, or a git revision.
        repository: The repository of the revision.

    Raises:
        InputError: The spec is neither, or the side lacks a package.

    Example:
        >>> with open_tree(".", Path()) as tree:
        ...     tree.label
        '.'
    """
    if _has_packages(Path(spec)):
        yield Tree(spec, Path(spec))
        return
    commit = _find_commit(spec, repository)
    with tempfile.TemporaryDirectory(prefix="surface-") as scratch:
        _unpack(commit, repository, Path(scratch))
        if not _has_packages(Path(scratch)):
            raise InputError(f"{spec}: this revision has no {_missing(Path(scratch))}; name one that has the packages.")
        yield Tree(spec, Path(scratch))


def _has_packages(root: Path) -> bool:
    return not _missing(root)


def _missing(root: Path) -> str:
    absent = (f"{folder}/{name}" for name, folder in PACKAGES.items() if not (root / folder / name).is_dir())
    return " and ".join(absent)


def _find_commit(spec: str, repository: Path) -> str:
    if not spec.startswith("-"):
        process = run_git(["rev-parse", "--verify", "--quiet", f"{spec}^{{commit}}"], repository)
        if process.returncode == 0:
            return process.stdout.decode().strip()
    if Path(spec).is_dir():
        raise InputError(f"{spec}: this folder has no {_missing(Path(spec))}; name the root of a working tree.")
    raise InputError(f"{spec}: neither a folder nor a git revision; in CI, fetch the history (fetch-depth: 0).")


def _unpack(commit: str, repository: Path, folder: Path) -> None:
    paths = [*PACKAGES.values(), SAMPLES]
    present = [path for path in paths if run_git(["cat-file", "-e", f"{commit}:{path}"], repository).returncode == 0]
    if not present:
        return
    process = run_git(["archive", "--format=tar", commit, "--", *present], repository)
    if process.returncode != 0:
        raise InputError(f"{commit}: git cannot unpack it ({process.stderr.decode().strip()}); check the repository.")
    with tarfile.open(fileobj=io.BytesIO(process.stdout)) as archive:
        archive.extractall(folder, filter="data")
