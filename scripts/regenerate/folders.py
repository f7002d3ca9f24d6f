"""Folders as a whole: which files differ, and replacing one by another."""

import tempfile
from pathlib import Path


def compare_folders(base: Path, head: Path) -> list[str]:
    """Return a line for each file that is missing in the base, surplus there, or different."""
    names = {path.relative_to(root) for root in (base, head) for path in root.rglob("*") if _is_compared(path)}
    return [line for name in sorted(names) if (line := _compare_file(name, base, head))]


def _is_compared(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _compare_file(name: Path, base: Path, head: Path) -> str | None:
    if not (base / name).exists():
        return f"missing  {name}"
    if not (head / name).exists():
        return f"surplus  {name}"
    return f"differs  {name}" if (base / name).read_bytes() != (head / name).read_bytes() else None


def replace_folder(base: Path, head: Path) -> None:
    """Move a finished folder to the place of another; restore the other if that fails."""
    with tempfile.TemporaryDirectory(dir=base.parent, prefix=".outdated-") as aside:
        backup = Path(aside) / base.name
        if base.exists():
            base.rename(backup)
        try:
            head.rename(base)
        except BaseException:
            if backup.exists():
                backup.rename(base)
            raise
