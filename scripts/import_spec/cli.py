"""The command line: `python -m scripts.import_spec SRC [--accept] [--deadline SECONDS] [--json]`."""

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.errors import InputError
from scripts.import_spec.importer import import_source
from scripts.import_spec.reading import DEADLINE_SECONDS
from scripts.import_spec.report import render_json, render_text
from scripts.project import CONTRACT

EXIT_DONE, EXIT_CONTRADICTIONS = range(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("import-spec", lambda: run(argv), interrupted="interrupted; no file is half-written")


def run(argv: Sequence[str] | None) -> int:
    """Import a source, print the report and return the exit code.

    Raises:
        InputError: The source or the contract can't be used; nothing was written.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.import_spec",
        description="Merge a documentation source into the contract.",
        epilog="Exit codes: 0 done, 1 contradictions and nothing written, 2 the input can't be used, 130 interrupted.",
    )
    parser.add_argument(
        "source", metavar="SRC", nargs="?", help="page, folder or index of pages, or openapi.json; path or URL"
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="resolve contradictions in favor of the later source, and remove what it omits from what it describes",
    )
    parser.add_argument(
        "--deadline",
        metavar="SECONDS",
        type=_seconds,
        default=DEADLINE_SECONDS,
        help="time for everything that is fetched (default: %(default)g)",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--spec", type=Path, default=CONTRACT.parent, help="folder of the contract (default: spec/)")
    options = parser.parse_args(argv)
    if not options.source:
        raise InputError("no source; run `make import-spec SRC=...` with a page, folder, llms.txt or openapi.json.")
    outcome = import_source(options.source, options.spec, accept=options.accept, seconds=options.deadline)
    print_text(render_json(outcome) if options.json else render_text(outcome))
    return EXIT_CONTRADICTIONS if outcome.contradictions and not options.accept else EXIT_DONE


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not a time; name a number of seconds above 0")
    return seconds
