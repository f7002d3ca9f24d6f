"""The command line: `python -m scripts.regenerate [--check]`."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from contract_diff.core.command_line import print_text, run_main
from scripts.project import GENERATED, ROOT
from scripts.regenerate.build import build
from scripts.regenerate.folders import compare_folders, replace_folder

EXIT_DONE, EXIT_DIFFERENT = range(2)


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
    is_check = parser.parse_args(argv).check
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".generating-") as temporary:
        head = Path(temporary) / "generated"
        head.mkdir()
        build(head)
        differences = compare_folders(GENERATED, head) if is_check or GENERATED.exists() else ["everything"]
        if is_check:
            return _report_check(differences)
        if differences:
            replace_folder(GENERATED, head)
    print_text(("\n".join(differences) or "generated/ is up to date.") + "\n")
    return EXIT_DONE


def _report_check(differences: Sequence[str]) -> int:
    if not differences:
        print_text("generated/ matches the contract.\n")
        return EXIT_DONE
    print_text("\n  ".join(["generated/ does not match the contract; run: make regenerate", *differences]) + "\n")
    return EXIT_DIFFERENT
