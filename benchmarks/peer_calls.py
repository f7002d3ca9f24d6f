"""The contestants' calls, run inside the peers' environment: prints each measurement by contestant, as JSON."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from benchmarks.figures import least_cpu, repeated
from benchmarks.peer_clients import ASYNC, SYNC, AsyncCall, Call

_GATHERED = 1_000
_THREADS = 64
_TURNS = 3  # of the crowds, each with a new client
_LONG = 10.0  # seconds; a crowd that takes longer gets one turn

Measurements = dict[str, Mapping[str, float]]


def main(url: str, rounds: int, count: int) -> None:
    """Measure against a server's base URL."""
    turns = min(rounds, _TURNS)
    measured: Measurements = {"call, sync": _sync(url, rounds, count), "call, async": _async(url, rounds, count)}
    measured |= _crowds("1,000 gathered", {name: _gather(make, url) for name, make in ASYNC.items()}, turns)
    measured |= _crowds("64 threads", {name: _in_threads(make, url, count) for name, make in SYNC.items()}, turns)
    print(json.dumps(measured))


def _sync(url: str, rounds: int, count: int) -> dict[str, float]:
    return _each(least_cpu({name: repeated(make(url), count) for name, make in SYNC.items()}, rounds), count)


def _async(url: str, rounds: int, count: int) -> dict[str, float]:
    with asyncio.Runner() as runner:

        async def made() -> dict[str, AsyncCall]:
            return {name: make(url) for name, make in ASYNC.items()}

        def turn(call: AsyncCall) -> Call:
            async def run() -> None:
                for _ in range(count):
                    await call()

            return lambda: runner.run(run())

        turns = {name: turn(call) for name, call in runner.run(made()).items()}
        return _each(least_cpu(turns, rounds), count)


def _each(seconds: Mapping[str, float], count: int) -> dict[str, float]:
    """Return microseconds for one call."""
    return {name: total / count * 1e6 for name, total in seconds.items()}


def _gather(make: Callable[[str], AsyncCall], url: str) -> Callable[[], int]:
    async def run() -> int:
        call = make(url)
        results = await asyncio.gather(*(call() for _ in range(_GATHERED)), return_exceptions=True)
        return sum(isinstance(result, Exception) for result in results)

    return lambda: asyncio.run(run())


def _in_threads(make: Callable[[str], Call], url: str, count: int) -> Callable[[], int]:
    def run() -> int:
        call = make(url)

        def calls(_: int) -> int:
            return sum(_fails(call) for _ in range(count))

        with ThreadPoolExecutor(_THREADS) as pool:
            return sum(pool.map(calls, range(_THREADS)))

    return run


def _fails(call: Call) -> bool:
    try:
        call()
    except Exception:
        return True
    return False


def _crowds(name: str, crowds: Mapping[str, Callable[[], int]], turns: int) -> Measurements:
    """Return each crowd's least CPU time and wall time in seconds, and the most calls that failed in a turn."""
    runs: dict[str, list[tuple[float, float, int]]] = {who: [] for who in crowds}
    for _ in range(turns):
        for who, run in crowds.items():
            if not runs[who] or runs[who][0][1] < _LONG:
                runs[who].append(_timed(run))
    columns = {who: list(zip(*each, strict=True)) for who, each in runs.items()}
    return {
        name: {who: min(cpu) for who, (cpu, _, _) in columns.items()},
        f"{name}, wall": {who: min(wall) for who, (_, wall, _) in columns.items()},
        f"{name}, failed": {who: max(failed) for who, (_, _, failed) in columns.items()},
    }


def _timed(run: Callable[[], int]) -> tuple[float, float, int]:
    cpu, wall = time.process_time(), time.perf_counter()
    failed = run()
    return time.process_time() - cpu, time.perf_counter() - wall, failed


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
