"""Lists: each row once, each page only when it is needed, and every walk ends."""

import os
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qs

import pytest
from pivotal import Hooks, PivotalApi, RetryPolicy, errors
from pivotal.errors import InvalidArgumentError, PaginationError

from tests.support.flavors import Flavor
from tests.support.forks import in_child
from tests.support.samples import KEY, page
from tests.support.scripted import Answer, Received, ScriptedServer, problem, reply

CURSORS = ["2026-01-03T00:00:00.000Z", "2026-01-02T00:00:00.000Z"]
THREE_PAGES = (
    reply(body=page(range(9, 6, -1), CURSORS[0]), keep=True),
    reply(body=page(range(6, 3, -1), CURSORS[1]), keep=True),
    reply(body=page(range(3, 0, -1)), keep=True),
)


def queries(server: ScriptedServer) -> list[dict[str, list[str]]]:
    return [parse_qs(request.target.partition("?")[2]) for request in server.requests]


def walk(flavor: Flavor, url: str, **filters: Any) -> list[int]:
    """Return all rows, with `for` or `async for`."""

    async def run(api: Any) -> list[int]:
        return [row.display_id async for row in api.customers.list(**filters)]

    def run_sync(api: Any) -> list[int]:
        return [row.display_id for row in api.customers.list(**filters)]

    walked: list[int] = flavor.call(url, run_sync if flavor.name == "sync" else run)
    return walked


def awaited(flavor: Flavor, use: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Use the first page of a list, which async code awaits first."""

    async def run(api: Any) -> Any:
        return use(await api.customers.list())

    return (lambda api: use(api.customers.list())) if flavor.name == "sync" else run


def to_list(flavor: Flavor, url: str, **limits: Any) -> list[int]:
    rows = flavor.call(url, lambda api: api.customers.list().to_list(**limits))
    return [row.display_id for row in rows]


def test_iterating_gives_all_rows_of_all_pages(flavor: Flavor) -> None:
    with ScriptedServer(*THREE_PAGES) as server:
        assert walk(flavor, server.url, status="active", page_size=3) == list(range(9, 0, -1))
    first, second, third = queries(server)
    assert first == {"limit": ["3"], "status": ["active"]}
    assert second == {**first, "cursor": [CURSORS[0]]}
    assert third == {**first, "cursor": [CURSORS[1]]}
    assert server.connections == 1


def test_a_limit_is_always_sent(flavor: Flavor) -> None:
    with ScriptedServer(*THREE_PAGES) as server:
        walk(flavor, server.url)
    assert [query["limit"] for query in queries(server)] == [["100"]] * 3


@pytest.mark.parametrize("page_size", [0, 101, -1, True, "ten", 1.5, None])
def test_a_page_size_that_the_api_refuses_is_refused_first(flavor: Flavor, page_size: Any) -> None:
    with ScriptedServer(*THREE_PAGES) as server, pytest.raises(InvalidArgumentError, match=r"^page_size: "):
        walk(flavor, server.url, page_size=page_size)
    assert server.connections == 0


@pytest.mark.parametrize(("most", "fetched"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (50, 3), (None, 3)])
def test_to_list_fetches_no_page_that_it_does_not_need(flavor: Flavor, most: int | None, fetched: int) -> None:
    with ScriptedServer(*THREE_PAGES) as server:
        assert to_list(flavor, server.url, max_items=most) == list(range(9, 0, -1))[:most]
    assert len(server.requests) == fetched


@pytest.mark.parametrize("most", [0, -1])
def test_max_items_below_one_is_refused(flavor: Flavor, most: int) -> None:
    with ScriptedServer(*THREE_PAGES) as server, pytest.raises(InvalidArgumentError, match="max_items"):
        to_list(flavor, server.url, max_items=most)


def test_an_early_break_fetches_no_further_page(flavor: Flavor) -> None:
    async def run(api: Any) -> int:
        async for row in api.customers.list():
            if row.display_id == 6:
                return row.display_id
        return 0

    def run_sync(api: Any) -> int:
        return next(row.display_id for row in api.customers.list() if row.display_id == 6)

    with ScriptedServer(*THREE_PAGES) as server:
        assert flavor.call(server.url, run_sync if flavor.name == "sync" else run) == 6
    assert len(server.requests) == 2


def test_first_fetches_one_page(flavor: Flavor) -> None:
    with ScriptedServer(*THREE_PAGES) as server:
        assert flavor.call(server.url, lambda api: api.customers.list().first()).display_id == 9
    assert len(server.requests) == 1


def test_first_with_prefetch_fetches_one_page_too() -> None:
    with ScriptedServer(*THREE_PAGES) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        row = api.customers.list(prefetch=True).first()
        threading.Event().wait(0.1)
    assert row is not None and row.display_id == 9
    assert len(server.requests) == 1


def test_an_empty_list(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=page(range(0)))) as server:
        assert walk(flavor, server.url) == []
        assert flavor.call(server.url, lambda api: api.customers.list().first()) is None
        assert to_list(flavor, server.url) == []


def test_has_more_is_trusted_over_the_count(flavor: Flavor) -> None:
    """A full page can be the last one, and an empty page doesn't have to be."""
    with ScriptedServer(
        reply(body=page(range(0), CURSORS[0])),
        reply(body=page(range(2, 1, -1), CURSORS[1])),
        reply(body=page(range(1))),
    ) as server:
        assert walk(flavor, server.url, page_size=1) == [2, 0]
    assert len(server.requests) == 3


def test_first_looks_past_an_empty_page(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=page(range(0), CURSORS[0])), reply(body=page(range(1)))) as server:
        assert flavor.call(server.url, lambda api: api.customers.list().first()).display_id == 0


