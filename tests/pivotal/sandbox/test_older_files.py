"""Files that the sandbox wrote under another contract."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pivotal.sandbox import Request, Sandbox
from pivotal_api.contract import load_description
from pivotal_runtime.description import Description, decode_description

from tests.pivotal.sandbox.changed_contracts import served
from tests.pivotal.sandbox.support import Api

OLDER = Path(__file__).parent / "state" / "older_workspace.sql"
TEXT = {"types": ["string"]}
NEW_FIELDS: list[dict[str, Any]] = [
    {"name": "territory", "required": True, "schema": {**TEXT, "nullable": True}},
    {"name": "chairs", "required": True, "schema": {"types": ["integer"], "default": 3}},
    {"name": "nicknames", "required": True, "schema": {"types": ["array"], "items": TEXT}},
    {"name": "hint", "schema": TEXT},
]


def grown() -> Description:
    """Return the contract with more properties of a customer, a filter, and one more kind of record."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(load_description()))
    document["schemas"]["Customer"]["fields"] += NEW_FIELDS
    for operation in document["operations"]:
        if operation["id"] == "update-customer":
            operation["body"]["fields"] += [{**field, "required": False} for field in NEW_FIELDS]
        if operation["id"] == "list-customers":
            operation["parameters"].append({**NEW_FIELDS[1], "required": False, "location": "query"})
    crew = {
        "types": ["object"],
        "fields": [{"name": name, "schema": TEXT, "required": True} for name in ("id", "name")],
    }
    common = {"tag": "crews", "resource": "crews", "result": "Crew", "authenticated": True}
    response = {"status": "200", "media_type": "application/json", "schema": crew}
    body = {"media_type": "application/json", "schema": crew, "fields": [crew["fields"][1]]}
    document["operations"] += [
        {
            "id": "make-crew",
            "name": "make",
            "method": "POST",
            "path": "/crews",
            **common,
            "responses": [response],
            "body": body,
        },
        {"id": "get-crew", "name": "get", "method": "GET", "path": "/crews/{id}", **common, "responses": [response]},
    ]
    return decode_description(msgspec.json.encode(document))


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(OLDER.read_text("utf-8"))
    return path


def test_an_older_file_opens_and_shows_what_it_had(older: Path) -> None:
    api = Api(Sandbox(older, rate_limit=None))
    (customer,) = api.walk("/customers")
    assert (customer["name"], customer["slug"], customer["mrr"]) == ("Aurora", "aurora", 4900)
    (contact,) = api.walk(f"/customers/{customer['id']}/contacts")
    assert (contact["email"], contact["labels"]) == ("ada@aurora.example", ["billing"])
    (onboarding,) = api.walk("/onboardings?state=waiting")
    assert api.patch(f"/onboardings/{onboarding['id']}", waiting_on_customer=False)["state"] == "at_risk"
    Api(api.sandbox, "pivotal_old").fails(401, "api_key_revoked", "GET", "/me")
    assert api.customer("New")["display_id"] == 5


def test_rows_of_an_older_contract_have_the_defaults_of_new_properties(older: Path) -> None:
    with served(grown(), older) as http:
        (customer,) = http.call("GET", "/customers")["data"]
        assert (customer["territory"], customer["chairs"], customer["nicknames"]) == (None, 3, [])
        assert "hint" not in customer
        assert http.call("GET", "/customers/1") == customer
        assert http.names("/customers?chairs=3") == ["Aurora"]
        changed = http.call("PATCH", "/customers/1", {"chairs": 4})
        assert (changed["chairs"], changed["territory"], changed["mrr"]) == (4, None, 4900)
        assert http.names("/customers?chairs=3") == []
        assert http.names("/customers?chairs=4") == ["Aurora"]


def test_an_older_file_gets_the_table_of_a_new_kind(older: Path) -> None:
    contract = grown()
    for _ in range(2):
        Sandbox(older, contract=contract).close()
    with closing(sqlite3.connect(older)) as db:
        assert db.execute("SELECT count(*) FROM records_crews").fetchone() == (0,)


def test_a_new_kind_is_stored_in_an_older_file(older: Path) -> None:
    contract = grown()
    for turn in range(2):
        sandbox = Sandbox(older, contract=contract, rate_limit=None)
        api = Api(sandbox)
        if turn == 0:
            made = sandbox.handle(_request("POST", "/crews", b'{"name": "T"}')).json()
        assert sandbox.handle(_request("GET", f"/crews/{made['id']}")).json() == made == {"id": made["id"], "name": "T"}
        assert api.get("/customers")["data"]
        sandbox.close()


def test_a_newer_file_keeps_in_older_code_what_that_does_not_know(older: Path) -> None:
    with served(grown(), older) as http:
        http.call("PATCH", "/customers/1", {"territory": "EU", "hint": "call first"})
    with served(load_description(), older) as http:
        http.call("PATCH", "/customers/1", {"plan": "starter"})
    with served(grown(), older) as http:
        customer = http.call("GET", "/customers/1")
        assert (customer["territory"], customer["hint"], customer["plan"]) == ("EU", "call first", "starter")


def test_an_older_snapshot_is_restored(older: Path) -> None:
    with closing(sqlite3.connect(older)) as db:
        dump = db.serialize()
    sandbox = Sandbox(contract=grown(), rate_limit=None)
    sandbox.restore(dump)
    assert Api(sandbox).get("/customers/1")["chairs"] == 3
    assert sandbox.handle(_request("POST", "/crews", b'{"name": "T"}')).status == 200


def _request(method: str, path: str, body: bytes = b"") -> Request:
    return Request(method, path, headers={"Authorization": "Bearer pivotal_K8s9Ab12Cd34Ef56"}, body=body)
