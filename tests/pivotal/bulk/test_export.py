"""An export is whole or absent, and goes on where it was."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pivotal import PivotalApi, bulk
from pivotal.errors import InvalidArgumentError, ServerError
from pivotal.sandbox import Sandbox

from tests.support.samples import KEY, page
from tests.support.scripted import ScriptedServer, reply


@pytest.fixture
def names(client: PivotalApi, sandbox: Sandbox) -> list[str]:
    sandbox.seed(customers=250)
    return [customer.name for customer in client.customers.list()]


def export(client: PivotalApi, path: Path, **options: Any) -> bulk.ExportReport:
    return bulk.export(client, path, **{"pacing": False, **options})


def test_json_lines_have_every_row_and_field(client: PivotalApi, names: list[str], tmp_path: Path) -> None:
    path = tmp_path / "customers.jsonl"
    assert export(client, path).rows == 250
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert [row["name"] for row in rows] == names
    assert rows[0] == next(iter(client.customers.list())).to_dict()
    assert list(tmp_path.iterdir()) == [path]


def test_csv_has_the_contracts_columns(client: PivotalApi, names: list[str], tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    export(client, path, status="active")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["status"] for row in rows} == {"active"}
    assert list(rows[0])[:4] == ["object", "id", "display_id", "name"]


def test_an_interrupted_export_goes_on_where_it_was(
    client: PivotalApi, sandbox: Sandbox, names: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "customers.jsonl"

    def fail_after_the_second_page(rows: int) -> None:
        if rows == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(client, path, progress=fail_after_the_second_page)
    assert not path.exists()
    sandbox.requests.clear()
    assert export(client, path).rows == 250
    assert [json.loads(line)["name"] for line in path.read_text().splitlines()] == names
    # The third page, and no other: it may have been fetched ahead of the interruption too.
    (query,) = {request.query for request in sandbox.requests}
    assert "cursor=" in query


def test_half_a_page_is_written_again(client: PivotalApi, names: list[str], tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "customers.jsonl"
    sandbox.faults.add(operation="list-customers", status=500, times=None, skip=2)
    with pytest.raises(ServerError):
        export(client, path)
    with (tmp_path / "customers.jsonl.part").open("a") as part:
        part.write('{"half": ')
    sandbox.faults.clear()
    assert export(client, path).rows == 250
    assert [json.loads(line)["name"] for line in path.read_text().splitlines()] == names


def test_other_arguments_start_anew(client: PivotalApi, names: list[str], tmp_path: Path, sandbox: Sandbox) -> None:
    path = tmp_path / "customers.jsonl"
    sandbox.faults.add(operation="list-customers", status=500, times=None, skip=2)
    with pytest.raises(ServerError):
        export(client, path)
    sandbox.faults.clear()
    active = len(client.customers.list(status="active").to_list())
    assert export(client, path, status="active").rows == active


def test_rows_below_a_customer_need_it(client: PivotalApi, tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="customer_id is missing"):
        export(client, tmp_path / "contacts.csv", resource="contacts")
    aurora = client.customers.create(name="Aurora")
    client.contacts.create(aurora, name="Ada", email="ada@aurora.example")
    assert export(client, tmp_path / "contacts.csv", resource="contacts", customer_id=aurora).rows == 1


def test_pages_whose_last_rows_share_a_time_are_counted(tmp_path: Path) -> None:
    """The samples of `page` all have one created_at."""
    with (
        ScriptedServer(reply(body=page([4, 3], "2026-01-01T00:00:00.000Z")), reply(body=page([2, 1]))) as server,
        PivotalApi(api_key=KEY, base_url=server.url) as api,
    ):
        report = export(api, tmp_path / "customers.jsonl")
    assert (report.rows, report.shared_edges) == (4, 1)


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE state",
        "DROP TABLE state; CREATE VIEW state AS SELECT 'export' AS name, '{\"query\": \"\"}' AS value",
        "UPDATE state SET value = '{'",
        "UPDATE state SET value = '{}'",
        "UPDATE state SET value = x'ff'",
        "UPDATE state SET value = CAST(x'ff' AS TEXT)",
        "UPDATE state SET value = json_set(value, '$.size', -1)",
        "UPDATE state SET value = json_set(value, '$.rows', 'x')",
    ],
)
def test_a_damaged_state_is_one_error_that_names_it(client: PivotalApi, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "customers.jsonl"
    stopped = RuntimeError("stopped")

    def stop(_: int) -> None:
        raise stopped

    for number in range(3):
        client.customers.create(name=f"Customer {number}")
    with pytest.raises(RuntimeError, match="stopped"):
        bulk.export(client, path, page_size=1, pacing=False, progress=stop)
    with closing(sqlite3.connect(f"{path}.part.sqlite")) as db:
        db.executescript(damage)
        db.commit()
    with pytest.raises(bulk.CheckpointError, match=r"customers\.jsonl\.part\.sqlite"):
        bulk.export(client, path, page_size=1, pacing=False)