def test_a_cursor_behind_the_last_page_is_ignored(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=page(range(1), CURSORS[0], has_more=False))) as server:
        assert walk(flavor, server.url) == [0]
    assert len(server.requests) == 1


ENDLESS = {
    "repeats the cursor": [page(range(1), CURSORS[0]), page(range(1, 2), CURSORS[0])],
    "goes round in a circle": [page(range(1), CURSORS[0]), page(range(1), CURSORS[1]), page(range(1), CURSORS[0])],
    "gives no cursor": [page(range(1), None, has_more=True)],
    "gives an empty cursor": [page(range(1), "", has_more=True)],
    "repeats a page": [page(range(2), f"c{number}") for number in range(11)],
    "repeats two pages in turn": [page(range(number % 2, 2 + number % 2), f"c{number}") for number in range(12)],
    "sends empty pages": [page(range(0), f"c{number}") for number in range(10)],
}


@pytest.mark.parametrize("way", ENDLESS)
def test_a_walk_without_an_end_is_an_error(flavor: Flavor, way: str) -> None:
    with ScriptedServer(*(reply(body=each) for each in ENDLESS[way])) as server, pytest.raises(PaginationError):
        walk(flavor, server.url)
    assert len(server.requests) == len(ENDLESS[way])


def test_the_rows_before_an_error_are_yielded(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=page(range(3, 0, -1), None, has_more=True))) as server:
        assert [row.display_id for row in flavor.call(server.url, awaited(flavor, lambda first: first.data))] == [
            3,
            2,
            1,
        ]
        assert to_list(flavor, server.url, max_items=2) == [3, 2]


def test_rows_repeated_at_the_edge_of_a_page_are_yielded_once(flavor: Flavor) -> None:
    with ScriptedServer(
        reply(body=page(range(9, 5, -1), CURSORS[0])),
        reply(body=page(range(7, 3, -1), CURSORS[1])),
        reply(body=page(range(4))),
    ) as server:
        assert walk(flavor, server.url) == [9, 8, 7, 6, 5, 4, 0, 1, 2, 3]


def test_max_items_counts_rows_that_are_new(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=page(range(3, 0, -1), CURSORS[0])), reply(body=page(range(2, -1, -1)))) as server:
        assert to_list(flavor, server.url, max_items=4) == [3, 2, 1, 0]


def test_a_page_has_the_fields_of_its_response(flavor: Flavor) -> None:
    with ScriptedServer(*THREE_PAGES) as server:
        shown = flavor.call(
            server.url,
            awaited(flavor, lambda one: (len(one.data), one.has_more, one.next_cursor, one.response.status, repr(one))),
        )
    kind = "Page" if flavor.name == "sync" else "AsyncPage"
    assert shown == (3, True, CURSORS[0], 200, f"<{kind} of 3, has_more=True>")


