"""Stores of handled events: one caller at a time has a claim, and what was confirmed is not granted again."""

import doctest
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks import SeenEvents, SeenInMemory, SeenInSQLite

from scripts.project import ROOT
from tests.support.forks import in_child

Make = Callable[..., Any]
# A process that claims an event, says what it got, and stays until it is killed or its input ends.
CLAIMING = """
import sys
from pivotal.webhooks import SeenInSQLite
seen = SeenInSQLite(sys.argv[1])
print(seen.claim("evt_1"), flush=True)
sys.stdin.read()
"""


class DictAsRedis:
    """What the example for Redis uses of redis.Redis; a lease ends when a test removes it."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def set(self, name: str, value: bytes, *, nx: bool = False, ex: int) -> bool:
        if nx and name in self.values:
            return False
        self.values[name] = value
        return True

    def get(self, name: str) -> bytes | None:
        return self.values.get(name)

    def delete(self, name: str) -> None:
        self.values.pop(name, None)


def redis_example() -> Any:
    (example,) = doctest.DocTestFinder(recurse=False).find(SeenEvents, "SeenEvents")
    names: dict[str, Any] = {}
    for step in example.examples:
        exec(step.source, names)
    return names["SeenInRedis"]


@pytest.fixture(params=["memory", "sqlite", "redis"])
def seen(request: pytest.FixtureRequest, tmp_path: Path) -> SeenEvents:
    make: dict[str, Callable[[], SeenEvents]] = {
        "memory": SeenInMemory,
        "sqlite": lambda: SeenInSQLite(tmp_path / "seen.db"),
        "redis": lambda: redis_example()(DictAsRedis()),
    }
    return make[request.param]()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seen.db"


@pytest.fixture
def claiming(path: Path) -> Iterator[subprocess.Popen[str]]:
    process = start_claiming(path)
    yield process
    process.kill()
    process.communicate()


def start_claiming(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CLAIMING, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_confirmed_event_is_not_granted_again(seen: SeenEvents) -> None:
    assert seen.claim("evt_1") == "granted"
    assert seen.claim("evt_1") == "busy"
    assert seen.claim("evt_2") == "granted"
    seen.confirm("evt_1")
    assert seen.claim("evt_1") == "handled"
    assert seen.claim("evt_2") == "busy"


def test_a_released_event_is_granted_again(seen: SeenEvents) -> None:
    seen.claim("evt_1")
    seen.release("evt_1")
    assert seen.claim("evt_1") == "granted"


def test_of_many_threads_one_has_the_claim(seen: SeenEvents) -> None:
    barrier = threading.Barrier(8)

    def claim(_: int) -> str:
        barrier.wait(60)
        return seen.claim("evt_1")

    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(claim, range(8)))
    assert sorted(claims) == ["busy"] * 7 + ["granted"]


@pytest.mark.parametrize("make", [SeenInMemory, SeenInSQLite])
def test_an_event_is_forgotten_when_its_time_is_over(make: Make, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    seen = make() if make is SeenInMemory else make(path)
    seen.claim("evt_1")
    seen.confirm("evt_1")
    now[0] += timedelta(days=7).total_seconds()
    assert seen.claim("evt_1") == "handled"
    now[0] += 1
    assert seen.claim("evt_1") == "granted"


def test_the_file_does_not_grow_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    seen = SeenInSQLite(path, kept=timedelta(seconds=3))
    for number in range(9):
        now[0] += 1
        seen.claim(f"evt_{number}")
        seen.confirm(f"evt_{number}")
    assert sqlite3.connect(path).execute("SELECT count(*) FROM pivotal_seen_events").fetchone() == (4,)


@pytest.mark.parametrize("kept", [timedelta(), timedelta(days=-1), 7, None])
@pytest.mark.parametrize("make", [SeenInMemory, SeenInSQLite])
def test_a_time_that_is_not_positive_is_refused(make: Make, kept: Any, path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="pass a positive timedelta"):
        make(**{"kept": kept} if make is SeenInMemory else {"kept": kept, "path": path})


def test_events_are_remembered_by_the_next_process(path: Path) -> None:
    with SeenInSQLite(path) as seen:
        seen.claim("evt_1")
        seen.confirm("evt_1")
    again = pickle.loads(pickle.dumps(SeenInSQLite(path)))
    assert again.claim("evt_1") == "handled"


def test_a_claim_of_another_process_lasts_as_long_as_it_runs(path: Path, claiming: subprocess.Popen[str]) -> None:
    seen = SeenInSQLite(path)
    assert line_of(claiming) == "granted"
    assert seen.claim("evt_1") == "busy"
    os.kill(claiming.pid, signal.SIGSTOP)  # a process that only stands still keeps its claim, however long
    assert seen.claim("evt_1") == "busy"
    os.kill(claiming.pid, signal.SIGKILL)
    claiming.wait()
    assert seen.claim("evt_1") == "granted"


def test_a_claim_ends_with_its_process(path: Path, claiming: subprocess.Popen[str]) -> None:
    assert line_of(claiming) == "granted"
    claiming.communicate("")
    assert SeenInSQLite(path).claim("evt_1") == "granted"


def test_of_processes_that_start_together_one_has_the_claim(path: Path) -> None:
    processes = [start_claiming(path) for _ in range(3)]
    try:
        assert sorted(map(line_of, processes)) == ["busy", "busy", "granted"]
    finally:
        for process in processes:
            process.communicate("")


def test_two_stores_on_one_file_in_one_process_know_each_other(path: Path) -> None:
    first, second = SeenInSQLite(path), SeenInSQLite(path)
    assert first.claim("evt_1") == "granted"
    assert second.claim("evt_1") == "busy"
    first.close()
    assert second.claim("evt_1") == "granted"


def test_a_forked_process_has_claims_of_its_own(path: Path) -> None:
    seen = SeenInSQLite(path)
    seen.claim("evt_parent")

    def work() -> bool:
        claims = [seen.claim("evt_parent"), seen.claim("evt_child"), seen.claim("evt_child")]
        return claims == ["busy", "granted", "busy"]

    assert in_child(work) == 0
    assert seen.claim("evt_parent") == "busy"
    assert SeenInSQLite(path).claim("evt_parent") == "busy"
    assert seen.claim("evt_child") == "granted"


def test_files_and_rows_of_ended_processes_are_removed(path: Path) -> None:
    for _ in range(2):
        process = start_claiming(path)
        assert line_of(process) == "granted"
        process.kill()
        process.communicate()
    seen = SeenInSQLite(path)
    seen.claim("evt_2")
    assert len(list(path.parent.iterdir())) == 2
    assert sqlite3.connect(path).execute("SELECT event_id FROM pivotal_seen_events").fetchall() == [("evt_2",)]
    seen.close()
    assert list(path.parent.iterdir()) == [path]
    assert sqlite3.connect(path).execute("SELECT count(*) FROM pivotal_seen_events").fetchone() == (0,)


def test_a_claim_that_could_not_be_released_is_granted_again(path: Path) -> None:
    seen = SeenInSQLite(path)
    seen.claim("evt_1")
    with sqlite3.connect(path) as db:
        db.execute("CREATE TRIGGER broken BEFORE DELETE ON pivotal_seen_events BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(sqlite3.IntegrityError, match="full"):
        seen.release("evt_1")
    assert seen.claim("evt_1") == "granted"


def test_a_file_of_another_kind_is_refused_untouched(path: Path) -> None:
    path.write_bytes(b"not a database, and long enough to be read as one" * 20)
    with pytest.raises(InvalidArgumentError, match=r"seen\.db can't store events: file is not a database; pass"):
        SeenInSQLite(path)
    assert path.read_bytes().startswith(b"not a database")
    with pytest.raises(InvalidArgumentError, match="unable to open database file"):
        SeenInSQLite(path / "below")


def test_the_file_may_contain_other_tables(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE mine (id)")
    SeenInSQLite(path).claim("evt_1")
    assert sqlite3.connect(path).execute("SELECT * FROM mine").fetchall() == []


def test_a_stale_owner_in_redis_releases_nothing() -> None:
    redis = DictAsRedis()
    make = redis_example()
    slow, next_one = make(redis), make(redis)
    assert slow.claim("evt_1") == "granted"
    redis.delete("evt_1")  # the lease is over
    assert next_one.claim("evt_1") == "granted"
    slow.release("evt_1")
    assert slow.claim("evt_1") == "busy"
