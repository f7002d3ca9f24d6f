"""Folders as a whole: which files differ."""

from enum import Enum
from pathlib import Path
from typing import NamedTuple


class Kind(Enum):
    """How a file of two folders differs: the verb after it was written, and the adjective that a check reports."""

    ADDED = "added", "missing"
    REMOVED = "removed", "surplus"
    UPDATED = "updated", "differs"


class FileDifference(NamedTuple):
    """A file that head adds, removes or updates."""

    kind: Kind
    name: Path

    @property
    def written(self) -> str:
        """A line for a file that was written."""
        return f"{self.kind.value[0]:<7}  {self.name}"

    @property
    def found(self) -> str:
        """A line for a file that a check found."""
        return f"{self.kind.value[1]:<7}  {self.name}"


def compare_folders(base: Path, head: Path) -> list[FileDifference]:
    """Return the files that differ, sorted by name; hidden files and compiled ones don't count."""
    names = {
        name
        for root in (base, head)
        for path in root.rglob("*")
        if path.is_file() and _is_compared(name := path.relative_to(root))
    }
    return [FileDifference(kind, name) for name in sorted(names) if (kind := _compare_file(name, base, head))]


def _is_compared(name: Path) -> bool:
    return not any(part.startswith(".") or part == "__pycache__" for part in name.parts)


def _compare_file(name: Path, base: Path, head: Path) -> Kind | None:
    if not (base / name).exists():
        return Kind.ADDED
    if not (head / name).exists():
        return Kind.REMOVED
    return Kind.UPDATED if (base / name).read_bytes() != (head / name).read_bytes() else None
