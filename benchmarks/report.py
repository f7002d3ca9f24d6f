"""The figures as a table for people and as JSON for machines, with the machine that they were taken on."""

import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.figures import Figure

_PACKAGES = ("httpx", "attrs", "msgspec", "openapi-python-client")
_MET = {True: "yes", False: "[bold]no[/bold]", None: ""}


def print_table(figures: Sequence[Figure]) -> None:
    """Print one line a figure."""
    table = Table(box=box.SIMPLE)
    for heading in ("figure", "value", "target", "met", "measured"):
        table.add_column(heading, justify="right" if heading in ("value", "target") else "left")
    for figure in figures:
        table.add_row(
            figure.name, _amount(figure.value, figure.unit), _target(figure), _MET[figure.is_met], _measured(figure)
        )
    console = Console()
    console.print(table)
    console.print(", ".join(f"{name} {value}" for name, value in machine().items()), highlight=False)


def as_json(figures: Sequence[Figure]) -> str:
    """Return the machine and the figures as JSON."""
    data = {"machine": machine(), "figures": [figure.as_data() for figure in figures]}
    return json.dumps(data, indent=2, ensure_ascii=False)


def machine() -> dict[str, str]:
    """Tell what the figures depend on."""
    facts = {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}
    return {**facts, "cores": str(os.cpu_count()), **{name: version(name) for name in _PACKAGES}}


def _amount(value: float, unit: str) -> str:
    digits = 0 if not unit else 1
    return f"{value:,.{digits}f} {unit}".rstrip()


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{'≤' if figure.bound == 'most' else '≥'} {_amount(figure.target, figure.unit)}"


def _measured(figure: Figure) -> str:
    unit = figure.measured_in or ("µs" if figure.unit == "x" else figure.unit)
    return ", ".join(f"{name} {_amount(value, unit)}" for name, value in (figure.measured or {}).items())