def test_pages_walks_from_page_to_page(flavor: Flavor) -> None:
    async def run(api: Any) -> list[list[int]]:
        return [[row.display_id for row in one.data] async for one in api.customers.list().pages()]

    def run_sync(api: Any) -> list[list[int]]:
        return [[row.display_id for row in one.data] for one in api.customers.list().pages()]

    with ScriptedServer(*THREE_PAGES) as server:
        walked = flavor.call(server.url, run_sync if flavor.name == "sync" else run)
    assert walked == [[9, 8, 7], [6, 5, 4], [3, 2, 1]]


def test_a_walk_can_start_in_the_middle(flavor: Flavor) -> None:
    with ScriptedServer(*THREE_PAGES[1:]) as server:
        assert walk(flavor, server.url, cursor=CURSORS[0]) == [6, 5, 4, 3, 2, 1]
    assert queries(server)[0]["cursor"] == [CURSORS[0]]


def test_a_page_can_be_iterated_twice(flavor: Flavor) -> None:
    def twice(one: Any) -> Any:
        return [row.display_id for row in one] + [row.display_id for row in one]

    async def twice_async(api: Any) -> Any:
        one = await api.customers.list()
        return [row.display_id async for row in one] + [row.display_id async for row in one]

    with ScriptedServer(reply(body=page(range(3)))) as server:
        rows = flavor.call(
            server.url, (lambda api: twice(api.customers.list())) if flavor.name == "sync" else twice_async
        )
    assert rows == [0, 1, 2, 0, 1, 2]


def test_a_failing_page_fails_the_walk_after_its_retries(flavor: Flavor) -> None:
    script = (THREE_PAGES[0], problem(500, "internal_error", "x"))
    with ScriptedServer(*script) as server, pytest.raises(errors.ServerError) as caught:
        walk(flavor, server.url)
    assert (len(server.requests), caught.value.attempts) == (4, 3)


def prefetching(requested: threading.Event, go_on: threading.Event) -> Callable[[Received], Answer]:
    """A second page that signals its request, and is sent when the test allows it."""

    def answer(_: Received) -> Answer:
        requested.set()
        assert go_on.wait(10)
        return reply(body=page(range(3)))

    return answer


def test_prefetch_fetches_the_next_page_while_the_caller_works_on_this_one() -> None:
    requested, go_on = threading.Event(), threading.Event()
    with ScriptedServer(THREE_PAGES[0], prefetching(requested, go_on)) as server:
        rows = iter(PivotalApi(api_key=KEY, base_url=server.url).customers.list(prefetch=True))
        assert next(rows).display_id == 9
        assert requested.wait(10), "the second page isn't requested until the first is used up"
        assert [next(rows).display_id, next(rows).display_id] == [8, 7]
        go_on.set()
        assert [row.display_id for row in rows] == [0, 1, 2]


def test_without_prefetch_the_next_page_waits() -> None:
    requested, go_on = threading.Event(), threading.Event()
    with ScriptedServer(THREE_PAGES[0], prefetching(requested, go_on)) as server:
        rows = iter(PivotalApi(api_key=KEY, base_url=server.url).customers.list())
        assert [next(rows).display_id for _ in range(3)] == [9, 8, 7]
        assert not requested.wait(0.1)
        go_on.set()
        assert next(rows).display_id == 0


def test_an_error_of_a_prefetched_page_is_raised_in_place_of_its_rows() -> None:
    with ScriptedServer(THREE_PAGES[0], problem(404, "not_found", "gone")) as server:
        rows = iter(PivotalApi(api_key=KEY, base_url=server.url).customers.list(prefetch=True))
        assert [next(rows).display_id for _ in range(3)] == [9, 8, 7]
        with pytest.raises(errors.NotFoundError):
            next(rows)


def test_an_interrupted_prefetch_leaves_no_thread() -> None:
    before = threading.active_count()
    with ScriptedServer(*THREE_PAGES) as server:
        for row in PivotalApi(api_key=KEY, base_url=server.url).customers.list(prefetch=True):
            if row.display_id == 9:
                break
        names = [thread.name for thread in threading.enumerate() if thread.name.startswith("pivotal-prefetch")]
        for thread in threading.enumerate():
            if thread.name in names:
                thread.join(5)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("pivotal-prefetch")]
    assert threading.active_count() <= before + 4
    assert len(server.requests) <= 2


