"""Pages as values: empty or not, pickled, and with rows that don't match the contract."""

import logging
import pickle
import threading
from typing import Any

import pytest
from pivotal import AsyncPivotalApi, PivotalApi
from pivotal.errors import InvalidArgumentError, InvalidResponseError, PivotalError

from tests.runtime.test_pages import CURSORS, THREE_PAGES, awaited, walk
from tests.support.flavors import Flavor
from tests.support.samples import KEY, customer, page
from tests.support.scripted import ScriptedServer, reply

BROKEN = page([3, 2, 1])
BROKEN["data"][1] |= {"name": 5, "note": "second"}
BROKEN["data"][2] |= {"note": "third"}
SKIP: Any = {"invalid_rows": "skip"}


@pytest.mark.parametrize(
    ("rows", "cursor", "truth"), [([], None, False), ([1], None, True), ([], CURSORS[0], True)], ids=str
)
def test_a_page_is_true_if_the_list_has_rows_from_here_on(
    flavor: Flavor, rows: list[int], cursor: str | None, truth: bool
) -> None:
    with ScriptedServer(reply(body=page(rows, cursor))) as server:
        assert flavor.call(server.url, awaited(flavor, bool)) is truth


def test_an_async_list_that_is_not_fetched_refuses_to_be_true_or_false() -> None:
    with pytest.raises(InvalidArgumentError, match="await it first"):
        bool(AsyncPivotalApi(api_key=KEY).customers.list(slug="x"))


def test_a_pickled_page_keeps_its_rows_and_its_cursor_but_no_client(flavor: Flavor) -> None:
    with ScriptedServer(*THREE_PAGES) as server:
        pickled = flavor.call(server.url, awaited(flavor, pickle.dumps))
    assert KEY.encode() not in pickled
    copy = pickle.loads(pickled)
    assert [row.display_id for row in copy.data] == [9, 8, 7]
    assert (copy.has_more, copy.next_cursor, bool(copy)) == (True, CURSORS[0], True)
    assert "of 3" in repr(copy)


def test_a_pickled_page_walks_to_its_end_and_no_further() -> None:
    with ScriptedServer(THREE_PAGES[0], THREE_PAGES[2]) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        first, last = (pickle.loads(pickle.dumps(found)) for found in api.customers.list().pages())
    assert [row.display_id for row in last] == [3, 2, 1]
    rows = iter(first)
    assert [next(rows).display_id for _ in range(3)] == [9, 8, 7]
    with pytest.raises(PivotalError, match=r"has no client.*next_cursor"):
        next(rows)


def test_an_invalid_row_fails_its_page_by_default(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=BROKEN)) as server, pytest.raises(InvalidResponseError, match=r"data\[1\]\.name"):
        walk(flavor, server.url)


def test_an_invalid_row_fails_alone_if_the_caller_wants_the_others(
    flavor: Flavor, caplog: pytest.LogCaptureFixture
) -> None:
    with ScriptedServer(reply(body=BROKEN)) as server, caplog.at_level(logging.WARNING, "pivotal"):
        assert walk(flavor, server.url, options=SKIP) == [3, 1]
    assert [record.getMessage() for record in caplog.records] == [
        "list-customers: row 1 is left out: Expected `str`, got `int` - at `$.name`"
    ]


def test_a_page_reports_the_rows_that_it_left_out() -> None:
    with ScriptedServer(reply(body=BROKEN)) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        found = api.with_options(invalid_rows="skip").customers.list()
    assert [row.extra_fields for row in found.data] == [{}, {"note": "third"}]
    assert found.data[1].response is found.response
    [error] = found.invalid_rows
    assert isinstance(error, InvalidResponseError)
    assert "row 1" in str(error) and "$.name" in str(error)


@pytest.mark.parametrize("body", [{**BROKEN, "has_more": 5}, {**BROKEN, "data": 5}, [], {}], ids=str)
def test_only_rows_may_be_invalid(flavor: Flavor, body: Any) -> None:
    with ScriptedServer(reply(body=body)) as server, pytest.raises(InvalidResponseError, match="not a CustomerList"):
        walk(flavor, server.url, options=SKIP)


def test_a_single_record_is_never_left_out() -> None:
    with ScriptedServer(reply(body=customer(1, name=5))) as server:
        api = PivotalApi(api_key=KEY, base_url=server.url)
        with pytest.raises(InvalidResponseError, match="not a Customer"):
            api.customers.get(1, options=SKIP)


def test_another_choice_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="invalid_rows: 'ignore'; pass raise or skip"):
        PivotalApi(api_key=KEY).customers.list(options={"invalid_rows": "ignore"})  # type: ignore[typeddict-item]


def test_a_walk_goes_on_without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with ScriptedServer(*THREE_PAGES) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        rows = iter(api.customers.list(prefetch=True))
        with monkeypatch.context() as patch:
            patch.setattr("pivotal_runtime.walks.threading.Thread.start", start)
            first = next(rows)
        assert [first.display_id, *(row.display_id for row in rows)] == [9, 8, 7, 6, 5, 4, 3, 2, 1]
