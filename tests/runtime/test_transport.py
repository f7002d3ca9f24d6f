"""Clients over time: timeouts, event loops, threads, forks, copies, closing."""

import asyncio
import copy
import gc
import multiprocessing
import pickle
import subprocess
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from pivotal_api import AsyncClient, Client, HTTPOptions, Timeout
from pivotal_runtime.errors import APIConnectionError, APITimeoutError, InvalidArgumentError

from tests.support.calls import KINDS, TOKEN, Kind, invoke
from tests.support.instances import SCHEMAS, full
from tests.support.scripted import Answer, Received, ScriptedServer, reply

CUSTOMER = reply(200, full(SCHEMAS["Customer"]), keep=True)


def settings(loopback: ScriptedServer) -> dict[str, Any]:
    return {"token": TOKEN, "base_url": loopback.url}


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_default_timeout_exists_for_every_phase(kind: Any) -> None:
    timeout = kind(token=TOKEN)._transport.timeout
    assert isinstance(timeout, Timeout)
    assert all(seconds is not None and 0 < seconds <= 300 for seconds in timeout)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["client", "call"])
@pytest.mark.parametrize("timeout", [0.05, Timeout(5, 0.05, 5, 5)])
def test_a_slow_response_times_out(loopback: ScriptedServer, kind: Kind, way: str, timeout: Any) -> None:
    over = threading.Event()

    def slow(_: Received) -> Answer:
        over.wait(5)
        return CUSTOMER

    loopback.play(slow)
    arguments: dict[str, Any] = (
        {"client": {"timeout": timeout}} if way == "client" else {"options": {"timeout": timeout}}
    )
    with pytest.raises(APITimeoutError, match="read timeout") as info:
        invoke(kind, loopback.url, "customers.get", 1, **arguments)
    over.set()
    assert isinstance(info.value, APIConnectionError)
    assert info.value.url.endswith("/customers/1")


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    "timeout", [0, -1, float("nan"), float("inf"), "5", True, (1, 2), Timeout(read=-1), Timeout(read="x")], ids=repr
)  # type: ignore[arg-type]
def test_an_invalid_timeout_is_refused_at_once(kind: Any, timeout: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^timeout: "):
        kind(token=TOKEN, timeout=timeout)


def test_a_timeout_of_none_waits_forever(loopback: ScriptedServer) -> None:
    loopback.play(CUSTOMER)
    for timeout in (None, Timeout(None, None, None, None), 1):
        invoke("sync", loopback.url, "customers.get", 1, client={"timeout": timeout})
        invoke("async", loopback.url, "customers.get", 1, options={"timeout": timeout})


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_connection_is_a_connection_error(kind: Kind) -> None:
    with pytest.raises(APIConnectionError) as info:
        invoke(kind, "http://127.0.0.1:1", "customers.get", 1)
    assert info.value.attempts == 1


def test_one_async_client_in_several_event_loops(loopback: ScriptedServer) -> None:
    loopback.play(CUSTOMER)
    client = AsyncClient(**settings(loopback))
    for number in range(3):
        assert asyncio.run(client.customers.get(number)).object == "customer"

    async def both() -> list[Any]:
        return await asyncio.gather(client.customers.get(1), client.customers.get(2))

    assert len(asyncio.run(both())) == 2


def test_a_closed_event_loop_leaves_no_connections(loopback: ScriptedServer) -> None:
    loopback.play(CUSTOMER)
    client = AsyncClient(**settings(loopback))
    ended: list[weakref.ref[Any]] = []

    async def call() -> None:
        ended.append(weakref.ref(asyncio.get_running_loop()))
        await client.customers.get(1)

    for _ in range(4):
        asyncio.run(call())
    gc.collect()
    # The last one may stay until the next call.
    assert [reference() for reference in ended[:-1]] == [None] * 3


def test_one_async_client_in_several_threads(loopback: ScriptedServer) -> None:
    loopback.play(CUSTOMER)
    client = AsyncClient(**settings(loopback))

    async def calls() -> int:
        return len([await client.customers.get(number) for number in range(5)])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: asyncio.run(calls()), range(8))) == [5] * 8


def test_one_client_in_several_threads(loopback: ScriptedServer) -> None:
    def numbered(request: Received) -> Answer:
        return reply(200, {**full(SCHEMAS["Customer"]), "id": request.path.rsplit("/", 1)[1]}, keep=True)

    loopback.play(numbered)
    with Client(**settings(loopback)) as client, ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda number: client.customers.get(number).id, range(60))) == [str(n) for n in range(60)]


def _call_in_child(client: Client, answers: Any) -> None:
    answers.put([client.customers.get(number).object for number in range(3)])


def test_a_used_client_works_on_both_sides_of_a_fork(loopback: ScriptedServer) -> None:
    loopback.play(CUSTOMER)
    client = Client(**settings(loopback))
    client.customers.get(1)
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=_call_in_child, args=(client, answers))
    child.start()
    results = [client.customers.get(number).object for number in range(3)]
    assert answers.get(timeout=10) == results == ["customer"] * 3
    child.join(10)
    assert child.exitcode == 0
    assert client.customers.get(1).object == "customer"


def test_the_package_can_be_imported_without_fork() -> None:
    code = "import os; del os.register_at_fork, os.fork; import pivotal_runtime.transport"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("copied", [lambda client: pickle.loads(pickle.dumps(client)), copy.copy, copy.deepcopy])
def test_a_client_can_be_copied_and_pickled(loopback: ScriptedServer, copied: Any) -> None:
    loopback.play(CUSTOMER)
    client = Client(**settings(loopback), timeout=3)
    client.customers.get(1)
    twin = copied(client)
    client.close()
    assert twin.customers.get(2).object == "customer"
    assert (twin.base_url, twin._transport.timeout) == (client.base_url, 3)
    later = copied(AsyncClient(**settings(loopback)))
    assert asyncio.run(later.customers.get(3)).object == "customer"
    assert {request.headers["authorization"] for request in loopback.requests} == {f"Bearer {TOKEN}"}


def test_a_client_with_the_callers_transport_cannot_be_copied() -> None:
    client = Client(token=TOKEN, http=HTTPOptions(transport=httpx.MockTransport(lambda _: httpx.Response(200))))
    with pytest.raises(TypeError, match="can't be copied or pickled"):
        pickle.dumps(client)


def test_a_closed_client_opens_again(loopback: ScriptedServer) -> None:
    loopback.play(CUSTOMER)
    with Client(**settings(loopback)) as client:
        client.customers.get(1)
    client.close()
    client.close()
    assert client.customers.get(1).object == "customer"

    async def twice() -> None:
        async with AsyncClient(**settings(loopback)) as later:
            await later.customers.get(1)
        await later.close()
        await later.customers.get(1)
        await later.close()

    asyncio.run(twice())
    assert len(loopback.requests) == 4


def test_a_connection_is_used_again(loopback: ScriptedServer) -> None:
    loopback.play(CUSTOMER)
    with Client(**settings(loopback)) as client:
        for number in range(5):
            client.customers.get(number)
    assert len({request.connection for request in loopback.requests}) == 1


def test_a_cancelled_call_leaves_the_client_usable(loopback: ScriptedServer) -> None:
    over = threading.Event()

    def slow(_: Received) -> Answer:
        over.wait(5)
        return CUSTOMER

    loopback.play(slow)

    async def cancelled() -> Any:
        async with AsyncClient(**settings(loopback)) as client:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.customers.get(1), 0.05)
            over.set()
            return await client.customers.get(2)

    assert asyncio.run(cancelled()).object == "customer"
