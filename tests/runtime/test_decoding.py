"""Answers that a strict reader of JSON refuses, although their meaning is certain, are read."""

import json
import pickle
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from pivotal_api import models
from pivotal_runtime.decoding import decode
from pivotal_runtime.errors import InvalidArgumentError, InvalidResponseError

from tests.support.calls import KINDS, Kind, invoke
from tests.support.instances import SCHEMAS, full
from tests.support.scripted import ScriptedServer, reply

CUSTOMER = {**full(SCHEMAS["Customer"]), "name": "Aurora", "display_id": 7, "mrr": 100}


def _content(**changes: Any) -> bytes:
    return json.dumps({**CUSTOMER, **changes}).encode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("content", "field", "value"),
    [
        (b"\xef\xbb\xbf" + _content(), "name", "Aurora"),
        (_content(name="a\ud83d"), "name", "a\ufffd"),
        (_content(name="\udc00b \U0001f600 \\ud83d"), "name", "\ufffdb \U0001f600 \\ud83d"),
        (_content(name="X").replace(b"X", b"\xed\xa0\xbd"), "name", "\ufffd"),
        (_content(display_id=7.0), "display_id", 7),
        (_content(mrr=1e4), "mrr", 10_000),
        (_content(created_at="2016-12-31T23:59:60Z"), "created_at", "2016-12-31 23:59:59.999999+00:00"),
        (_content(created_at="2016-12-31T23:59:60.5Z", mrr=1.0), "created_at", "2016-12-31 23:59:59.999999+00:00"),
    ],
)
def test_a_call_reads_it(loopback: ScriptedServer, kind: Kind, content: bytes, field: str, value: Any) -> None:
    loopback.play(reply(200, content))
    customer = invoke(kind, loopback.url, "customers.get", 7)
    actual = getattr(customer, field)
    assert (str(actual) if field == "created_at" else actual) == value
    assert type(customer.display_id) is int
    assert customer.extra_fields == {} and pickle.loads(pickle.dumps(customer)) == customer
    assert models.Customer.from_json(content) == models.Customer.from_json(content.decode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_walk_goes_on_past_such_rows_and_keeps_its_cursor(loopback: ScriptedServer, kind: Kind) -> None:
    cursor = "2016-12-31T23:59:60Z"
    rows = [
        {**CUSTOMER, "id": "c1", "name": "\ud800", "created_at": cursor, "note": "\udfff"},
        {**CUSTOMER, "mrr": 1.0},
    ]
    loopback.play(reply(200, {"object": "list", "data": rows, "has_more": True, "next_cursor": cursor}))
    page = invoke(kind, loopback.url, "customers.list")
    assert [(row.name, row.mrr) for row in page.data] == [("\ufffd", 100), ("Aurora", 1)]
    assert page.next_cursor == cursor
    assert page.data[0].extra_fields == {"note": "\ufffd"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_launch_date_may_be_a_date_alone(loopback: ScriptedServer, kind: Kind) -> None:
    sent = ["2024-05-01T09:00:00Z", "2026-05-01", None] * 30
    rows = [{**full(SCHEMAS["Onboarding"]), "target_launch_date": day} for day in sent]
    loopback.play(reply(200, {"object": "list", "data": rows, "has_more": False, "next_cursor": None}))
    page = invoke(kind, loopback.url, "onboardings.list")
    read = [datetime(2024, 5, 1, 9, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC), None] * 30
    assert [row.target_launch_date for row in page.data] == read
    assert page.response.json()["data"][1]["target_launch_date"] == "2026-05-01"
    assert page.data[1].to_dict()["target_launch_date"] == "2026-05-01T00:00:00Z"


@pytest.mark.parametrize("text", ["2026-02-30", "2026-5-1", "20260501", "soon"])
def test_no_other_string_is_a_launch_date(text: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"\$\.target_launch_date"):
        models.Onboarding.from_dict({**full(SCHEMAS["Onboarding"]), "target_launch_date": text})


@pytest.mark.parametrize(
    "changes",
    [
        {"display_id": 7.5},
        {"display_id": "7"},
        {"display_id": 2.0**53},  # or 2**53 + 1, which no float is
        {"created_at": "23:59:60"},
        {"created_at": "2016-12-31"},
    ],
)
def test_what_has_no_certain_meaning_is_refused(loopback: ScriptedServer, changes: dict[str, Any]) -> None:
    [field] = changes
    loopback.play(reply(200, _content(**changes)))
    with pytest.raises(InvalidResponseError, match=rf"\$\.{field}"):
        invoke("sync", loopback.url, "customers.get", 7)
    with pytest.raises(InvalidArgumentError, match=rf"\$\.{field}"):
        models.Customer.from_dict({**CUSTOMER, **changes})


def test_from_dict_reads_it_too_and_leaves_the_data_alone() -> None:
    data = {**CUSTOMER, "mrr": 1.0, "created_at": "2016-12-31T23:59:60+00:00"}
    before = dict(data)
    assert models.Customer.from_dict(data).mrr == 1
    assert data == before and type(data["mrr"]) is float


def test_one_pass_repairs_a_field_in_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    passes = list[object]()
    convert = msgspec.convert
    monkeypatch.setattr(msgspec, "convert", lambda *values: passes.append(values) or convert(*values))
    leap = "2016-12-31T23:59:60Z"
    row = {**CUSTOMER, "mrr": 1.0, "created_at": leap, "updated_at": leap}
    page = {"object": "list", "data": [row, CUSTOMER] * 2_000, "has_more": False, "next_cursor": None}
    rows = decode(json.dumps(page).encode(), msgspec.json.Decoder(models.CustomerList)).data
    assert {row.created_at.second for row in rows[::2]} == {59} and rows[1].created_at == rows[3].created_at
    assert len(passes) == 3


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"\xef\xbb\xbf", b'"\\ud8"', "[" * 100_000])
def test_what_is_not_json_stays_an_error(content: bytes | str) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeError, RecursionError)):
        decode(content, msgspec.json.Decoder())


@pytest.mark.parametrize("data", ["null", '"text"', "7", "{}", "[]", "[[]]", '["text"]', '[{"created_at": []}]'])
def test_a_key_that_occurs_twice_hides_the_first_invalid_time(loopback: ScriptedServer, data: str) -> None:
    page = {"object": "list", "data": [{**CUSTOMER, "created_at": "soon"}], "has_more": False, "next_cursor": None}
    loopback.play(reply(200, f'{json.dumps(page)[:-1]}, "data": {data}}}'.encode()))
    with pytest.raises(InvalidResponseError, match="not a CustomerList"):
        invoke("sync", loopback.url, "customers.list")


def test_json_that_only_an_unknown_field_makes_unreadable_is_one_error() -> None:
    content = _content(note="X").replace(b'"X"', b"9" * 5_000)
    customer = models.Customer.from_json(content)
    for read in (lambda: customer.extra_fields, customer.to_dict, customer.to_json):
        with pytest.raises(InvalidResponseError, match="not JSON: Integer value out of range"):
            read()
