"""Measure what the SDK costs.

    python -m benchmarks                     print the table
    python -m benchmarks --json FILE         write the figures as JSON too; - for standard output, without the table
    python -m benchmarks --only calls        measure one group: startup, calls, decoding, webhooks, arrow, pipeline,
                                             growth, footprint, peers
    python -m benchmarks --peers             compare with HTTP libraries and other SDKs too, installed for the run
    python -m benchmarks --quick             one round of each: does it run at all?

Exit codes: 0 measured, whether or not targets are met; 2 the arguments can't be used.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

from benchmarks import arrow, calls, decoding, footprint, growth, peers, pipeline, startup, webhooks
from benchmarks.figures import QUICK, Effort, Figure
from benchmarks.report import as_json, print_table
from benchmarks.server import canned_server
from benchmarks.stock import stock_client

_GROUPS: dict[str, Callable[[Effort, str], list[Figure]]] = {
    "startup": startup.measure,
    "calls": calls.measure,
    "decoding": lambda effort, _: decoding.measure(effort),
    "webhooks": lambda effort, _: webhooks.measure(effort),
    "arrow": lambda effort, _: arrow.measure(effort),
    "pipeline": lambda effort, _: pipeline.measure(effort),
    "growth": lambda effort, _: growth.measure(effort),
    "footprint": lambda *_: footprint.measure(),
    "peers": peers.measure,
}
_WITH_STOCK = {"calls", "decoding"}


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what the SDK costs.")
    parser.add_argument("--json", metavar="FILE", help="write the figures as JSON; - for standard output")
    parser.add_argument("--only", metavar="GROUP", choices=_GROUPS, help=f"measure one group: {', '.join(_GROUPS)}")
    parser.add_argument("--peers", action="store_true", help="compare with other libraries and SDKs too")
    parser.add_argument("--quick", action="store_true", help="one round of each, to see that everything runs")
    found = parser.parse_args(given)
    if found.json not in (None, "-") and not Path(found.json).absolute().parent.is_dir():
        parser.error(f"--json {found.json}: there is no such folder; make it first.")
    return found


def measure(effort: Effort, groups: Sequence[str]) -> list[Figure]:
    """Return the figures of some groups."""
    stock = stock_client() if _WITH_STOCK.intersection(groups) else nullcontext()
    with canned_server() as url, stock:
        return [figure for group in groups for figure in _GROUPS[group](effort, url)]


def main(given: list[str] | None = None) -> int:
    """Run the command line; give the exit code."""
    arguments = _arguments(given)
    groups = [arguments.only] if arguments.only else [name for name in _GROUPS if name != "peers" or arguments.peers]
    figures = measure(QUICK if arguments.quick else Effort(), groups)
    if arguments.json == "-":
        print(as_json(figures))
        return 0
    print_table(figures)
    if arguments.json:
        Path(arguments.json).write_text(as_json(figures) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
