"""The benchmark runs from end to end and says what it found; its figures are no test's business."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import Figure, above, least_cpu, repeated
from scripts.contract import load, operations
from scripts.project import CONTRACT

pytestmark = pytest.mark.slow  # each test starts the pipeline or an interpreter

ROOT = Path(__file__).resolve().parent.parent.parent
OPERATIONS = len(list(operations(load(CONTRACT))))
GROUPS = {
    "startup": {"import", "first client, http", "first client, https", "first answer, http"},
    "calls": {"call, sync, one record", "call, sync, page of 100", "call, async, one record"},
    "decoding": {"page decoded, Operation.parse", "page decoded, msgspec alone"},
    "webhooks": {"event received, unwrap"},
    "arrow": {"250 customers into polars"},
    "pipeline": {"regenerate"},
    "growth": {
        f"generated, {OPERATIONS} operations",
        f"generated, {2 * OPERATIONS} operations, memory",
        f"first resource, {2 * OPERATIONS} operations",
    },
    "footprint": {"direct dependencies", "own files", "generated lines"},
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_measured(group: str) -> None:
    done = run("--quick", "--only", group, "--json", "-")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert GROUPS[group] <= {figure["name"] for figure in said["figures"]}
    assert said["machine"]["python"]
    for figure in said["figures"]:
        assert all(value > 0 for value in (figure["measured"] or {"value": figure["value"]}).values())


def test_the_table_is_for_people_and_the_file_for_machines(tmp_path: Path) -> None:
    done = run("--only", "footprint", "--json", str(tmp_path / "figures.json"))
    assert done.returncode == 0, done.stderr
    assert "direct dependencies" in done.stdout
    written = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert "direct dependencies" in {figure["name"] for figure in written["figures"]}


@pytest.mark.parametrize("arguments", [["--only", "nothing"], ["--json", "no/such/folder/x.json"]])
def test_arguments_that_cannot_be_used_are_refused_in_a_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert arguments[1] in done.stderr


def test_a_target_is_met_from_its_own_side() -> None:
    assert Figure("cost", 15, "µs", 15).is_met
    assert not Figure("cost", 15.1, "µs", 15).is_met
    assert Figure("speed", 10, "x", 10, "least").is_met
    assert not Figure("speed", 9.9, "x", 10, "least").is_met
    assert Figure("count", 7, "").is_met is None


def test_a_cost_is_what_the_last_takes_above_the_first() -> None:
    assert above("call", {"bare": 100.0, "other": 500.0, "ours": 112.0}, "µs").value == 12.0


def test_more_work_costs_more() -> None:
    def work() -> int:
        return sum(range(200))

    best = least_cpu({"little": repeated(work, 20), "much": repeated(work, 2000)}, 5)
    assert best["much"] > best["little"] > 0
