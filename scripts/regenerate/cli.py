"""The command line: `python -m scripts.regenerate [--check]`."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from contract_diff.core.command_line import print_text, run_main
from scripts.project import GENERATED, ROOT
from scripts.regenerate.build import build

EXIT_DONE, EXIT_DIFFERENT = range(2)


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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("regenerate", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Regenerate the client, or check it, and return the exit code.

    Raises:
        InputError: The contract, a correction, a template or the configuration can't be used.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.regenerate",
        description="Regenerate the client from the vendored contract, or check that it is up to date.",
        epilog="Exit codes: 0 done, or no difference; 1 the check found a difference; 2 the input can't be used; "
        "130 interrupted.",
    )
    parser.add_argument("--check", action="store_true", help="compare with generated/, change nothing")
    check = parser.parse_args(argv).check
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".generating-") as temporary:
        fresh = Path(temporary) / "generated"
        fresh.mkdir()
        build(fresh)
        if check:
            return _report(differences(fresh, GENERATED))
        changed = differences(fresh, GENERATED) if GENERATED.exists() else ["everything"]
        if changed:
            replace(fresh, GENERATED)
    print_text(("\n".join(changed) or "generated/ was up to date.") + "\n")
    return EXIT_DONE


def _report(found: Sequence[str]) -> int:
    if not found:
        print_text("generated/ matches the contract.\n")
        return EXIT_DONE
    print_text("\n  ".join(["generated/ does not match the contract; run: make regenerate", *found]) + "\n")
    return EXIT_DIFFERENT
