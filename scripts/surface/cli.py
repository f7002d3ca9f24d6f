"""The command line: `python -m scripts.surface BASE [HEAD]`."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from attrs import evolve

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.severity import Severity
from contract_diff.findings.approvals import approve, load_approvals
from scripts.surface.report import FORMATS
from scripts.surface.run import compare_surfaces

EXIT_FINE, EXIT_BREAKING = range(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("surface", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Print the comparison and return the exit code.

    Raises:
        InputError: A side can't be read, or an approval is malformed or has expired.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.surface",
        description="Compare the public Python names of two revisions, and check the base's typing samples.",
        epilog="Exit codes: 0 nothing breaking, 1 breaking, 2 the input is wrong, 130 interrupted.",
    )
    parser.add_argument("base", metavar="BASE", help="a git revision, or a folder that contains the packages")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="likewise; default: the working tree")
    parser.add_argument("--format", choices=FORMATS, default="table", help="default: table")
    approvals = "the contract diff's file of findings that are accepted; those of the contract are passed over"
    parser.add_argument("--approvals", type=Path, help=approvals)
    options = parser.parse_args(argv)
    rows = load_approvals(options.approvals) if options.approvals else []
    report = compare_surfaces(options.base, options.head)
    report = evolve(report, findings=approve(report.findings, rows, date.today(), merged=rows))
    print_text(FORMATS[options.format](report))
    return EXIT_BREAKING if report.worst is Severity.BREAKING else EXIT_FINE
