"""The connection pool under what real programs do: crowds, cancellation, outages, signals and odd servers."""

import asyncio
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import uvloop
from pivotal import AsyncPivotalApi, PivotalApi, RetryPolicy
from pivotal.errors import InvalidRequestError, PivotalError

from tests.support.flavors import Flavor, flavor_fixture
from tests.support.samples import HEALTH, KEY, customer, limit_headers
from tests.support.scripted import Answer, Received, ScriptedServer, head, problem, reply
from tests.support.tcp import tcp_server
from tests.support.tls import http2_server

flavor = flavor_fixture("")  # a client of the caller's has a pool and time limits of its own
ALIVE = reply(body=HEALTH, keep=True)
NO_RETRY = RetryPolicy(max_retries=0)


def client(url: str, **options: Any) -> PivotalApi:
    return PivotalApi(api_key=KEY, base_url=url, **options)


def test_a_thousand_calls_at_once() -> None:
    async def run(url: str) -> list[Any]:
        async with AsyncPivotalApi(api_key=KEY, base_url=url) as api:
            return await asyncio.gather(*(api.health() for _ in range(1000)), return_exceptions=True)

    with ScriptedServer(ALIVE) as server:
        results = asyncio.run(run(server.url))
    assert [result for result in results if isinstance(result, BaseException)] == []
    assert server.connections <= 100


@pytest.mark.skipif(sys.platform == "win32", reason="uvloop needs Unix")
@pytest.mark.parametrize("http2", [False, True], ids=["HTTP/1.1", "HTTP/2 over TLS"])
def test_a_crowd_in_an_event_loop_of_uvloop(http2: bool, pair: tuple[Path, Path]) -> None:
    async def run(url: str) -> list[str]:
        trusting = ssl.create_default_context(cafile=pair[0])
        async with AsyncPivotalApi(api_key=KEY, base_url=url, http2=http2, verify=trusting) as api:
            answers = await asyncio.gather(*(api.health() for _ in range(200)))
            return [answer.status for answer in answers]

    with ScriptedServer(ALIVE) as server, http2_server(*pair, json.dumps(HEALTH).encode()) as (secure_url, _):
        assert uvloop.run(run(secure_url if http2 else server.url)) == ["ok"] * 200


async def cancelled_after(ticks: int, api: AsyncPivotalApi, *, twice: bool) -> None:
    """Cancel a call after so many turns of the event loop."""
    task = asyncio.create_task(api.health())
    for _ in range(ticks):
        await asyncio.sleep(0)
    task.cancel()
    if twice:
        await asyncio.sleep(0)
        task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
def test_cancelled_calls_lose_no_connection(twice: bool) -> None:
    """At each early moment more calls are cancelled than the pool has connections."""

    async def run(url: str) -> str:
        async with AsyncPivotalApi(api_key=KEY, base_url=url, timeout=3, retries=NO_RETRY) as api:
            for ticks in range(12):
                for _ in range(110):
                    await cancelled_after(ticks, api, twice=twice)
            return (await api.health()).status

    with ScriptedServer(ALIVE) as server:
        assert asyncio.run(run(server.url)) == "ok"


def test_calls_that_are_cancelled_in_a_crowd_lose_no_connection() -> None:
    async def run(url: str) -> list[str]:
        async with AsyncPivotalApi(api_key=KEY, base_url=url, timeout=30, retries=NO_RETRY) as api:
            for ticks in range(8):
                await asyncio.gather(*(cancelled_after(ticks, api, twice=True) for _ in range(150)))
            answers = await asyncio.gather(*(api.health() for _ in range(100)))
            return [answer.status for answer in answers]

    with ScriptedServer(ALIVE) as server:
        assert asyncio.run(run(server.url)) == ["ok"] * 100


OUTAGES = {"drops": Answer(), "hangs": Answer((2.0,)), "half an answer": Answer((head(200, {}), 2.0))}


