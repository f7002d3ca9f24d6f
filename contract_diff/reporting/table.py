"""A table for the terminal."""

import shutil
import sys
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.groups import MAX_ROWS, Group, grouped
from contract_diff.reporting.summary import counted, kinds, of_severity, summary
from contract_diff.reporting.wording import (
    approvable_reference,
    compared,
    direction,
    main_place,
    notes,
    place,
)
from contract_diff.rules.catalog import GENERAL_ADVICE

COLORS = {"breaking": "red", "risky": "yellow", "compatible": "green"}
WIDTH, LEAST_WIDTH = 160, 80
# How many harmless changes are listed.
MAX_HARMLESS = 20


def render(report: Report, *, is_colored: bool = False) -> str:
    """Return the report as a table, as wide as the terminal, or WIDTH if there is none."""
    table = Table(title=Text(compared(report)), expand=True)
    table.add_column("severity", no_wrap=True)
    for heading, ratio in (("where", 5), ("what and what to do", 9)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    groups, omitted = _shown(report)
    for severity, *row in [*map(_row, groups), *_harmless(report)]:
        table.add_row(Text(severity, COLORS[severity.partition("\n")[0]]), *map(Text, row), end_section=True)
    buffer = StringIO()
    width = max(LEAST_WIDTH, shutil.get_terminal_size().columns) if sys.stdout and sys.stdout.isatty() else WIDTH
    console = Console(file=buffer, width=width, color_system="standard" if is_colored else None, no_color=False)
    for line in kinds(report):
        console.print(Text(line))
    if report.findings:
        console.print(table)
    if omitted:
        console.print(Text(f"{omitted} more findings are not shown; --format html or json has all of them"))
    console.print(Text(summary(report)))
    return buffer.getvalue()


def _shown(report: Report) -> tuple[list[Group], int]:
    """Return the groups to show, and how many are left out."""
    groups = grouped(finding for finding in report.findings if not _is_harmless(finding))
    first = {id(group) for severity in Severity for group in of_severity(groups, severity)[:MAX_ROWS]}
    shown = [group for group in groups if id(group) in first]
    return shown, len(groups) - len(shown)


def _is_harmless(finding: Finding) -> bool:
    """Return whether nobody has to do anything about a finding: all such findings are one row."""
    return finding.severity is Severity.COMPATIBLE and finding.advice == GENERAL_ADVICE[Severity.COMPATIBLE]


def _harmless(report: Report) -> list[tuple[str, str, str]]:
    groups = grouped(finding for finding in report.findings if _is_harmless(finding))
    messages = list(dict.fromkeys(group.message for group in groups))
    more = [f"and {len(messages) - MAX_HARMLESS} more"] if len(messages) > MAX_HARMLESS else []
    count = counted(groups, "findings" if len(groups) > 1 else "finding")
    what = [GENERAL_ADVICE[Severity.COMPATIBLE], *messages[:MAX_HARMLESS], *more]
    return [(str(Severity.COMPATIBLE), count, "\n".join(what))] if groups else []


def _row(group: Group) -> tuple[str, str, str]:
    finding = group.first
    where = [
        group.operations,
        place(main_place(finding)),
        approvable_reference(finding),
        group.more_places,
        f"{direction(finding)} {finding.id}".strip(),
    ]
    what = [group.message, finding.advice, *notes(finding)]
    return f"{finding.severity}\n{finding.rule}", "\n".join(line for line in where if line), "\n".join(what)
