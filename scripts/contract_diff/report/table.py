"""A table for the terminal."""

from io import StringIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scripts.contract_diff.answer import Severity
from scripts.contract_diff.model import Finding, Report
from scripts.contract_diff.report.words import notes, operations, place, summary

WIDTH = 160
STYLES = {Severity.BREAKING: "red", Severity.RISKY: "yellow", Severity.COMPATIBLE: "green"}


def render(report: Report) -> str:
    """The report as a table."""
    table = Table(
        title=f"{escape(report.base)} to {escape(report.revision)} by {escape(report.policy)}", expand=True
    )
    for heading, ratio in (("severity", 2), ("where", 5), ("what and what to do", 9)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for finding in report.findings:
        table.add_row(*_row(finding))
    buffer = StringIO()
    console = Console(file=buffer, width=WIDTH, force_terminal=False)
    if report.findings:
        console.print(table)
    console.print(summary(report), highlight=False, markup=False)
    return buffer.getvalue()


def _row(finding: Finding) -> tuple[str, str, str]:
    style = STYLES[finding.severity]
    where = [
        operations(finding),
        place(finding.revision or finding.base),
        f"{finding.direction} {finding.id}",
    ]
    what = [finding.message, finding.advice, *notes(finding)]
    return (
        f"[{style}]{finding.severity}[/{style}]\n{escape(finding.rule)}",
        escape("\n".join(line for line in where if line)),
        escape("\n".join(what)),
    )
