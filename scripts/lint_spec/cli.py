"""The command line: `python -m scripts.lint_spec [--fix] [--json]`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from contract_diff.core.command_line import print_text, run_main
from contract_diff.core.tables import table
from contract_diff.reporting.json import to_text
from scripts.lint_spec.lint import Violation, fix, lint
from scripts.phrases import format_count
from scripts.project import CONTRACT, CORRECTIONS

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
        "--fix", action="store_true", help="first rewrite openapi.yaml in canonical form, and update the coverage table"
    )
    parser.add_argument("--json", action="store_true", help="print the problems as JSON")
    parser.add_argument("--spec", type=Path, default=CONTRACT.parent, help="folder of the contract (default: spec/)")
    parser.add_argument(
        "--corrections", type=Path, default=CORRECTIONS, help="folder of the corrections (default: overlays/spec)"
    )
    options = parser.parse_args(argv)
    if options.fix:
        fix(options.spec)
    violations = lint(options.spec, options.corrections)
    print_text(_render_json(violations) if options.json else _render_text(violations, options.spec))
    return EXIT_PROBLEMS if violations else EXIT_CLEAN


def _render_json(violations: Sequence[Violation]) -> str:
    rows = [{"rule": rule, "pointer": problem.pointer, "message": problem.message} for rule, problem in violations]
    return to_text(rows)


def _render_text(violations: Sequence[Violation], spec: Path) -> str:
    if not violations:
        return f"{spec.name}/{CONTRACT.name}: all rules pass, and the vendored pages agree.\n"
    rows = [[rule, problem.pointer or "/", problem.message] for rule, problem in violations]
    return f"{table(['rule', 'where', 'problem'], rows)}\n\n{format_count(len(violations), 'problem')}.\n"
