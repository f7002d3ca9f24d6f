"""A table for the terminal."""

import shutil
import sys
from io import StringIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contract_diff.findings.finding import Finding, Report
from contract_diff.reporting.wording import (
    approvable_reference,
    compared,
    direction,
    main_place,
    message,
    notes,
    operations,
    place,
    summary,
)

WIDTH, LEAST_WIDTH = 160, 80


def render(report: Report) -> str:
    """Return the report as a table, as wide as the terminal, or WIDTH if there is none."""
    table = Table(title=Text(compared(report)), expand=True)
    for heading, ratio in (("severity", 2), ("where", 5), ("what and what to do", 9)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for finding in report.findings:
        table.add_row(*map(Text, _row(finding)), end_section=True)
    buffer = StringIO()
    width = max(LEAST_WIDTH, shutil.get_terminal_size().columns) if sys.stdout and sys.stdout.isatty() else WIDTH
    console = Console(file=buffer, width=width, force_terminal=False)
    if report.findings:
        console.print(table)
    console.print(Text(summary(report)))
    return buffer.getvalue()


def _row(finding: Finding) -> tuple[str, str, str]:
    location = main_place(finding)
    where = [
        operations(finding),
        place(location),
        approvable_reference(finding),
        f"{direction(finding)} {finding.id}".strip(),
    ]
    what = [message(finding), finding.advice, *notes(finding)]
    return f"{finding.severity}\n{finding.rule}", "\n".join(line for line in where if line), "\n".join(what)
