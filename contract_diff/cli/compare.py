"""The default command: compare two contracts."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from attrs import evolve

from contract_diff.cli.extension import Extension
from contract_diff.core.budget import DEFAULT_SECONDS
from contract_diff.core.command_line import report_error, write_text
from contract_diff.core.errors import InputError
from contract_diff.core.severity import Severity
from contract_diff.findings.approvals import approve, load_approvals, merged_approvals
from contract_diff.findings.diff import diff
from contract_diff.findings.finding import Report
from contract_diff.findings.policy import load_policy
from contract_diff.reading.document import load
from contract_diff.reading.sources import STANDARD_INPUT
from contract_diff.reporting import FORMATS

PROGRAM = "contract-diff"
EXIT_FINE, EXIT_BREAKING, _, EXIT_UNDECIDED = range(4)
# Schemas refer to schemas; a comparison goes as deep as their chain. Documents are read before, under the usual limit,
# as the parsers recurse in C.
RECURSION_LIMIT = 50_000

EPILOG = """\
BASE and HEAD are files, http(s) URLs, git:REV[:PATH], or one of them - for standard input. Files that they refer to
by a relative $ref are read from beside them: the same folders, git revision or host.

Other commands: `contract-diff rules` lists what is reported, `contract-diff explain RULE` explains one rule.

Exit codes: 0 nothing breaking, 1 breaking, 2 the input is wrong, 3 undecided: the time was over, or a
finding is undecided under --strict-unknown, 70 an internal error, 130 interrupted.
"""


def run(argv: Sequence[str], extension: Extension) -> int:
    """Compare two contracts, write the report and return the exit code.

    Raises:
        InputError: The input is wrong.
    """
    options = make_parser(extension).parse_args(argv)
    try:
        report = compare(options, extension)
        write_text(FORMATS[options.format](report), options.output)
    except RecursionError:
        raise InputError("a contract is nested too deeply to be compared; flatten it") from None
    if not report.is_complete:
        report_error(
            PROGRAM,
            f"the comparison ran out of time after {options.seconds:g} s of processor time, and the rest is undecided; "
            "allow more with --seconds, or compare a part",
        )
    return exit_code(report, options.strict_unknown)


def make_parser(extension: Extension) -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    parser = argparse.ArgumentParser(
        prog="contract-diff",
        description="Compare two OpenAPI contracts: what breaks, for whom, and which promise covers it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("base", metavar="BASE", help="the contract that callers know")
    add("head", metavar="HEAD", help="the contract that will replace it")
    add("--format", choices=FORMATS, default="table", help="default: table")
    add("--output", type=Path, help="write to this file instead of standard output")
    policy = extension.default_policy
    add("--policy", default=policy, help=f"a policy's name or file; default: {policy}")
    add("--approvals", type=Path, help="a YAML file of findings that are accepted")
    add("--strict-unknown", action="store_true", help="exit with 3 if a finding is undecided")
    add("--today", type=date.fromisoformat, help="the day by which sunsets are judged (YYYY-MM-DD)")
    add("--seconds", type=float, default=DEFAULT_SECONDS, help=f"processor time; default: {DEFAULT_SECONDS:g}")
    extension.add_arguments(parser)
    return parser


def compare(options: argparse.Namespace, extension: Extension) -> Report:
    """Return the report that the options request."""
    if options.base == options.head == STANDARD_INPUT:
        raise InputError("standard input can be read once only; name a file as BASE or as HEAD")
    today: date = options.today or date.today()
    policy = load_policy(options.policy, extension.policy_folders)
    rows = load_approvals(options.approvals) if options.approvals else []
    merged = merged_approvals(options.base, options.approvals) if options.approvals else []
    base, head = load(options.base), load(options.head)
    sys.setrecursionlimit(max(sys.getrecursionlimit(), RECURSION_LIMIT))
    report = extension.extend_report(diff(base, head, policy, today, options.seconds), options)
    approved = approve(report.findings, rows, today, merged)
    return evolve(report, findings=tuple(sorted(approved, key=lambda finding: -finding.severity.rank)))


def exit_code(report: Report, strict_unknown: bool) -> int:
    """Return the exit code of a report."""
    if report.worst is Severity.BREAKING:
        return EXIT_BREAKING
    undecided = any(finding.undecided for finding in report.findings)
    return EXIT_UNDECIDED if (strict_unknown and undecided) or not report.is_complete else EXIT_FINE
