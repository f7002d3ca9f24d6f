"""Lists as Arrow tables: the types are the contract's, whatever is in the rows."""

import importlib.util
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import duckdb
import polars
import pyarrow as pa
import pytest
from pivotal import PivotalApi, RetryPolicy
from pivotal.errors import InvalidResponseError, ServerError
from pivotal_api.models import Customer
from pivotal_runtime.arrow import Batches
from pivotal_runtime.pages import Page

from tests.runtime.test_pages import CURSORS, THREE_PAGES
from tests.support.flavors import Flavor
from tests.support.instances import SCHEMAS, full, minimal, resolved
from tests.support.samples import KEY, customer, page
from tests.support.scripted import Answer, Received, ScriptedServer, reply

ROWS = {"Customer": "customers", "Contact": "contacts", "Onboarding": "onboardings"}
NO_PANDAS = pytest.mark.skipif(importlib.util.find_spec("pandas") is None, reason="no pandas; pip install pandas")


def rows_of(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return rows of a schema: none; one with a value for all; one with nulls and without what may be absent."""
    return {"empty": [], "full": [full(SCHEMAS[name])], "null": [minimal(SCHEMAS[name])] * 2}


def listed(api: PivotalApi, name: str) -> Page[Any]:
    return api.contacts.list(1) if name == "Contact" else getattr(api, ROWS[name]).list()


def envelope(rows: list[dict[str, Any]], cursor: str | None = None) -> dict[str, Any]:
    return {**page([], cursor), "data": rows}


@contextmanager
def answering(*answers: Answer) -> Iterator[PivotalApi]:
    with (
        ScriptedServer(*answers) as server,
        PivotalApi(api_key=KEY, base_url=server.url, retries=RetryPolicy(max_retries=0)) as api,
    ):
        yield api


@pytest.fixture(params=ROWS)
def lists(request: pytest.FixtureRequest) -> Iterator[dict[str, Page[Any]]]:
    """Lists of one resource, which have one page."""
    rows = rows_of(request.param)

    def answer(received: Received) -> Any:
        [asked] = (value for key, value in received.query if key == "limit")
        return reply(body=envelope(list(rows.values())[int(asked) - 1]))

    with ScriptedServer(answer) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        make = api.contacts.list if request.param == "Contact" else getattr(api, ROWS[request.param]).list
        path = (1,) if request.param == "Contact" else ()
        yield {kind: make(*path, page_size=size) for size, kind in enumerate(rows, 1)}


def expected(schema: dict[str, Any]) -> pa.DataType:
    schema = resolved(schema)
    [kind] = {kind for kind in [schema["type"]] if isinstance(kind, str)} or set(schema["type"]) - {"null"}
    if len(schema.get("enum", [])) > 1:
        return pa.dictionary(pa.int32(), pa.string())
    by_format = {"date-time": pa.timestamp("us", "UTC"), "date": pa.date32()}
    types = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "array": pa.list_(pa.string())}
    return by_format.get(schema.get("format", "")) or types[kind]


@pytest.mark.parametrize("name", ROWS)
def test_the_types_are_the_contracts(name: str) -> None:
    with answering(reply(body=envelope([full(SCHEMAS[name])]))) as api:
        table = listed(api, name).to_arrow()
    properties = SCHEMAS[name]["properties"]
    assert {field.name: field.type for field in table.schema} == {
        wire: expected(schema) for wire, schema in properties.items()
    }
    [row] = table.to_pylist()
    for wire, value in full(SCHEMAS[name]).items():
        is_time = isinstance(row[wire], datetime)
        assert (row[wire] == datetime.fromisoformat(value)) if is_time else (row[wire] == value)


def test_the_schema_is_the_same_whatever_the_rows_are(lists: dict[str, Page[Any]]) -> None:
    tables = {name: rows.to_arrow() for name, rows in lists.items()}
    assert {name: table.num_rows for name, table in tables.items()} == {"empty": 0, "full": 1, "null": 2}
    for table in tables.values():
        assert table.schema.equals(tables["full"].schema, check_metadata=True)


def test_polars_reads_the_same_types(lists: dict[str, Page[Any]]) -> None:
    frames = {name: polars.DataFrame(rows) for name, rows in lists.items()}
    assert {name: frame.height for name, frame in frames.items()} == {"empty": 0, "full": 1, "null": 2}
    assert frames["empty"].schema == frames["full"].schema == frames["null"].schema
    assert frames["null"].schema["created_at"] == polars.Datetime("us", "UTC")


def test_duckdb_reads_the_same_types(lists: dict[str, Page[Any]]) -> None:
    types: dict[str, Any] = {}
    for name, rows in lists.items():
        relation = duckdb.sql("FROM rows")
        types[name] = dict(zip(relation.columns, map(str, relation.types), strict=True))
        assert len(relation.fetchall()) == len(rows.to_list())
    assert types["empty"] == types["full"] == types["null"]
    assert types["null"]["created_at"] == "TIMESTAMP WITH TIME ZONE"


@NO_PANDAS
def test_pandas_reads_the_same_types(lists: dict[str, Page[Any]]) -> None:
    import pandas

    frames = {name: pandas.DataFrame.from_arrow(rows) for name, rows in lists.items()}
    assert {name: len(frame) for name, frame in frames.items()} == {"empty": 0, "full": 1, "null": 2}
    assert frames["empty"].dtypes.equals(frames["full"].dtypes)
    assert frames["empty"].dtypes.equals(frames["null"].dtypes)
    assert str(frames["null"].dtypes["display_id"]) == "Int64"


def test_the_first_batch_is_a_page_and_pages_are_fetched_when_they_are_read() -> None:
    with ScriptedServer(*THREE_PAGES) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        stream = pa.RecordBatchReader.from_stream(api.customers.list())
        assert (len(stream.read_next_batch()), len(server.requests)) == (3, 1)
        assert (len(stream.read_next_batch()), len(server.requests)) == (6, 3)
        assert list(stream) == []


@pytest.mark.parametrize("pages", [0, 1, 3, 4, 13])
def test_every_row_is_in_a_batch_once_and_in_order(pages: int) -> None:
    rows = [Customer.from_dict(customer(number)) for number in range(pages * 2)]
    batches = list(Batches(Customer).stream(rows[at : at + 2] for at in range(0, len(rows), 2)))
    assert [number for batch in batches for number in batch["display_id"].to_pylist()] == list(range(pages * 2))
    assert all(batch.num_rows <= 4 for batch in batches)


def test_async_lists_make_tables_too(flavor: Flavor) -> None:
    with ScriptedServer(*THREE_PAGES) as server:
        table = flavor.call(server.url, lambda api: api.customers.list().to_arrow())
    assert table["display_id"].to_pylist() == list(range(9, 0, -1))


@pytest.mark.parametrize("text", ["2026-01-02T03:00:00.5+02:00", "2026-01-02T01:00:00.5Z", "2026-01-02T01:00:00.5"])
def test_times_of_any_zone_are_in_utc(text: str) -> None:
    rows = [customer(1, created_at=text), customer(2)]
    with answering(reply(body=envelope(rows))) as api:
        times = api.customers.list().to_arrow()["created_at"]
    assert times.type == pa.timestamp("us", "UTC")
    assert times[0].as_py() == datetime(2026, 1, 2, 1, 0, 0, 500_000, UTC)


def test_values_that_an_enum_doesnt_list_are_added_behind_the_others() -> None:
    rows = [{**minimal(SCHEMAS["Onboarding"]), "id": f"o{number}"} for number in range(3)]
    pages = (
        reply(body=envelope([rows[0]], CURSORS[0]), keep=True),
        reply(body=envelope([rows[1] | {"phase": "orbit"}], CURSORS[1]), keep=True),
        reply(body=envelope([rows[2]])),
    )
    with answering(*pages) as api:
        phases = api.onboardings.list().to_arrow()["phase"]
    listed = SCHEMAS["OnboardingPhase"]["enum"]
    assert phases.to_pylist() == [listed[0], "orbit", listed[0]]
    assert {tuple(chunk.dictionary.to_pylist()) for chunk in phases.chunks} == {(*listed, "orbit")}


def test_unknown_fields_are_one_column_of_json_on_request() -> None:
    rows = [customer(2, tier={"name": "gold"}), customer(1)]
    with answering(reply(body=envelope(rows))) as api:
        listed = api.customers.list()
        table = listed.to_arrow(extra_fields=True)
        assert table.drop_columns("extra_fields").column_names == listed.to_arrow().column_names
    assert [json.loads(text) for text in table["extra_fields"].to_pylist()] == [{"tier": {"name": "gold"}}, {}]


FAILS_ON_THE_SECOND_PAGE = (THREE_PAGES[0], reply(500, body=b"no"))


def test_a_page_that_cant_be_fetched_raises_its_error() -> None:
    with answering(*FAILS_ON_THE_SECOND_PAGE) as api, pytest.raises(ServerError):
        api.customers.list().to_arrow()


def test_a_stream_ends_with_the_text_of_the_error() -> None:
    with answering(*FAILS_ON_THE_SECOND_PAGE) as api, pytest.raises(pa.ArrowInvalid, match="500") as caught:
        pa.table(api.customers.list())
    assert KEY not in str(caught.value)


def test_a_number_above_64_bits_is_an_error_that_names_its_field() -> None:
    page_of_one = reply(body=envelope([customer(mrr=2**63)]))
    with (
        answering(page_of_one) as api,
        pytest.raises(InvalidResponseError, match="Field mrr has a value that is no int64"),
    ):
        api.customers.list().to_arrow()
