"""Clients inside and outside `with`, closed, shared, forked, pickled, copied, and in consecutive event loops."""

import asyncio
import copy
import gc
import os
import pickle
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from pivotal import AsyncPivotalApi, Hooks, PivotalApi, RetryPolicy
from pivotal.errors import APIConnectionError, PivotalError

from tests.support.forks import in_child
from tests.support.samples import HEALTH, KEY
from tests.support.scripted import ScriptedServer, reply

ALIVE = reply(body=HEALTH, keep=True)


class Counting(Hooks):
    """A hook that can be pickled."""

    def __init__(self) -> None:
        self.calls = 0

    def call_ended(self, call: Any) -> None:
        self.calls += 1


def client(url: str, **options: Any) -> PivotalApi:
    return PivotalApi(api_key=KEY, base_url=url, **options)


def async_client(url: str, **options: Any) -> AsyncPivotalApi:
    return AsyncPivotalApi(api_key=KEY, base_url=url, **options)


def test_connections_are_kept_and_a_closed_client_opens_new_ones() -> None:
    with ScriptedServer(ALIVE) as server:
        with client(server.url) as api:
            assert [api.health().status for _ in range(3)] == ["ok"] * 3
            assert server.connections == 1
        assert api.health().status == "ok"
        assert server.connections == 2
        api.close()
        api.close()


def test_an_async_client_after_close() -> None:
    async def run(url: str) -> None:
        api = async_client(url)
        await api.close()
        async with api:
            await api.health()
        await api.health()
        await api.close()

    with ScriptedServer(ALIVE) as server:
        asyncio.run(run(server.url))
    assert server.connections == 2


def test_a_client_that_is_never_used_opens_nothing() -> None:
    with ScriptedServer(ALIVE) as server:
        with client(server.url):
            pass
        asyncio.run(async_client(server.url).close())
    assert server.connections == 0


def test_eight_threads_share_a_client() -> None:
    with ScriptedServer(ALIVE) as server, client(server.url) as api, ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: api.health().status, range(200)))
    assert statuses == ["ok"] * 200
    assert 1 <= server.connections <= 8
    assert len(server.requests) == 200


def test_threads_that_close_a_client_do_not_break_those_that_use_it() -> None:
    with ScriptedServer(ALIVE) as server:
        api = client(server.url, retries=RetryPolicy(100, backoff=0), timeout=0.2)
        done = threading.Event()

        def close() -> None:
            while not done.wait(0.005):
                api.close()

        closer = threading.Thread(target=close)
        closer.start()
        try:
            with ThreadPoolExecutor(4) as pool:
                assert list(pool.map(lambda _: api.health().status, range(100))) == ["ok"] * 100
        finally:
            done.set()
            closer.join()


def test_a_pool_that_is_closed_during_a_call_is_a_connection_error() -> None:
    """Close the pool between the moment a call gets it and the moment it sends, as another thread could."""
    own = httpx.Client()
    api = client("http://127.0.0.1:1", http_client=own, retries=RetryPolicy(1, backoff=0))
    own.close()
    with pytest.raises(APIConnectionError, match="client has been closed"):
        api.health()


def test_one_async_client_in_consecutive_event_loops() -> None:
    async def run(api: AsyncPivotalApi) -> str:
        return (await api.health()).status

    with ScriptedServer(ALIVE) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        api = async_client(server.url)
        assert [asyncio.run(run(api)) for _ in range(2)] == ["ok", "ok"]


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts the open files in /proc")
def test_closed_event_loops_leave_no_connections() -> None:
    async def run(api: AsyncPivotalApi) -> None:
        await api.health()

    with ScriptedServer(ALIVE) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        api = async_client(server.url)
        asyncio.run(run(api))
        for connection in server._open:
            connection.close()
        before = open_files()
        for _ in range(40):
            asyncio.run(run(api))
            server._open[-1].close()
        gc.collect()
        assert open_files() < before + 20


