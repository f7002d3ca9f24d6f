"""Command line: `python -m scripts.lint_spec [--fix] [--json]`."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.contract import CONTRACT, Document, InputError, dump, load, write_atomically
from scripts.import_spec.importer import vendored_pages
from scripts.lint_spec.pages import page_agrees
from scripts.lint_spec.rules import RULES
from scripts.openapi import validation
from scripts.openapi.coverage import is_current
from scripts.openapi.dialect import canonical
from scripts.openapi.validation import Problem
from scripts.table import table

Finding = tuple[str, Problem]


def lint(spec: Path) -> list[Finding]:
    """Check the contract under a spec folder; returns each problem with the name of its rule.

    Args:
        spec: The folder that holds openapi.yaml, pages/ and README.md.

    Raises:
        InputError: One of these files can't be read.
    """
    path = spec / CONTRACT.name
    document = load(path)
    invalid: list[Finding] = [("openapi", problem) for problem in validation.problems(document)]
    # The other rules rely on references that lead somewhere and on parts that have their shape.
    return invalid or [*_findings(document), *_file_findings(document, spec)]


def fix(spec: Path) -> None:
    """Rewrite the contract under a spec folder in canonical form: order of keys, quotes, widths; comments go.

    Args:
        spec: The folder that holds openapi.yaml.

    Raises:
        InputError: The contract can't be read or written.
    """
    path = spec / CONTRACT.name
    text = dump(load(path))
    try:
        write_atomically(path, text)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); see to it and repeat.") from error


def _findings(document: Document) -> Iterator[Finding]:
    for name, rule in RULES.items():
        yield from ((name, problem) for problem in rule(document))


def _file_findings(document: Document, spec: Path) -> Iterator[Finding]:
    if dump(document).encode() != (spec / CONTRACT.name).read_bytes():
        yield (
            "format",
            Problem("", f"{CONTRACT.name} is not in canonical form; run `make lint-spec ARGS=--fix`"),
        )
    for page in vendored_pages(spec):
        yield from (("pages", problem) for problem in page_agrees(page, canonical(document)))
    if not is_current(spec, document):
        yield "coverage", Problem("", "the table in README.md is stale; run `python -m scripts.openapi.coverage`")


def main(arguments: list[str] | None = None) -> int:
    """Print all problems; returns the exit code: 0 clean, 1 problems, 2 a file can't be read."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lint_spec", description="Check the vendored contract.")
    parser.add_argument("--fix", action="store_true", help="first rewrite openapi.yaml in canonical form")
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.add_argument("--spec", type=Path, default=CONTRACT.parent, help="folder of the contract (default: spec/)")
    options = parser.parse_args(arguments)
    try:
        if options.fix:
            fix(options.spec)
        findings = lint(options.spec)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        rows = [{"rule": rule, "pointer": one.pointer, "message": one.message} for rule, one in findings]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    elif findings:
        print(
            table(
                ["rule", "where", "problem"],
                [[rule, one.pointer or "/", one.message] for rule, one in findings],
            )
        )
        print(f"\n{len(findings)} {'problem' if len(findings) == 1 else 'problems'}.")
    else:
        print(f"{options.spec.name}/{CONTRACT.name} keeps its rules, and says what its vendored pages say.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
