"""A damaged snapshot is refused before it replaces anything."""

import sqlite3
from contextlib import closing

import pytest
from pivotal.sandbox import NotASandboxFile, Sandbox

from tests.pivotal.sandbox.support import Api

DEEP = '{"a":' * 3_000 + "1" + "}" * 3_000
DAMAGE = {
    "no table": "DROP TABLE events",
    "no column": "ALTER TABLE endpoints RENAME COLUMN url TO link",
    "a column of another type": "UPDATE sqlite_schema SET sql = replace(sql, 'url TEXT', 'url ANY')",
    "an index that allows one row": "CREATE UNIQUE INDEX one ON endpoints (test_mode)",
    "a view for a table": "DROP TABLE deliveries; CREATE VIEW deliveries AS SELECT 1 AS event",
    "a trigger": "CREATE TRIGGER no BEFORE INSERT ON events BEGIN SELECT RAISE(FAIL, 'no'); END",
    "a statement": "UPDATE sqlite_schema SET sql = 'CREATE TABLE' WHERE name = 'events'",
    "a page": "UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'events'",
    "another table's page": "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'events'",
    "the mark": "PRAGMA application_id = 5",
    "null": "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'events'; "
    "PRAGMA writable_schema = RESET; INSERT INTO events VALUES (99, 'evt', 'x', NULL)",
    "bytes for JSON": "UPDATE events SET body = x'00ff'",
    "no JSON": "UPDATE events SET body = '{'",
    "JSON that is too deep": f"UPDATE events SET body = '{DEEP}'",
    "JSON that is a number": "UPDATE events SET body = '5'",
    "a document that is a list": "UPDATE customers SET doc = '[]'",
    "types that are an object": "UPDATE endpoints SET types = '{}'",
    "text that is not UTF-8": "UPDATE endpoints SET url = CAST(x'ff' AS TEXT)",
    "a counter behind its rows": "UPDATE counters SET value = 0 WHERE name = 'display_id'",
    "no counter": "DELETE FROM counters WHERE name = 'display_id'",
    "a counter of events behind its rows": "INSERT INTO events VALUES (99, 'evt_x', 'customer.created', '{}')",
    "a huge counter": f"UPDATE counters SET value = {2**63 - 1}",
    "an old secret without an end": "UPDATE endpoints SET old_secret = 'whsec_x'",
    "text for a number": "UPDATE endpoints SET failures = 'x'",
}


def damaged(snapshot: bytes, statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.deserialize(snapshot)
        db.execute("PRAGMA writable_schema = ON")
        db.executescript(statements)
        return db.serialize()


@pytest.mark.parametrize("name", DAMAGE)
def test_it_is_refused_and_changes_nothing(name: str) -> None:
    sandbox = Sandbox()
    sandbox.keys.register("pivotal_K8s9Ab12Cd34Ef56")
    sandbox.webhooks.register("http://127.0.0.1:9/hook", types=["customer.created"])
    api = Api(sandbox)
    created = api.customer()
    with pytest.raises(NotASandboxFile, match=r"pass what snapshot\(\) returned"):
        sandbox.restore(damaged(sandbox.snapshot(), DAMAGE[name]))
    assert api.get("/customers")["data"] == [created]


@pytest.mark.parametrize(
    ("at", "content", "problem"), [(18, b"\3\3", "read-only"), (56, b"\0\0\0\x80", "not in UTF-8")]
)
def test_a_snapshot_with_another_header_is_refused(api: Api, at: int, content: bytes, problem: str) -> None:
    snapshot = api.sandbox.snapshot()
    with pytest.raises(NotASandboxFile, match=problem):
        api.sandbox.restore(snapshot[:at] + content + snapshot[at + len(content) :])
    assert api.customer()["display_id"] == 1


@pytest.mark.parametrize("value", [None, 5, "text", [b"x"]])
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(NotASandboxFile, match="pass what snapshot"):
        Sandbox().restore(value)  # type: ignore[arg-type]


def test_tables_of_any_name_are_restored_and_emptied() -> None:
    sandbox = Sandbox()
    sandbox.restore(damaged(sandbox.snapshot(), 'CREATE TABLE "a ""b;" (x)'))
    sandbox.reset()
    assert sandbox.snapshot()


def test_text_of_a_file_that_is_not_utf8_is_an_error_of_the_sandbox(api: Api) -> None:
    api.sandbox.webhooks.register("http://127.0.0.1:9/hook")
    api.sandbox.store.execute("UPDATE endpoints SET url = CAST(x'ff' AS TEXT)")
    with pytest.raises(NotASandboxFile, match="is damaged"):
        api.sandbox.webhooks.endpoints()