def test_the_rows_of_a_repeated_page_are_yielded_once(flavor: Flavor) -> None:
    pages = [page(range(2), "a"), page(range(2, 4), "b"), page(range(2), "c"), page(range(4, 6))]
    with ScriptedServer(*(reply(body=each) for each in pages)) as server:
        assert walk(flavor, server.url) == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("where", ["client", "call"])
def test_a_deadline_bounds_a_whole_walk(flavor: Flavor, where: str) -> None:
    """Each page is fast enough on its own."""
    numbers = iter(range(1000))

    def slow(_: Received) -> Answer:
        time.sleep(0.05)
        number = next(numbers)
        return reply(body=page(range(number, number + 1), f"c{number}"), keep=True)

    limits: Any = {"walk_deadline": 0.5}
    client, call = (limits, {}) if where == "client" else ({}, limits)

    def run_sync(api: Any) -> list[Any]:
        return [row.id for row in api.with_options(**client).customers.list(options=call)]

    async def run(api: Any) -> list[Any]:
        return [row.id async for row in api.with_options(**client).customers.list(options=call)]

    started = time.monotonic()
    with ScriptedServer(slow) as server, pytest.raises(errors.APITimeoutError):
        flavor.call(server.url, run_sync if flavor.name == "sync" else run)
    assert 0.4 < time.monotonic() - started < 3
    assert len(server.requests) > 1


def test_a_walk_deadline_does_not_bound_other_calls() -> None:
    with ScriptedServer(reply(body=page(range(1)), keep=True)) as server:
        api = PivotalApi(api_key=KEY, base_url=server.url).with_options(walk_deadline=0.2)
        for _ in range(3):
            assert api.customers.list().first() is not None
            time.sleep(0.1)


def test_prefetch_keeps_context_variables() -> None:
    parent: ContextVar[str] = ContextVar("parent", default="none")
    seen: list[str] = []

    class Seeing(Hooks):
        def attempt_started(self, call: Any, attempt: Any) -> None:
            seen.append(parent.get())

    parent.set("span")
    with ScriptedServer(*THREE_PAGES) as server:
        api = PivotalApi(api_key=KEY, base_url=server.url, hooks=[Seeing()])
        assert len(list(api.customers.list(prefetch=True))) == 9
    assert seen == ["span"] * 3


def test_prefetch_opens_no_connection_after_close() -> None:
    requested, go_on = threading.Event(), threading.Event()

    def answer(_: Received) -> Answer:
        requested.set()
        go_on.wait(10)
        return Answer()  # the connection is lost: the call is repeated

    with ScriptedServer(THREE_PAGES[0], answer, THREE_PAGES[1], THREE_PAGES[2]) as server:
        with PivotalApi(api_key=KEY, base_url=server.url, retries=RetryPolicy(backoff=0)) as api:
            rows = iter(api.customers.list(prefetch=True))
            assert next(rows).display_id == 9
            assert requested.wait(10)
        go_on.set()
        assert [next(rows).display_id for _ in range(2)] == [8, 7]
        with pytest.raises(PaginationError, match="The client was closed"):
            next(rows)
        assert (len(server.requests), server.connections) == (2, 1)
        assert next(iter(api.customers.list())).display_id == 6  # it can be used again


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_prefetch_survives_a_fork() -> None:
    requested, go_on = threading.Event(), threading.Event()
    with ScriptedServer(THREE_PAGES[0], prefetching(requested, go_on), reply(body=page(range(3)))) as server:
        rows = iter(PivotalApi(api_key=KEY, base_url=server.url).customers.list(prefetch=True))
        assert next(rows).display_id == 9
        assert requested.wait(10)
        assert in_child(lambda: [row.display_id for row in rows] == [8, 7, 0, 1, 2]) == 0
        go_on.set()
        assert [row.display_id for row in rows] == [8, 7, 0, 1, 2]


def test_prefetch_ends_with_its_client() -> None:
    requested, go_on = threading.Event(), threading.Event()
    with ScriptedServer(THREE_PAGES[0], prefetching(requested, go_on)) as server:
        with PivotalApi(api_key=KEY, base_url=server.url) as api:
            next(iter(api.customers.list(prefetch=True)))
            assert requested.wait(10)
            (thread,) = (thread for thread in threading.enumerate() if thread.name == "pivotal-prefetch")
        thread.join(5)
        assert not thread.is_alive()
        go_on.set()