@pytest.mark.parametrize("outage", OUTAGES)
def test_threads_survive_an_outage(outage: str) -> None:
    over = threading.Event()

    def work(api: PivotalApi) -> str:
        while not over.wait(0.2):
            with suppress(PivotalError):
                api.health()
        return api.health().status

    with ScriptedServer(OUTAGES[outage]) as server, ThreadPoolExecutor(160) as threads:
        patient = client(server.url, timeout=30, retries=RetryPolicy(5, backoff=0.2))
        hurried = patient.with_options(timeout=0.2, max_retries=0)
        waiting = [threads.submit(work, hurried) for _ in range(160)]
        try:
            time.sleep(2)
            server.play(ALIVE)
            assert patient.health().status == "ok"
        finally:
            over.set()
        outcomes = [future.exception() for future in waiting]
        again = [threads.submit(lambda: patient.health().status) for _ in range(160)]
        assert [future.result() for future in again] == ["ok"] * 160
    assert {type(outcome) for outcome in outcomes if outcome and not isinstance(outcome, PivotalError)} == set()


def test_each_thread_has_about_one_connection() -> None:
    def slow(_: Received) -> Answer:
        time.sleep(0.01)
        return ALIVE

    with ScriptedServer(slow) as server, client(server.url) as api, ThreadPoolExecutor(64) as threads:
        start = threading.Barrier(64)

        def work(_: int) -> list[str]:
            start.wait()
            return [api.health().status for _ in range(10)]

        assert list(threads.map(work, range(64))) == [["ok"] * 10] * 64
    assert server.connections <= 70


