"""Command line: `python -m scripts.import_spec SRC [--accept] [--json]`."""

import argparse
import sys
from pathlib import Path

from scripts.contract import CONTRACT, InputError
from scripts.import_spec.importer import import_source
from scripts.import_spec.report import as_json, as_text


def main(arguments: list[str] | None = None) -> int:
    """Run an import.

    Returns:
        0 done, 1 contradictions and nothing written, 2 the input can't be used, 130 interrupted.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.import_spec", description="Merge a documentation source into the contract."
    )
    parser.add_argument(
        "source", metavar="SRC", nargs="?", help="page, folder or index of pages, or openapi.json; path or URL"
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="take the later source's word where sources contradict, and drop what it describes without it",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--spec", type=Path, default=CONTRACT.parent, help="folder of the contract (default: spec/)")
    options = parser.parse_args(arguments)
    if not options.source:
        print(
            "No source; run `make import-spec SRC=...` with a page, folder, llms.txt or openapi.json.", file=sys.stderr
        )
        return 2
    try:
        outcome = import_source(options.source, options.spec, accept=options.accept)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted; nothing is half-written.", file=sys.stderr)
        return 130
    print(as_json(outcome) if options.json else as_text(outcome))
    return 1 if outcome.contradictions and not options.accept else 0


if __name__ == "__main__":
    sys.exit(main())
