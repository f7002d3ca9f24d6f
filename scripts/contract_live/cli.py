"""The command line: `python -m scripts.contract_live [URL] [--json]`."""

import argparse
from collections.abc import Sequence

from contract_diff.core.command_line import print_text, run_main
from scripts.contract_live.drift import LIVE, find_drift
from scripts.contract_live.report import render_json, render_text

EXIT_SAME, EXIT_DRIFT = range(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("contract-live", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Print the drift and return the exit code.

    Raises:
        InputError: The live document can't be fetched, or can't be used.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.contract_live",
        description="Compare the vendored contract and the generated client with the live document; write nothing.",
        epilog="Exit codes: 0 no drift, 1 drift, 2 the live document can't be fetched or used, 130 interrupted.",
    )
    parser.add_argument("url", metavar="URL", nargs="?", default=LIVE, help=f"default: {LIVE}")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(argv)
    drift = find_drift(options.url)
    print_text(render_json(drift) if options.json else render_text(drift))
    return EXIT_DRIFT if drift else EXIT_SAME