def test_event_loops_in_threads_share_an_async_client() -> None:
    async def run(api: AsyncPivotalApi) -> list[str]:
        answers = await asyncio.gather(*(api.health() for _ in range(5)))
        await api.close()
        return [answer.status for answer in answers]

    with ScriptedServer(ALIVE) as server:
        api = async_client(server.url)
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda _: asyncio.run(run(api)), range(8))) == [["ok"] * 5] * 8


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_during_use() -> None:
    with ScriptedServer(ALIVE) as server:
        api = client(server.url, pacing=True)
        api.health()
        assert in_child(lambda: api.health().status == "ok") == 0
        assert api.health().status == "ok"
        assert server.connections == 2
        assert [request.connection for request in server.requests] == [1, 2, 1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_fork_while_another_thread_holds_the_locks() -> None:
    with ScriptedServer(ALIVE) as server:
        api = client(server.url, pacing=True)
        copied = api.with_options(timeout=5)
        assert api._shared.pacer is not None
        with api._shared.pacer._lock, api._sender._lock:  # type: ignore[union-attr]
            assert in_child(lambda: copied.health().status == "ok") == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_an_async_client_in_a_forked_child() -> None:
    async def run(api: AsyncPivotalApi) -> bool:
        async with api:
            return (await api.health()).status == "ok"

    with ScriptedServer(ALIVE) as server:
        api = async_client(server.url)
        asyncio.run(run(api))
        assert in_child(lambda: asyncio.run(run(api))) == 0


COPIES = {
    "pickle": lambda api: pickle.loads(pickle.dumps(api)),
    "deepcopy": copy.deepcopy,
    "copy": copy.copy,
    "with_options": lambda api: api.with_options(max_retries=1),
}


@pytest.mark.parametrize("used", [False, True], ids=["fresh", "used"])
@pytest.mark.parametrize("way", COPIES)
def test_copies_work(way: str, used: bool) -> None:
    with ScriptedServer(ALIVE) as server:
        api = client(server.url, pacing=True, hooks=[Counting()], headers={"X-Team": "a"}, deadline=20)
        if used:
            api.health()
        other = COPIES[way](api)
        assert other.health().status == "ok"
        assert repr(other) == repr(api)
        assert server.requests[-1].headers["x-team"] == "a"
        assert server.requests[-1].headers.get("authorization") is None
        with pytest.raises(PivotalError):
            other.me()
        assert server.requests[-1].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("way", COPIES)
def test_async_copies_work(way: str) -> None:
    async def run(url: str) -> str:
        api = async_client(url, pacing=True, hooks=[Counting()])
        await api.health()
        other = COPIES[way](api)
        status = (await other.health()).status
        await api.close()
        await other.close()
        return str(status)

    with ScriptedServer(ALIVE) as server:
        assert asyncio.run(run(server.url)) == "ok"


@pytest.mark.parametrize("way", ["copy", "with_options"])
def test_shallow_copies_share_connections_and_the_rate_limit(way: str) -> None:
    with ScriptedServer(ALIVE) as server:
        api = client(server.url, pacing=True)
        other = COPIES[way](api)
        api.health(), other.health(), api.customers, other.customers
        assert server.connections == 1
    assert other._shared is api._shared
    assert other.customers is not api.customers


class OfATeam(PivotalApi):
    """A client with an attribute of its own."""

    def __init__(self, team: str, **options: Any) -> None:
        super().__init__(**options)
        self.team = team


@pytest.mark.parametrize("way", COPIES)
def test_copies_keep_what_a_subclass_adds(way: str) -> None:
    api = OfATeam("north", api_key=KEY, base_url="http://127.0.0.1:1")
    customers = api.customers
    other = COPIES[way](api)
    assert (type(other), other.team) == (OfATeam, "north")
    assert other.customers is not customers


@pytest.mark.parametrize("own", ["transport", "http_client"])
def test_a_client_that_cannot_be_copied_raises(own: str) -> None:
    made = {"transport": httpx.HTTPTransport, "http_client": httpx.Client}[own]()
    api = client("http://127.0.0.1:1", **{own: made})
    for way in ("pickle", "deepcopy"):
        with pytest.raises(TypeError, match="of your own"):
            COPIES[way](api)
    assert COPIES["with_options"](api)._sender is api._sender


def test_a_result_outlives_its_client() -> None:
    with ScriptedServer(ALIVE) as server:
        with client(server.url) as api:
            alive = api.health()
        del api
    assert alive.status == "ok" and alive.response.status == 200
    assert pickle.loads(pickle.dumps(alive)) == alive
