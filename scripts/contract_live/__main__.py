"""Command line: `python -m scripts.contract_live [URL] [--json]`."""

import argparse
import sys
from collections.abc import Sequence

from scripts.contract import InputError
from scripts.contract_live.drift import LIVE, find_drift
from scripts.contract_live.report import as_json, as_text
from scripts.output import show, tell

EXIT_SAME, EXIT_DRIFT, EXIT_INPUT = range(3)
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.contract_live",
        description="Compare the vendored contract and the generated client with the live document; write nothing.",
        epilog="Exit codes: 0 no drift, 1 drift, 2 the live document can't be had or used, 130 interrupted.",
    )
    parser.add_argument("url", metavar="URL", nargs="?", default=LIVE, help=f"default: {LIVE}")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(argv)
    try:
        drift = find_drift(options.url)
        show(as_json(drift) if options.json else as_text(drift))
    except InputError as error:
        tell("contract-live", str(error))
        return EXIT_INPUT
    except KeyboardInterrupt:
        tell("contract-live", "interrupted")
        return EXIT_INTERRUPTED
    return EXIT_DRIFT if drift else EXIT_SAME


if __name__ == "__main__":
    sys.exit(main())
