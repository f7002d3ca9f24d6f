"""The command line: `python -m scripts.contract_diff BASE HEAD`."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from scripts.contract import InputError, write_atomically
from scripts.contract_diff.answer import Severity
from scripts.contract_diff.approvals import approve, load_approvals, merged_approvals
from scripts.contract_diff.document import load
from scripts.contract_diff.engine import diff
from scripts.contract_diff.model import Finding, Report
from scripts.contract_diff.policy import DEFAULT_POLICY, load_policy
from scripts.contract_diff.report import FORMATS
from scripts.contract_diff.source import STANDARD_INPUT, MissingSourceError
from scripts.contract_diff.symbols import join_symbols, load_symbols
from scripts.output import show, tell
from scripts.surface.comparison import compare_surfaces

EXIT_FINE, EXIT_BREAKING, EXIT_INPUT, EXIT_UNDECIDED = range(4)
# Schemas refer to schemas; a comparison goes as deep as their chain. A document is read before, under the usual limit,
# as the parsers recurse in C.
RECURSION_LIMIT = 50_000

EPILOG = """\
BASE and HEAD are files, http(s) URLs, git:REV[:PATH], or one of them - for standard input. Files that they refer to
by a relative $ref are read from beside them: the same folders, revision or host.
Exit codes: 0 nothing breaking, 1 breaking, 2 the input is wrong, 3 undecided findings under --strict-unknown,
70 a fault of the tool itself, 130 interrupted.
"""


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    arguments = argparse.ArgumentParser(
        prog="python -m scripts.contract_diff",
        description="Compare two OpenAPI contracts: what breaks, whom, and which promise.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = arguments.add_argument
    add("base", metavar="BASE", help="the contract that callers know")
    add("head", metavar="HEAD", help="the contract that is to replace it")
    add("--format", choices=FORMATS, default="table", help="default: table")
    add("--output", type=Path, help="write there instead of standard output")
    add("--policy", default=DEFAULT_POLICY, help=f"a policy's name or file; default: {DEFAULT_POLICY}")
    add("--approvals", type=Path, help="a YAML file of findings that are accepted")
    add(
        "--symbols",
        nargs="+",
        metavar="MAP",
        help="JSON maps from JSON pointer to Python symbol: HEAD's, or BASE's and HEAD's; read as BASE and HEAD are",
    )
    add("--surface", metavar="REV", help="also compare the public Python names with this git revision")
    add("--strict-unknown", action="store_true", help="exit with 3 if a finding is undecided")
    add(
        "--today",
        type=date.fromisoformat,
        default=None,
        help="the day by which sunsets are judged (YYYY-MM-DD)",
    )
    return arguments


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = parser().parse_args(argv)
    try:
        report = compare(options)
        write(FORMATS[options.format](report), options.output)
    except InputError as error:
        return _refuse(str(error))
    except RecursionError:
        return _refuse("a contract is nested too deeply to be compared; flatten it")
    return exit_code(report, options.strict_unknown)


def _refuse(reason: str) -> int:
    tell("contract-diff", reason)
    return EXIT_INPUT


def compare(options: argparse.Namespace) -> Report:
    """The report that the options ask for."""
    if options.base == options.head == STANDARD_INPUT:
        raise InputError("standard input can be read once only; name a file as BASE or as HEAD")
    today: date = options.today or date.today()
    policy = load_policy(options.policy)
    rows = load_approvals(options.approvals) if options.approvals else []
    merged = merged_approvals(options.base, options.approvals) if options.approvals else []
    base, head = load(options.base), load(options.head)
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
    report = diff(base, head, policy, today)
    findings = report.findings
    if options.symbols:
        findings = name_symbols(findings, options.symbols)
    if options.surface:
        surface = compare_surfaces(options.surface)
        findings = (*findings, *surface.findings)
        report = replace(report, version=surface.version)
    approved = approve(findings, rows, today, merged)
    return replace(report, findings=tuple(sorted(approved, key=lambda finding: -finding.severity.rank)))


def name_symbols(findings: tuple[Finding, ...], specs: Sequence[str]) -> tuple[Finding, ...]:
    """The findings with their Python symbols; a base without a map is said, as older revisions have none."""
    if len(specs) > 2:
        raise InputError(f"--symbols: {len(specs)} maps are too many; give HEAD's, or BASE's and HEAD's")
    head = load_symbols(specs[-1])
    try:
        return join_symbols(findings, head, load_symbols(specs[0]))
    except MissingSourceError as error:
        tell("contract-diff", f"{error}; what is gone is named by HEAD's map as far as that goes")
        return join_symbols(findings, head)


def exit_code(report: Report, strict_unknown: bool) -> int:
    """The exit code that a report deserves."""
    if report.worst is Severity.BREAKING:
        return EXIT_BREAKING
    undecided = any(finding.undecided for finding in report.findings)
    return EXIT_UNDECIDED if strict_unknown and undecided else EXIT_FINE


def write(text: str, output: Path | None) -> None:
    """Print, or write a file in one step."""
    if output is None:
        show(text)
        return
    try:
        if output.exists() and not output.is_file():  # a device or a pipe is written to, not replaced
            output.write_text(text, encoding="utf-8")
        else:
            write_atomically(output.resolve(), text)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{output}: cannot be written ({reason}); choose another --output") from None
