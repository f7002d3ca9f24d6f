"""Regenerate the client from the vendored contract, or check that it is what the contract gives.

    python -m scripts.regenerate            rewrite generated/
    python -m scripts.regenerate --check    compare, change nothing

Exit codes: 0 done, or nothing differs; 1 the check found a difference; 2 the input can't be used.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from scripts.contract import GENERATED, ROOT, InputError
from scripts.regenerate.build import build


def replace(new: Path, old: Path) -> None:
    """Put a finished folder in the place of another."""
    with tempfile.TemporaryDirectory(dir=old.parent, prefix=".outdated-") as aside:
        kept = Path(aside) / old.name
        if old.exists():
            old.rename(kept)
        try:
            new.rename(old)
        except BaseException:
            if kept.exists():
                kept.rename(old)
            raise


def differences(made: Path, kept: Path) -> list[str]:
    """Name the files that differ, are missing, or are too many."""
    names = {path.relative_to(root) for root in (made, kept) for path in root.rglob("*") if _counts(path)}
    return [line for name in sorted(names) if (line := _difference(name, made, kept))]


def _counts(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def _difference(name: Path, made: Path, kept: Path) -> str | None:
    if not (kept / name).exists():
        return f"missing  {name}"
    if not (made / name).exists():
        return f"surplus  {name}"
    return f"differs  {name}" if (made / name).read_bytes() != (kept / name).read_bytes() else None


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; give the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.regenerate", description="Regenerate the client, or check it."
    )
    parser.add_argument("--check", action="store_true", help="compare with generated/, change nothing")
    check = parser.parse_args(arguments).check
    try:
        with tempfile.TemporaryDirectory(dir=ROOT, prefix=".generating-") as temporary:
            made = Path(temporary) / "generated"
            made.mkdir()
            build(made)
            if check:
                return _report(differences(made, GENERATED))
            changed = differences(made, GENERATED) if GENERATED.exists() else ["everything"]
            if changed:
                replace(made, GENERATED)
    except InputError as error:
        print(f"regenerate: {error}", file=sys.stderr)
        return 2
    print("\n".join(changed) or "generated/ was up to date.")
    return 0


def _report(found: list[str]) -> int:
    if found:
        print("generated/ is not what the contract gives; run: make regenerate", *found, sep="\n  ")
        return 1
    print("generated/ is what the contract gives.")
    return 0
