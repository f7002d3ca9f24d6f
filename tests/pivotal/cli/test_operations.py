"""Every operation is a command, with a flag for each parameter and field, checked before anything is sent."""

import json
from pathlib import Path
from typing import Any

import pytest
from pivotal import PivotalApi
from pivotal.cli._contract.index import shortcuts
from pivotal.sandbox import Sandbox
from pivotal_api.contract import load_description
from pivotal_runtime.description import OperationEntry

from tests.pivotal.cli.support import run

OPERATIONS = load_description().operations


@pytest.mark.parametrize("entry", OPERATIONS, ids=lambda entry: entry.id)
def test_every_operation_is_a_command_with_the_names_of_python(entry: OperationEntry) -> None:
    done = run(entry.resource, entry.name.replace("_", "-"), "--help")
    assert done.code == 0, done.err
    fields = [*entry.parameters, *(entry.body.fields if entry.body else ())]
    for field in fields:
        name = (
            field.python.upper() if getattr(field, "location", "") == "path" else f"--{field.python.replace('_', '-')}"
        )
        assert name in done.out
    assert entry.description.split()[0] in done.out


def test_the_first_level_lists_every_resource_and_the_shortcuts_of_the_client() -> None:
    done = run("--help")
    assert done.code == 0
    listed = {line.split()[0] for line in done.out.partition("Commands:")[2].splitlines() if line.startswith("  ")}
    assert {entry.resource for entry in OPERATIONS} <= listed
    of_client = {entry.name for entry in OPERATIONS if entry.resource == "meta" and hasattr(PivotalApi, entry.name)}
    assert of_client == set(shortcuts()) <= listed
    for code in ("0", "1", "2", "3", "4", "5", "130"):
        assert f"\n    {code} " in done.out


def create(name: str = "Aurora", *more: object) -> Any:
    return run("customers", "create", "--name", name, *more).data


def test_a_customer_from_its_creation_to_its_end(sandbox: Sandbox) -> None:
    aurora = create("Aurora", "--mrr", 125000, "--plan", "enterprise")
    assert (aurora["name"], aurora["mrr"], aurora["plan"]) == ("Aurora", 125000, "enterprise")
    for form in (aurora["display_id"], aurora["id"], f"https://my.pivotal.app/customers/{aurora['display_id']}-aurora"):
        assert run("customers", "get", form).data == aurora
    changed = run("customers", "update", aurora["id"], "--null", "plan", "--mrr", 1).data
    assert (changed["plan"], changed["mrr"]) == (None, 1)
    assert run("customers", "delete", aurora["id"], "--yes").data["deleted"] is True
    assert run("customers", "get", aurora["id"]).code == 3


def test_records_below_a_customer(sandbox: Sandbox) -> None:
    aurora = create()["display_id"]
    ada = ("--name", "Ada", "--email", "ada@aurora.example", "--is-primary", "--labels", "vip", "--labels", "beta")
    contact = run("contacts", "create", aurora, *ada).data
    assert (contact["is_primary"], contact["labels"]) == (True, ["vip", "beta"])
    assert run("contacts", "update", contact["id"], "--no-is-primary").data["is_primary"] is False
    onboarding = run("onboardings", "create", "--customer-id", aurora, "--target-launch-date", "2027-01-15").data
    moved = run("onboardings", "update", onboarding["display_id"], "--phase", "launch", "--notes", "Friday").data
    assert (moved["phase"], moved["notes"]) == ("launch", "Friday")
    assert run("onboardings", "list", "--phase", "launch", "--state", "active").data == [moved]
    assert run("onboardings", "list-for-customer", aurora).data == [moved]


