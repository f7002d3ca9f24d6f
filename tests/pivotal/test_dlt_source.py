"""The dlt source, loaded from a server into DuckDB and Postgres: every load shows what is, and no file has the key."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import dlt
import duckdb
import pytest
from pivotal import PivotalApi
from pivotal.dlt_source import pivotal_source
from pivotal.sandbox import Sandbox

from scripts.project import ROOT
from tests.support.postgres import INITDB, NO_POSTGRES, postgres
from tests.support.samples import KEY, SECRET_PART

ALL = ("customers", "contacts", "onboardings")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[PivotalApi]:
    sandbox = Sandbox()
    sandbox.seed(customers=10)
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    with sandbox.serve() as url, PivotalApi(api_key=KEY, base_url=url) as client:
        monkeypatch.setenv("PIVOTAL_BASE_URL", url)
        yield client
    sandbox.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


@pytest.fixture
def pipeline(api: PivotalApi) -> dlt.Pipeline:
    return dlt.pipeline("warehouse", destination="duckdb", dataset_name="pivotal")


@pytest.fixture(
    params=["duckdb", pytest.param("postgres", marks=pytest.mark.skipif(INITDB is None, reason=NO_POSTGRES))]
)
def warehouse(api: PivotalApi, request: pytest.FixtureRequest) -> dlt.Pipeline:
    """A pipeline to an empty dataset of each destination."""
    if request.param == "duckdb":
        return request.getfixturevalue("pipeline")
    destination = dlt.destinations.postgres(request.getfixturevalue("server"))
    return dlt.pipeline("warehouse", destination=destination, dataset_name=f"pivotal_{uuid4().hex}")


def query(pipeline: dlt.Pipeline, sql: str) -> list[Any]:
    with pipeline.sql_client() as client:
        return list(client.execute_sql(sql) or [])


def types(pipeline: dlt.Pipeline, table: str) -> dict[str, str]:
    sql = f"SELECT column_name, data_type FROM information_schema.columns WHERE table_name = '{table}'"
    return {
        name: type_.lower() for name, type_ in query(pipeline, f"{sql} AND table_schema = '{pipeline.dataset_name}'")
    }


def counts(pipeline: dlt.Pipeline) -> list[int]:
    return [query(pipeline, f"SELECT count(*) FROM {table}")[0][0] for table in ALL]


def change(api: PivotalApi) -> tuple[str, str]:
    """Rename a customer and delete another one; return their ids."""
    changed, deleted = api.customers.list().to_list(max_items=2)
    api.customers.update(changed, name="Renamed")
    api.customers.delete(deleted)
    return changed.id, deleted.id


@pytest.mark.slow
def test_each_load_shows_updates_and_deletes(api: PivotalApi, warehouse: dlt.Pipeline, tmp_path: Path) -> None:
    pipeline = warehouse
    pipeline.run(pivotal_source())
    contacts = sum(len(api.contacts.list(customer).to_list()) for customer in api.customers.list())
    assert counts(pipeline) == [10, contacts, len(api.onboardings.list().to_list())]
    columns = types(pipeline, "contacts")
    assert columns["labels"] in ("json", "jsonb")
    assert columns["created_at"] == "timestamp with time zone"
    assert "slack_channel_id" in types(pipeline, "customers")  # all of it is null
    workspace = api.me().organization.id
    assert query(pipeline, "SELECT DISTINCT workspace, livemode FROM customers") == [(workspace, False)]

    changed, deleted = change(api)
    pipeline.run(pivotal_source())
    assert query(pipeline, f"SELECT name FROM customers WHERE id IN ('{changed}', '{deleted}')") == [("Renamed",)]
    assert query(pipeline, f"SELECT count(*) FROM contacts WHERE customer_id = '{deleted}'") == [(0,)]

    for customer in api.customers.list():
        api.customers.delete(customer)
    pipeline.run(pivotal_source())
    assert counts(pipeline) == [0, 0, 0]
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if SECRET_PART.encode() in path.read_bytes()]


@pytest.mark.slow
def test_the_guides_example_loads_everything(api: PivotalApi, tmp_path: Path) -> None:
    [example] = re.findall(r"```python dlt\n(.*?)```", (ROOT / "docs/guides/export.md").read_text("utf-8"), re.DOTALL)
    exec(example, {})
    with duckdb.connect(tmp_path / "warehouse.duckdb") as db:
        tables = {name for (name,) in db.sql("SELECT table_name FROM duckdb_tables()").fetchall()}
    assert tables >= set(ALL)


@pytest.mark.slow
def test_the_example_shows_an_update_and_a_delete(tmp_path: Path) -> None:
    command = [sys.executable, ROOT / "examples/load_warehouse.py", "3"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    (before, _), after = re.findall(r"'customers': (\d+).*\nfound +(.*)", done.stdout)
    assert (before, after) == ("3", ("2", "Renamed"))


@pytest.mark.slow
def test_history_keeps_the_versions(api: PivotalApi, warehouse: dlt.Pipeline) -> None:
    pipeline = warehouse

    def load() -> None:
        pipeline.run(pivotal_source(pivotal_history=True).with_resources("customers"))

    load()
    changed, deleted = change(api)
    load()
    versions = "SELECT name, _dlt_valid_to IS NULL FROM customers WHERE id = '{}' ORDER BY _dlt_valid_from"
    assert [is_valid for _, is_valid in query(pipeline, versions.format(changed))] == [False, True]
    assert query(pipeline, versions.format(changed))[-1] == ("Renamed", True)
    assert [is_valid for _, is_valid in query(pipeline, versions.format(deleted))] == [False]


@pytest.mark.slow
def test_increments_by_created_at_would_miss_updates_and_deletes(api: PivotalApi, pipeline: dlt.Pipeline) -> None:
    """The reason why every load reads everything."""

    def load() -> None:
        source = pivotal_source().with_resources("customers")
        increment: Any = dlt.sources.incremental("created_at")
        source.customers.apply_hints(incremental=increment, write_disposition="merge", primary_key="id")
        pipeline.run(source)

    load()
    oldest = api.customers.list().to_list()[-1]
    api.customers.update(oldest, name="Renamed")
    _, deleted = change(api)
    load()
    assert query(pipeline, f"SELECT name FROM customers WHERE id = '{oldest.id}'") == [(oldest.name,)]
    assert query(pipeline, f"SELECT count(*) FROM customers WHERE id = '{deleted}'") == [(1,)]
