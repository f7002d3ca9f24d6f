"""A figure, its target, and how two things are timed fairly on a machine that does other work too."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Effort:
    """How often things are repeated: more rounds find a truer minimum.

    Attributes:
        processes: Fresh interpreters for each start-up figure.
        rounds: Turns that each contestant gets within a process.
        calls: Calls in a turn.
        decodes: Pages decoded in a turn.
        pipelines: Runs of the pipeline.
        customers: Rows of a walk through a whole list.
        walks: Turns that each way to walk gets.
        copies: How often the contract is repeated, where growth is measured.
    """

    processes: int = 15
    rounds: int = 200
    calls: int = 20
    decodes: int = 10
    pipelines: int = 3
    customers: int = 100_000
    walks: int = 5
    copies: tuple[int, ...] = (1, 10, 100)


QUICK = Effort(processes=1, rounds=2, calls=3, decodes=2, pipelines=1, customers=250, walks=1, copies=(1, 2))


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    Attributes:
        name: What was measured.
        value: The difference, ratio or count that the target is for.
        unit: `ms`, `µs`, `s`, `x` or empty for a count.
        target: The bound for the value, if there is one.
        bound: Whether the target is the most or the least that is wanted.
        measured: The absolute figures that the value comes from.
        measured_in: Their unit, if it is not that of the value.
    """

    name: str
    value: float
    unit: str
    target: float | None = None
    bound: Literal["most", "least"] = "most"
    measured: Mapping[str, float] | None = None
    measured_in: str | None = None

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without a target."""
        if self.target is None:
            return None
        return self.value <= self.target if self.bound == "most" else self.value >= self.target

    def as_data(self) -> dict[str, Any]:
        """Return the figure as JSON-like data."""
        return {**asdict(self), "met": self.is_met}


def above(name: str, measured: Mapping[str, float], unit: str, target: float | None = None) -> Figure:
    """Make the figure for what the last contestant costs above the first."""
    first, *_, last = measured.values()
    return Figure(name, last - first, unit, target, measured=measured)


def least_cpu(contestants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return each contestant's least CPU time of a turn, in seconds, all threads of this process counted.

    The contestants take turns, in an order that moves on each round, so that a busy spell of the machine hits all.
    """
    best = dict.fromkeys(contestants, float("inf"))
    names = list(contestants)
    for turn in contestants.values():
        turn()
    gc.freeze()  # What was imported isn't looked through again by each collection.
    for number in range(rounds):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            best[name] = min(best[name], _cpu_of(contestants[name]))
    return best


def repeated(call: Callable[[], object], count: int) -> Callable[[], None]:
    """Return a turn: so many calls."""

    def turn() -> None:
        for _ in range(count):
            call()

    return turn


def _cpu_of(turn: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    turn()
    return time.process_time() - started