def test_the_key_and_the_server(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("me").data == run("meta", "me").data
    monkeypatch.delenv("PIVOTAL_API_KEY")
    assert run("health").data["status"] == "ok"
    assert "authorization" not in sandbox.requests.matching("get-health")[-1].headers


def last_body(sandbox: Sandbox) -> Any:
    return json.loads(list(sandbox.requests)[-1].body)


def test_fields_that_have_no_flag(sandbox: Sandbox, tmp_path: Path) -> None:
    fields = ("--field", "region=emea", "--field", "seats:=5", "--null", "territory", "--metadata", '{"a": [1]}')
    create("Aurora", *fields)
    assert last_body(sandbox) == {
        "name": "Aurora", "region": "emea", "seats": 5, "territory": None, "metadata": {"a": [1]},
    }  # fmt: skip
    data = tmp_path / "data.json"
    data.write_text('{"name": "Borealis", "mrr": 5, "x": 1}', encoding="utf-8")
    assert run("customers", "create", "--data", f"@{data}", "--mrr", 6).data["mrr"] == 6
    assert last_body(sandbox) == {"name": "Borealis", "mrr": 6, "x": 1}
    assert run("customers", "create", "--data", "-", stdin='{"name": "Cirrus"}').data["name"] == "Cirrus"
    run("customers", "list", "--query", "owner=ada")
    assert list(sandbox.requests)[-1].query.endswith("owner=ada")


def test_values_that_the_contract_does_not_know_yet_are_sent_by_field(sandbox: Sandbox) -> None:
    aurora = create()["display_id"]
    onboarding = run("onboardings", "create", "--customer-id", aurora).data["display_id"]
    done = run("onboardings", "update", onboarding, "--field", "phase=a_new_phase")
    assert done.code == 1 and "phase" in done.sentence  # the local server is of this version too
    assert last_body(sandbox) == {"phase": "a_new_phase"}


def test_a_repeated_create_with_an_idempotency_key_returns_the_same_record(sandbox: Sandbox) -> None:
    first, second = (create("Aurora", "--idempotency-key", "run-1") for _ in range(2))
    assert first == second


REFUSED = [
    (("customers", "create"), "--name"),
    (("contacts", "create", 1, "--name", "Ada"), "Pass --email too."),
    (("customers", "create", "--name", "A", "--mrr", "many"), "'--mrr': 'many' is not a valid integer"),
    (("customers", "create", "--name", "A", "--metadata", "[1]"), "'[1]' is not a JSON object"),
    (("customers", "create", "--name", "A", "--data", "[1]"), "pass one JSON object"),
    (("customers", "create", "--name", "A", "--data", "{"), "--data: not JSON"),
    (("customers", "create", "--name", "A", "--data", "@missing.json"), "No such file"),
    (("customers", "create", "--name", "A", "--field", "seats"), "write key=text, or key:=json"),
    (("customers", "create", "--name", "A", "--field", "seats:=x"), "--field seats: not JSON"),
    (("customers", "create", "--name", "A", "--idempotency-key", "k" * 300), "at most 255"),
    (("customers", "update", 1), "There is nothing to change"),
    (("customers", "update", 1, "--null", "name"), "--null name: the field can't be cleared; these can: slug,"),
    (("customers", "update", 1, "--null", "plan", "--plan", "x"), "plan: has a value, and --null too"),
    (("customers", "get", "no/id"), "can't be an id"),
    (("customers", "get", "https://my.pivotal.app/contacts/1"), "pass the URL of a customer"),
    (("customers", "get"), "Missing argument 'ID'"),
    (("customers", "list", "--page-size", 101), "101 is not in the range 1<=x<=100"),
    (("customers", "list", "--cursor", "yesterday"), "'yesterday' is not a date and time"),
    (("customers", "list", "--cursor", "2026-01-01T00:00:00"), "with a time zone"),
    (("customers", "list", "--max-items", 0), "--max-items"),
    (("customers", "list", "--columns", "name,title"), "--columns: there is no title; the columns are object, id,"),
    (("customers", "list", "-o", "xml"), "'xml' is not one of"),
    (("onboardings", "create", "--customer-id", 1, "--target-launch-date", "soon"), "'soon' is not a date"),
    (("onboardings", "update", 1, "--phase", "lanch"), "'lanch' is not one of"),
    (("customers", "lst"), "No such command 'lst'"),
    (("customers", "list", "--stat-us", "x"), "--stat-us"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_cannot_be_sent_is_refused_in_a_sentence(
    sandbox: Sandbox, arguments: tuple[object, ...], words: str
) -> None:
    sandbox.requests.clear()
    done = run(*arguments)
    assert done.code == 2
    assert words in done.sentence
    assert list(sandbox.requests) == []
