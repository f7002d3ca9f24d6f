import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pivotal.sandbox import Clock, NotASandboxFile, Sandbox
from pivotal.sandbox._state.clock import iso

from tests.overlays.sandbox.support import KEY, Api


def test_a_file_keeps_the_workspace(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    api = Api(Sandbox(path))
    made, gone = api.customer("A"), api.customer("B")
    api.delete(f"/customers/{gone['id']}")
    api.sandbox.keys.revoke("pivotal_old")
    api.sandbox.close()
    again = Api(Sandbox(path))
    assert again.get("/customers")["data"] == [made]
    assert again.customer("C")["display_id"] == 3
    Api(again.sandbox, "pivotal_old").fails(401, "api_key_revoked", "GET", "/me")


def test_two_sandboxes_share_a_file(tmp_path: Path) -> None:
    first, second = (Api(Sandbox(tmp_path / "data.db")) for _ in range(2))
    made = [first.customer("A"), second.customer("B"), first.customer("C")]
    assert [row["display_id"] for row in made] == [1, 2, 3]
    assert second.get("/customers")["data"] == made[::-1]
    second.fails(409, "slug_taken", "POST", "/customers", {"name": "A"})


def test_two_sandboxes_write_to_one_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    sandboxes = [Sandbox(path, rate_limit=None) for _ in range(2)]

    def write(number: int) -> list[int]:
        api = Api(sandboxes[number])
        return [api.customer(f"C{number}-{turn}")["display_id"] for turn in range(60)]

    with ThreadPoolExecutor(2) as pool:
        numbers = [number for written in pool.map(write, range(2)) for number in written]
    assert sorted(numbers) == list(range(1, 121))


def test_a_file_that_another_is_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as maker, ThreadPoolExecutor(1) as pool:
        maker.execute("BEGIN IMMEDIATE")
        opening = pool.submit(Sandbox, path)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.2)
        maker.execute("COMMIT")
        assert Api(opening.result()).customer("A")["display_id"] == 1


def test_a_file_is_written_ahead_so_that_a_kill_leaves_no_half_of_anything(tmp_path: Path) -> None:
    store = Sandbox(tmp_path / "data.db").store
    assert store.execute("PRAGMA journal_mode") == [("wal",)]
    assert store.execute("PRAGMA synchronous") == [(1,)]  # NORMAL


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("not a database, but long enough to look like one " * 20)
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE mine (x)")
    before = text.read_bytes()
    for path in (text, other):
        with pytest.raises(NotASandboxFile, match=path.name):
            Sandbox(path)
    assert text.read_bytes() == before
    with pytest.raises(OSError, match="nowhere"):
        Sandbox(tmp_path / "nowhere" / "data.db")


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_snapshot_brings_everything_back(tmp_path: Path, kind: str) -> None:
    sandbox = Sandbox(tmp_path / "data.db" if kind == "file" else None)
    api = Api(sandbox)
    made = api.customer("A")
    saved = sandbox.snapshot()
    api.customer("B")
    api.patch(f"/customers/{made['id']}", name="Changed")
    sandbox.keys.revoke(KEY)
    for _ in range(2):
        sandbox.restore(saved)
        assert api.get("/customers")["data"] == [made]
        assert api.customer("B")["display_id"] == 2
    other = Sandbox()
    other.restore(saved)
    assert Api(other).get("/customers")["data"] == [made]


def test_reset_empties_everything(api: Api) -> None:
    api.customer("A")
    api.sandbox.keys.revoke("pivotal_old")
    api.sandbox.faults.add(status=500, operation="get-me")
    api.sandbox.webhooks.register("http://localhost:9/hook")
    api.sandbox.reset()
    assert api.get("/customers")["data"] == []
    assert api.sandbox.webhooks.outbox() == api.sandbox.webhooks.events() == []
    assert Api(api.sandbox, "pivotal_old").get("/me")["object"] == "me"
    assert api.customer("A")["display_id"] == 1


def test_a_clock_runs_stands_and_moves_on() -> None:
    clock = Clock()
    before = int(datetime.now(UTC).timestamp() * 1000)
    assert abs(clock.now() - before) < 5000
    clock.advance(timedelta(days=2).total_seconds())
    clock.freeze()
    standing = clock.now()
    assert standing == clock.now() >= before + 2 * 86_400_000
    clock.advance(0.25)
    assert clock.now() == standing + 250
    clock.resume()
    assert standing + 250 <= clock.now() < standing + 5250
    clock.freeze(datetime(2026, 1, 1, tzinfo=UTC))
    assert iso(clock.now()) == "2026-01-01T00:00:00.000Z"


def test_a_clock_refuses_to_go_back_or_to_guess_a_zone() -> None:
    with pytest.raises(ValueError, match="can't go back"):
        Clock().advance(-1)
    with pytest.raises(ValueError, match="time zone"):
        Clock(frozen_at=datetime(2026, 1, 1))


@pytest.mark.parametrize("seconds", [1e15, 1e308, float("inf"), float("nan")])
@pytest.mark.parametrize("frozen", [True, False])
def test_a_clock_stays_within_the_years_that_it_can_tell(seconds: float, frozen: bool) -> None:
    clock = Clock()
    if frozen:
        clock.freeze()
    before = clock.now()
    with pytest.raises(ValueError, match="between 1970 and 9998"):
        clock.advance(seconds)
    assert before <= clock.now() < before + 5000


@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_a_clock_cannot_stand_outside_those_years(year: int) -> None:
    with pytest.raises(ValueError, match="between 1970 and 9998"):
        Clock(frozen_at=datetime(year, 7, 1, tzinfo=UTC))


def test_the_same_history_gives_the_same_ids() -> None:
    frozen = datetime(2026, 1, 1, tzinfo=UTC)

    def made(**options: int) -> str:
        return Api(Sandbox(clock=Clock(frozen_at=frozen), **options)).customer()["id"]

    assert made() == made() != made(id_seed=1)
    assert len(made()) == 25
