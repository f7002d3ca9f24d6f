"""The default command: compare two contracts."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve

from contract_diff import api
from contract_diff._version import __version__
from contract_diff.cli.config import read_config
from contract_diff.cli.extension import Extension
from contract_diff.cli.verdict import FAIL_ON, judge
from contract_diff.core.budget import DEFAULT_SECONDS
from contract_diff.core.command_line import print_text, report_error, wants_color, write_text
from contract_diff.core.errors import InputError
from contract_diff.core.severity import Severity
from contract_diff.core.yaml_files import read_yaml_file
from contract_diff.findings.finding import Report
from contract_diff.findings.order import ORDERS, ordered
from contract_diff.findings.selection import Selection
from contract_diff.reading.extensions import Extensions
from contract_diff.reading.sources import STANDARD_INPUT
from contract_diff.reporting import FORMATS, TERMINAL
from contract_diff.reporting.json import SCHEMA, to_text
from contract_diff.rules.scope import Scope

PROGRAM = "contract-diff"
# What findings can be selected by: the word of the option, and of the list in the configuration file.
SELECTED = {"severity": "severities", "rule": "rules", "path": "paths", "tag": "tags"}
EPILOG = """\
BASE and HEAD are files, http(s) URLs, git:REV[:PATH], or one of them - for standard input. Files that they refer to
by a relative $ref are read from beside them: the same folders, git revision or host.

Other commands: `contract-diff rules` lists what is reported, `contract-diff explain RULE` explains one rule,
`contract-diff schema` prints the JSON schema of the JSON report.

Exit codes: 0 nothing breaking, 1 breaking (or what --fail-on and --version-gate name), 2 the input is wrong,
3 undecided: the time was over, or a finding is undecided under --strict-unknown, 70 an internal error,
130 interrupted.
"""


def run(argv: Sequence[str], extension: Extension) -> int:
    """Compare two contracts, write the report and return the exit code.

    Raises:
        InputError: The input is wrong.
    """
    options = parse(argv, extension)
    report = compare(options, extension)
    verdict = judge(report, options.fail_on, strict_unknown=options.strict_unknown, version_gate=options.version_gate)
    selection = Selection(*(tuple(getattr(options, f"show_{names}")) for names in SELECTED.values()))
    report = selection.apply(evolve(report, findings=ordered(report.findings, options.sort_by)))
    with api.deep_recursion():
        for kind, path in options.also:
            write_text(FORMATS[kind](report), path)
        is_colored = options.format == "table" and options.output is None and wants_color()
        write_text((TERMINAL if is_colored else FORMATS[options.format])(report), options.output)
    if verdict.reason and (options.output or options.version_gate or not report.is_complete):
        report_error(PROGRAM, verdict.reason)
    return verdict.code


def print_schema(argv: Sequence[str], _: Extension) -> int:
    """Print the JSON schema of the JSON report."""
    argparse.ArgumentParser(
        prog=f"{PROGRAM} schema", description="Print the JSON schema of the JSON report."
    ).parse_args(argv)
    print_text(to_text(read_yaml_file(SCHEMA)))
    return 0


def parse(argv: Sequence[str], extension: Extension) -> argparse.Namespace:
    """Return the options: those of the command line, then those of the configuration file, then the defaults."""
    parser = make_parser(extension)
    options = parser.parse_args(argv)
    if options.config:
        parser.set_defaults(**read_config(options.config))
        options = parser.parse_args(argv)
    return options


def make_parser(extension: Extension) -> argparse.ArgumentParser:
    """Return the parser of the arguments."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Compare two OpenAPI contracts: what breaks, for whom, and which promise covers it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("base", metavar="BASE", help="the contract that callers know")
    add("head", metavar="HEAD", help="the contract that will replace it")
    add("--version", action="version", version=f"{PROGRAM} {__version__}")
    add("--format", choices=FORMATS, default="table", help="default: table")
    add("--output", type=Path, help="write to this file instead of standard output")
    also = "also write the report in this format to this file; may be repeated"
    add("--also", type=_format_and_file, metavar="FORMAT=FILE", action="append", default=[], help=also)
    add("--config", type=Path, metavar="FILE", help="a YAML file of the options below, and of severities")
    policy = extension.default_policy
    add("--policy", default=policy, help=f"a policy's name or file; default: {policy}")
    add("--approvals", type=Path, help="a YAML file of findings that are accepted")
    ignored = "leave out paths such as '/internal/*'; may be repeated"
    add("--ignore-path", dest="ignore_paths", metavar="PATH", action="append", default=[], help=ignored)
    reported = "report changes of extensions such as 'x-rate-limit-*'; may be repeated"
    add("--extension", dest="extensions", metavar="NAME", action="append", default=[], help=reported)
    unread = "read the contracts without extensions such as 'x-internal'; may be repeated"
    add("--ignore-extension", dest="ignore_extensions", metavar="NAME", action="append", default=[], help=unread)
    add("--base-prefix", default="", metavar="PREFIX", help="strip this from the paths of BASE, such as /v1")
    add("--head-prefix", default="", metavar="PREFIX", help="strip this from the paths of HEAD, such as /v2")
    for name, names in SELECTED.items():
        shown = f"report only findings of this {name}; may be repeated, and doesn't change the exit code"
        kind = Severity if name == "severity" else str
        dest = f"show_{names}"
        add(f"--show-{name}", dest=dest, type=kind, metavar=name.upper(), action="append", default=[], help=shown)
    add("--sort-by", choices=ORDERS, default="severity", help="what stands together; default: severity")
    add("--fail-on", choices=FAIL_ON, default="breaking", help="exit with 1 from this severity on; default: breaking")
    lenient = "report malformed parts that can be ignored as findings, instead of refusing the contract"
    add("--lenient", action=argparse.BooleanOptionalAction, default=False, help=lenient)
    add(
        "--strict-unknown",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="exit with 3 if a finding is undecided",
    )
    gate = "exit with 1 if info.version didn't take the step that the changes require"
    add("--version-gate", action=argparse.BooleanOptionalAction, default=False, help=gate)
    add("--today", type=date.fromisoformat, help="the day by which sunsets are judged (YYYY-MM-DD)")
    add("--seconds", type=float, default=DEFAULT_SECONDS, help=f"processor time; default: {DEFAULT_SECONDS:g}")
    parser.set_defaults(severities={})
    extension.add_arguments(parser)
    return parser


def _format_and_file(text: str) -> tuple[str, Path]:
    kind, _, path = text.partition("=")
    if kind not in FORMATS or not path:
        raise argparse.ArgumentTypeError(f"{text!r} isn't FORMAT=FILE with a format of {', '.join(FORMATS)}")
    return kind, Path(path)


def compare(options: argparse.Namespace, extension: Extension) -> Report:
    """Return the report that the options request."""
    if options.base == options.head == STANDARD_INPUT:
        raise InputError("standard input can be read once only; name a file as BASE or as HEAD")
    names = ("policy", "approvals", "severities", "today", "seconds", "lenient")
    named: dict[str, Any] = {name: getattr(options, name) for name in names}
    return api.compare(
        options.base,
        options.head,
        **named,
        policy_folders=extension.policy_folders,
        ignored_extensions=tuple(options.ignore_extensions),
        scope=Scope(
            tuple(options.ignore_paths),
            options.base_prefix,
            options.head_prefix,
            Extensions(tuple(options.extensions)),
        ),
        extend=lambda report: extension.extend_report(report, options),
    )
