import functools
import gc
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pivotal import PivotalApi
from pivotal.sandbox import NotASandboxFile, Sandbox

from tests.pivotal.sandbox.support import KEY, Api


def test_a_file_keeps_the_workspace(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    api = Api(Sandbox(path))
    created, deleted = api.customer("A"), api.customer("B")
    api.delete(f"/customers/{deleted['id']}")
    api.sandbox.keys.revoke("pivotal_old")
    api.sandbox.close()
    reopened = Api(Sandbox(path))
    assert reopened.get("/customers")["data"] == [created]
    assert reopened.customer("C")["display_id"] == 3
    Api(reopened.sandbox, "pivotal_old").fails(401, "api_key_revoked", "GET", "/me")


class Strict(sqlite3.Connection):
    """Refuses what Python 3.12 warns of: a statement with numbered placeholders and a sequence of values."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        assert not re.search(r"\?\d", sql), sql
        return super().execute(sql, parameters)


def test_no_statement_needs_what_python_deprecates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=Strict))
    api = Api(Sandbox())
    customer = api.customer()
    api.contact(customer)
    api.onboarding(customer)
    api.sandbox.webhooks.events("customer.created")
    api.sandbox.restore(api.sandbox.snapshot())
    api.delete(f"/customers/{customer['id']}")


def test_a_sandbox_that_nobody_closes_closes_its_database(tmp_path: Path) -> None:
    client: PivotalApi | None = PivotalApi(sandbox=Sandbox(tmp_path / "data.db"))
    assert client is not None
    db = client._sender.sandbox.store._db  # type: ignore[attr-defined]
    del client
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        db.execute("SELECT 1")


def test_two_sandboxes_share_a_file(tmp_path: Path) -> None:
    first, second = (Api(Sandbox(tmp_path / "data.db")) for _ in range(2))
    created = [first.customer("A"), second.customer("B"), first.customer("C")]
    assert [row["display_id"] for row in created] == [1, 2, 3]
    assert second.get("/customers")["data"] == created[::-1]
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


def test_opening_waits_for_a_process_that_creates_the_file(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as creator, ThreadPoolExecutor(1) as pool:
        creator.execute("BEGIN IMMEDIATE")
        opening = pool.submit(Sandbox, path)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.2)
        creator.execute("COMMIT")
        assert Api(opening.result()).customer("A")["display_id"] == 1


def test_a_file_has_a_write_ahead_log(tmp_path: Path) -> None:
    store = Sandbox(tmp_path / "data.db").store
    assert store.execute("PRAGMA journal_mode") == [("wal",)]
    assert store.execute("PRAGMA synchronous") == [(1,)]  # NORMAL


def test_a_file_with_other_content_is_not_touched(tmp_path: Path) -> None:
    notes, database = tmp_path / "notes.txt", tmp_path / "other.db"
    notes.write_text("not a database, but long enough to look like one " * 20)
    with sqlite3.connect(database) as db:
        db.execute("CREATE TABLE mine (x)")
    content = notes.read_bytes()
    for path in (notes, database):
        with pytest.raises(NotASandboxFile, match=path.name):
            Sandbox(path)
    assert notes.read_bytes() == content
    with pytest.raises(OSError, match="nowhere"):
        Sandbox(tmp_path / "nowhere" / "data.db")


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_snapshot_restores_everything(tmp_path: Path, kind: str) -> None:
    sandbox = Sandbox(tmp_path / "data.db" if kind == "file" else None)
    api = Api(sandbox)
    created = api.customer("A")
    saved = sandbox.snapshot()
    api.customer("B")
    api.patch(f"/customers/{created['id']}", name="Changed")
    sandbox.keys.revoke(KEY)
    for _ in range(2):
        sandbox.restore(saved)
        assert api.get("/customers")["data"] == [created]
        assert api.customer("B")["display_id"] == 2
    copy = Sandbox()
    copy.restore(saved)
    assert Api(copy).get("/customers")["data"] == [created]


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
