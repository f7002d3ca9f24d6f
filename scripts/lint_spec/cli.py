"""The command line: `python -m scripts.lint_spec [--fix] [--json]`."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.tables import table
from scripts.lint_spec.lint import Finding, fix, lint
from scripts.project import CONTRACT

EXIT_CLEAN, EXIT_PROBLEMS = range(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line inside the frame that reports errors, and return its exit code."""
    return run_main("lint-spec", lambda: run(argv))


def run(argv: Sequence[str] | None) -> int:
    """Print all problems and return the exit code.

    Raises:
        InputError: A file can't be read or written.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.lint_spec",
        description="Check the vendored contract.",
        epilog="Exit codes: 0 clean, 1 problems, 2 a file can't be read or written, 130 interrupted.",
    )
    parser.add_argument(
        "--fix", action="store_true", help="first rewrite openapi.yaml in canonical form, and the coverage table"
    )
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.add_argument("--spec", type=Path, default=CONTRACT.parent, help="folder of the contract (default: spec/)")
    options = parser.parse_args(argv)
    if options.fix:
        fix(options.spec)
    findings = lint(options.spec)
    print_text(_as_json(findings) if options.json else _as_text(findings, options.spec))
    return EXIT_PROBLEMS if findings else EXIT_CLEAN


def _as_json(findings: Sequence[Finding]) -> str:
    rows = [{"rule": rule, "pointer": problem.pointer, "message": problem.message} for rule, problem in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _as_text(findings: Sequence[Finding], spec: Path) -> str:
    if not findings:
        return f"{spec.name}/{CONTRACT.name}: all rules pass, and the vendored pages agree.\n"
    rows = [[rule, problem.pointer or "/", problem.message] for rule, problem in findings]
    count = f"{len(findings)} {'problem' if len(findings) == 1 else 'problems'}."
    return f"{table(['rule', 'where', 'problem'], rows)}\n\n{count}\n"
