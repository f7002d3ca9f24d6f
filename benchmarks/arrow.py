"""Every customer of a local server into polars, beside a walk that drops each row."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import polars
from pivotal import PivotalApi

from benchmarks.figures import Effort, Figure, least_cpu

_KEY = "pivotal_test_benchmarkbenchmark"


def measure(effort: Effort) -> list[Figure]:
    """Return the CPU time of the client's process for a data frame, as a ratio to the walk."""
    with _sandbox(effort.customers) as url, PivotalApi(api_key=_KEY, base_url=url) as api:

        def walk() -> int:
            return sum(1 for _ in api.customers.list())

        def frame() -> int:
            return polars.DataFrame(api.customers.list()).height

        if {walk(), frame()} != {effort.customers}:
            raise RuntimeError("The contestants don't read the same rows.")
        seconds = least_cpu({"walk": walk, "polars": frame}, effort.walks)
    name = f"{effort.customers:,} customers into polars"
    return [Figure(name, seconds["polars"] / seconds["walk"], "x", 1.5, measured=seconds, measured_in="s")]


@contextmanager
def _sandbox(customers: int) -> Iterator[str]:
    """Run the sandbox in a process of its own; yield its URL."""
    command = [sys.executable, "-m", "pivotal.sandbox", "--customers", str(customers), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            ready = process.stdout.readline()
            if not ready:
                raise RuntimeError("The sandbox did not start; its error output says why.")
            yield json.loads(ready)["url"]
        finally:
            process.terminate()
