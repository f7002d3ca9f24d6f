"""The command line: `python -m scripts.regenerate [--check]`."""

import argparse
from collections.abc import Sequence

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.files import staging_folder
from scripts.folders import replace_folder
from scripts.project import GENERATED
from scripts.regenerate.build import build
from scripts.regenerate.folders import FileDifference, compare_folders

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
    with staging_folder(GENERATED) as staging:
        head = staging / GENERATED.name
        head.mkdir()
        build(head)
        differences = compare_folders(GENERATED, head)
        if is_check:
            return _report_check(differences)
        if differences:
            replace_folder(GENERATED, head)
    written = [difference.written for difference in differences]
    print_text(("\n".join(written) or "generated/ is up to date.") + "\n")
    return EXIT_DONE


def _report_check(differences: Sequence[FileDifference]) -> int:
    if not differences:
        print_text("generated/ matches the contract.\n")
        return EXIT_DONE
    found = [difference.found for difference in differences]
    print_text("\n  ".join(["generated/ does not match the contract; run: make regenerate", *found]) + "\n")
    return EXIT_DIFFERENT
