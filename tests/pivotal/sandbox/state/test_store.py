import functools
import gc
import os
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from pivotal import PivotalApi
from pivotal.sandbox import NotASandboxFile, Sandbox
from pivotal.sandbox._state import database

from tests.pivotal.sandbox.support import KEY, TEST_KEY, Api


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
    notes, other = tmp_path / "notes.txt", tmp_path / "other.db"
    notes.write_text("not a database, but long enough to look like one " * 20)
    newer = tmp_path / "newer.db"
    for path, statement in ((other, "CREATE TABLE mine (x)"), (newer, "PRAGMA application_id = 5")):
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute(statement)
    content = {path: path.read_bytes() for path in (notes, other, newer)}
    for path in content:
        with pytest.raises(NotASandboxFile, match=path.name):
            Sandbox(path)
    assert {path: path.read_bytes() for path in content} == content
    assert sorted(tmp_path.iterdir()) == sorted(content)
    with pytest.raises(OSError, match="nowhere"):
        Sandbox(tmp_path / "nowhere" / "data.db")


def test_a_file_whose_error_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    Sandbox(path).close()
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE", b"CREATE\xedTABLE"))
    with pytest.raises(NotASandboxFile, match=path.name):
        Sandbox(path)


def test_a_file_that_is_refused_is_not_kept_locked(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    Sandbox(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TABLE endpoints")
        db.execute("CREATE VIEW endpoints AS SELECT 1")  # no column can be added to a view
    with pytest.raises(OSError, match="view") as refused:
        Sandbox(path)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as db:
        db.execute("BEGIN IMMEDIATE")
    assert refused


def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    sandbox = Sandbox(path)
    Api(sandbox).customer("A")
    assert {each.name: each.stat().st_mode & 0o777 for each in tmp_path.iterdir()} == {
        "data.db": 0o600,
        "data.db-wal": 0o600,
        "data.db-shm": 0o600,
    }
    sandbox.close()


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(OSError, match=r"Can't open .*: it is not a file"):
            Sandbox(path)


def test_a_revocation_is_seen_by_another_process(tmp_path: Path) -> None:
    first, second = (Api(Sandbox(tmp_path / "data.db")) for _ in range(2))
    assert second.get("/me")["object"] == "me"
    first.sandbox.keys.revoke(KEY)
    second.fails(401, "api_key_revoked", "GET", "/me")
    second.sandbox.keys.register(TEST_KEY)
    Api(first.sandbox, "pivotal_other").fails(401, "invalid_api_key", "GET", "/me")


def test_a_lock_of_another_process_blocks_only_writes(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    sandbox = Sandbox(path, rate_limit=None)
    headers = {"Authorization": f"Bearer {KEY}"}
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        sandbox.serve() as url,
        httpx.Client(base_url=f"{url}/api/v1", headers=headers, trust_env=False, timeout=60) as http,
        ThreadPoolExecutor(1) as pool,
    ):
        sandbox.faults.add(operation="create-customer", status=503, times=1)
        other.execute("BEGIN IMMEDIATE")
        writing = pool.submit(http.post, "/customers", json={"name": "A"})
        for _ in range(3):
            assert http.get("/customers").json()["data"] == []
        assert not writing.done()
        other.execute("COMMIT")
        assert writing.result(timeout=60).status_code == 503
        assert http.post("/customers", json={"name": "A"}).status_code == 201


def test_a_lock_that_lasts_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.db"
    api = Api(Sandbox(path, rate_limit=None))
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        api.fails(500, "internal_error", "POST", "/customers", {"name": "A"})
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            api.sandbox.keys.revoke(KEY)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            api.sandbox.reset()
    assert api.customer("A")["display_id"] == 1


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


@pytest.mark.parametrize("damage", [b"", b"not a snapshot" * 50, b"SQLite format 3\0" + b"x" * 500])
def test_what_is_not_a_snapshot_is_refused_and_changes_nothing(api: Api, damage: bytes) -> None:
    created = api.customer("A")
    with pytest.raises(NotASandboxFile, match="pass what snapshot\\(\\) returned"):
        api.sandbox.restore(damage)
    assert api.get("/customers")["data"] == [created]


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
