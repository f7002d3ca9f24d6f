"""Exports to Parquet and DuckDB have the types of lists, are whole or absent, and go on where they were."""

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from pivotal import PivotalApi, bulk
from pivotal.errors import InvalidArgumentError, InvalidResponseError
from pivotal.sandbox import Sandbox
from pyarrow import csv, parquet

from tests.support.samples import KEY, customer, page
from tests.support.scripted import ScriptedServer, reply


@pytest.fixture
def table(client: PivotalApi, sandbox: Sandbox) -> pa.Table:
    sandbox.seed(customers=250)
    return client.customers.list().to_arrow()


def export(client: PivotalApi, path: Path, **options: Any) -> bulk.ExportReport:
    return bulk.export(client, path, **{"pacing": False, **options})


def test_parquet_has_the_types_and_rows_of_the_list(client: PivotalApi, table: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "customers.parquet"
    assert export(client, path).rows == 250
    assert parquet.read_table(path).equals(table)
    assert list(tmp_path.iterdir()) == [path]
    export(client, path, resource="onboardings", phase="launch")
    assert parquet.read_table(path).schema.equals(client.onboardings.list(phase="launch").to_arrow().schema)


@pytest.mark.parametrize("name", ["customers.parquet", "customers.duckdb", "customers.csv"])
def test_unknown_fields_are_one_column_of_json_on_request(tmp_path: Path, name: str) -> None:
    rows = {**page([]), "data": [customer(2, tier={"name": "gold"}), customer(1)]}
    with ScriptedServer(reply(body=rows)) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        known = columns_in(export_to(api, tmp_path / name))
        columns = columns_in(export_to(api, tmp_path / name, extra_fields=True))
    assert list(columns) == [*known, "extra_fields"]
    assert list(map(json.loads, columns["extra_fields"])) == [{"tier": {"name": "gold"}}, {}]


def export_to(client: PivotalApi, path: Path, **options: Any) -> Path:
    export(client, path, **options)
    return path


def columns_in(path: Path) -> dict[str, list[Any]]:
    if path.suffix == ".duckdb":
        with duckdb.connect(path, read_only=True) as db:
            return db.table("customers").to_arrow_table().to_pydict()
    if path.suffix == ".parquet":
        return parquet.read_table(path).to_pydict()
    return csv.read_csv(path).to_pydict()


def test_an_empty_list_has_the_same_schema(client: PivotalApi, table: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "none.parquet"
    export(client, path, slug="no-such-slug")
    empty = parquet.read_table(path)
    assert (empty.num_rows, empty.schema) == (0, table.schema)


def test_duckdb_has_a_table_for_each_resource(client: PivotalApi, table: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "it's.duckdb"
    with duckdb.connect(path) as db:
        db.execute("CREATE TABLE notes AS SELECT 1 AS id")
    for options in ({"status": "active"}, {}, {"resource": "onboardings"}):
        export(client, path, **options)
    assert list(tmp_path.iterdir()) == [path]
    with duckdb.connect(path, read_only=True) as db:
        assert db.sql("SHOW TABLES").fetchall() == [("customers",), ("notes",), ("onboardings",)]
        names = db.sql("SELECT name FROM customers ORDER BY created_at DESC").fetchall()
        assert [name for (name,) in names] == table["name"].to_pylist()
        assert db.table("customers").types == duckdb.from_arrow(table).types


@pytest.mark.parametrize("name", ["customers.parquet", "customers.duckdb"])
def test_an_interrupted_export_goes_on_where_it_was(
    client: PivotalApi, sandbox: Sandbox, table: pa.Table, tmp_path: Path, name: str
) -> None:
    def fail_after_the_second_page(rows: int) -> None:
        if rows == 200:
            raise KeyboardInterrupt

    path = tmp_path / name
    with pytest.raises(KeyboardInterrupt):
        export(client, path, progress=fail_after_the_second_page)
    assert not path.exists()
    sandbox.requests.clear()
    assert export(client, path).rows == table.num_rows
    sandbox.requests.assert_called("list-customers", times=1)


@pytest.mark.parametrize("name", ["customers.parquet", "customers.duckdb"])
def test_a_row_that_has_no_place_leaves_the_file_as_it_was(
    client: PivotalApi, table: pa.Table, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    export(client, path)
    before = path.read_bytes()
    rows = {**page([]), "data": [customer(mrr=2**63)]}
    with (
        ScriptedServer(reply(body=rows)) as server,
        PivotalApi(api_key=KEY, base_url=server.url) as api,
        pytest.raises(InvalidResponseError, match="Field mrr"),
    ):
        export(api, path)
    assert path.read_bytes() == before


def test_a_database_that_another_process_opens_meanwhile_loses_no_rows(
    client: PivotalApi, table: pa.Table, tmp_path: Path
) -> None:
    path = tmp_path / "pivotal.duckdb"
    with ExitStack() as stack, pytest.raises(bulk.BulkError, match="can't be read as a DuckDB database"):

        def meanwhile(rows: int) -> None:
            if rows == 100:
                opened_elsewhere(stack, path)

        export(client, path, progress=meanwhile)
    assert export(client, path).rows == 250


def opened_elsewhere(stack: ExitStack, path: Path) -> None:
    """Let another process create the database and keep it open."""
    code = "import duckdb, sys; db = duckdb.connect(sys.argv[1]); print(flush=True); sys.stdin.read()"
    process = stack.enter_context(
        subprocess.Popen([sys.executable, "-c", code, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    )
    assert process.stdout is not None
    process.stdout.readline()


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda path: path.write_bytes(b"something else" * 999), "can't be read as a DuckDB database"),
        (lambda path: [path.touch(), Path(f"{path}.wal").touch()], "has changes beside it"),
    ],
)
def test_a_database_that_cant_be_extended_is_refused_before_a_request(
    client: PivotalApi, sandbox: Sandbox, tmp_path: Path, prepare: Any, message: str
) -> None:
    path = tmp_path / "pivotal.duckdb"
    prepare(path)
    before = path.read_bytes()
    with pytest.raises(bulk.BulkError, match=message):
        export(client, path)
    assert (path.read_bytes(), list(sandbox.requests)) == (before, [])


def test_another_format_is_refused(client: PivotalApi, tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="pass csv, jsonl, parquet or duckdb"):
        export(client, tmp_path / "customers.xlsx")


@pytest.mark.parametrize(
    ("name", "missing", "extra"),
    [("c.parquet", "pyarrow", "arrow"), ("c.duckdb", "duckdb", "duckdb"), ("c.duckdb", "pyarrow", "arrow")],
)
def test_a_missing_extra_is_named_before_a_request(name: str, missing: str, extra: str, tmp_path: Path) -> None:
    code = (
        f"import sys; sys.modules['{missing}'] = None; from pivotal import PivotalApi, bulk\n"
        f"try: bulk.export(PivotalApi(api_key='{KEY}', base_url='http://127.0.0.1:9'), sys.argv[1])\n"
        "except ImportError as error: print(error)"
    )
    command = [sys.executable, "-c", code, tmp_path / name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f'{missing} is missing; pip install "pivotal[{extra}]".\n'