SIGNALS = """
import signal, sys
from pivotal import PivotalApi
api = PivotalApi(api_key=sys.argv[1], base_url=sys.argv[2], pacing=True)
handled, busy = [], []
def handle(*_):
    if not busy:
        busy.append(1)
        handled.append(api.health().status)
        busy.clear()
signal.signal(signal.SIGALRM, handle)
for turn in range(400):
    if turn % 20 == 0:
        api.close()  # the next call opens a pool, which a signal may interrupt too
    signal.setitimer(signal.ITIMER_REAL, 0.0001 + turn % 40 / 20000)
    assert api.health().status == "ok"
signal.setitimer(signal.ITIMER_REAL, 0)  # an alarm while Python ends would end the process
print(len(handled))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGALRM")
def test_a_signal_handler_can_make_a_call() -> None:
    with ScriptedServer(reply(body=HEALTH, headers=limit_headers(600_000, 599_999, 60), keep=True)) as server:
        command = [sys.executable, "-c", SIGNALS, KEY, server.url]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50


def named(number: int) -> Answer:
    return reply(body=customer(number), keep=True)


def two_customers(api: Any) -> list[int]:
    first = api.customers.get(1).display_id
    time.sleep(0.05)  # what the server still sends, it sends now
    return [first, api.customers.get(2).display_id]


async def two_customers_async(api: Any) -> list[int]:
    first = (await api.customers.get(1)).display_id
    await asyncio.sleep(0.05)
    return [first, (await api.customers.get(2)).display_id]


def two_in_turn(flavor: Flavor, url: str, **options: Any) -> list[int]:
    made: list[int] = flavor.call(url, two_customers if flavor.name == "sync" else two_customers_async, **options)
    return made


EXTRAS = {
    "a whole answer": named(666).parts,
    "half an answer": (named(666).parts[0][:9],),  # type: ignore[index]
    "a line end": (b"\r\n",),
}


@pytest.mark.parametrize("extra", EXTRAS)
@pytest.mark.parametrize("apart", [False, True], ids=["in one packet", "apart"])
def test_an_unrequested_answer_never_reaches_the_next_call(flavor: Flavor, extra: str, apart: bool) -> None:
    first = b"".join(part for part in named(1).parts if isinstance(part, bytes))
    more = b"".join(part for part in EXTRAS[extra] if isinstance(part, bytes))
    parts = (first, more) if apart else (first + more,)
    with ScriptedServer(Answer(parts, keep=True), named(2)) as server:
        assert two_in_turn(flavor, server.url, retries=NO_RETRY) == [1, 2]


def closing_at_the_second_request(received: Received) -> Answer:
    """What a server does whose time limit for idle connections ends just then."""
    seen = CONNECTIONS.setdefault(received.connection, [])
    seen.append(received.target)
    return Answer() if len(seen) > 1 else named(int(received.path.rpartition("/")[2]))


CONNECTIONS: dict[int, list[str]] = {}


@pytest.fixture(autouse=True)
def no_connections() -> Iterator[None]:
    CONNECTIONS.clear()
    yield


def test_a_connection_that_the_server_closes_while_idle_is_not_seen(flavor: Flavor) -> None:
    with ScriptedServer(closing_at_the_second_request) as server:
        assert two_in_turn(flavor, server.url, retries=NO_RETRY) == [1, 2]


def test_a_post_without_an_idempotency_key_is_not_sent_twice() -> None:
    from pivotal_api import Client
    from pivotal_runtime.errors import APIConnectionError

    def play(received: Received) -> Answer:
        return Answer() if received.method == "POST" else named(1)

    with ScriptedServer(play) as server, Client(token=KEY, base_url=server.url) as plain:
        plain.customers.get(1)
        with pytest.raises(APIConnectionError):
            plain.customers.create(name="x")
        assert [request.method for request in server.requests] == ["GET", "POST"]


@pytest.mark.parametrize("skipped", ["[::1]", "::1", "::/64", "[::1]:1", "fd07::/64,[::1]", "*", ".example,::1/128"])
def test_no_proxy_with_ip_addresses(flavor: Flavor, skipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(502)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", skipped)
        with pytest.raises(PivotalError):
            flavor.call("https://[::1]:1", lambda api: api.health(), retries=NO_RETRY)
        assert proxy.connections == 0


@pytest.mark.parametrize(
    "skipped", ["[::1]", "fd07::/64", "10.0.0.0/8", "example.com", "host", "[::1", "/", "::/200", ","]
)
def test_no_proxy_for_other_hosts(flavor: Flavor, skipped: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(502)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", skipped)
        with pytest.raises(PivotalError):
            flavor.call("https://localhost:1", lambda api: api.health(), retries=NO_RETRY)
        assert proxy.connections == 1


@pytest.mark.parametrize("kind", [PivotalApi, AsyncPivotalApi])
@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_certificates_that_are_missing_are_refused_at_once(
    kind: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv(name, "/no/such/certificates")
    with pytest.raises(PivotalError, match=f"^{name}: "):
        kind(api_key=KEY, base_url="https://localhost:1")
    kind(api_key=KEY, base_url="http://localhost:1")


def test_a_file_that_holds_no_certificate_is_refused_at_once(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "stale.pem"
    stale.write_text("not a certificate")
    monkeypatch.setenv("SSL_CERT_FILE", str(stale))
    with pytest.raises(PivotalError, match=r"^SSL_CERT_FILE: "):
        client("https://localhost:1")


def refuse_early(connection: socket.socket) -> None:
    connection.recv(1000)
    for part in problem(413, "invalid_request_error", "too_large").parts:
        connection.sendall(part if isinstance(part, bytes) else b"")
    connection.shutdown(socket.SHUT_WR)
    while connection.recv(65_536):
        pass


def test_an_answer_that_comes_before_the_body_is_sent(flavor: Flavor) -> None:
    with tcp_server(refuse_early) as port, pytest.raises(InvalidRequestError, match="413"):
        large = "x" * 20_000_000
        flavor.call(f"http://127.0.0.1:{port}", lambda api: api.customers.create(name=large), retries=NO_RETRY)
