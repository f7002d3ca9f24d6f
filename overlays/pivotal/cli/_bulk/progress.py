"""How far a job is, on standard error: a bar on a terminal, nothing elsewhere."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Shows how far a job is."""

    def __call__(self, done: int, total: int | None, note: str = "") -> None:
        """Show the rows that are done, of how many, and a note behind them."""
        ...


@contextmanager
def shown_progress(label: str) -> Generator[Advance]:
    """Show a bar while the block runs; its rate and the time that is left are the bar's own."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None, rate="", note="")

        def advance(done: int, total: int | None, note: str = "") -> None:
            speed = bar.tasks[0].speed
            bar.update(task, completed=done, total=total, note=note, rate=f"{speed:,.1f}/s" if speed else "")

        yield advance


def _silent(done: int, total: int | None, note: str = "") -> None:
    del done, total, note
