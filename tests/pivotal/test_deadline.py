"""A call ends at its deadline, however slow the server is."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pivotal import PivotalApi
from pivotal.errors import APIConnectionError, APITimeoutError
from pivotal_runtime import guard

from tests.support.flavors import Flavor, flavor_fixture
from tests.support.samples import HEALTH, KEY
from tests.support.scripted import Answer, ScriptedServer, head, reply
from tests.support.tcp import dripping_relay, tcp_server, unanswered_port
from tests.support.tls import http2_server

flavor = flavor_fixture("")  # a client of the caller's has a pool and time limits of its own
DEADLINE = 0.4
IN_TIME = 1.5  # far less than any of these servers would take


def dripping(content: bytes, pause: float = 0.05) -> Answer:
    return Answer(tuple(part for byte in content for part in (bytes([byte]), pause)))


SLOW_HEAD = head(200, {"X-Padding": "x" * 60, "Content-Length": "0"})
LONG_BODY = head(200, {"Content-Length": "500"})
DRIPS = {
    "headers": dripping(SLOW_HEAD),
    "body": Answer((LONG_BODY, *dripping(b" " * 500).parts)),
    "body, then silence": Answer((LONG_BODY, 0.25, b" ", 30.0)),
    "one interim answer after another": dripping(head(100, {}) * 20),
    "chunks": Answer((head(200, {"Transfer-Encoding": "chunked"}), *dripping(b"1\r\n \r\n" * 60).parts)),
}


@contextmanager
def ends_in_time() -> Iterator[None]:
    started = time.monotonic()
    with pytest.raises(APITimeoutError):
        yield
    assert DEADLINE * 0.9 <= time.monotonic() - started < IN_TIME


def wait_until(reached: Callable[[], bool]) -> None:
    ends = time.monotonic() + 5
    while not reached():
        assert time.monotonic() < ends
        time.sleep(0.01)


def trusting(pair: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=pair[0])


@pytest.mark.parametrize("drip", DRIPS)
def test_a_dripping_server(flavor: Flavor, drip: str) -> None:
    with ScriptedServer(DRIPS[drip]) as server:
        with ends_in_time():
            flavor.call(server.url, lambda api: api.customers.create(name="x"), deadline=DEADLINE)
        assert len(server.requests) == 1


@pytest.mark.parametrize("drip", DRIPS)
def test_a_dripping_server_behind_a_proxy(flavor: Flavor, drip: str) -> None:
    with ScriptedServer(DRIPS[drip]) as proxy, ends_in_time():
        flavor.call("http://127.0.0.1:1", lambda api: api.health(), proxy=proxy.url, deadline=DEADLINE)


@pytest.mark.parametrize("from_environment", [False, True], ids=["own proxy", "environment's proxy"])
def test_a_proxy_that_drips_before_the_tunnel_is_open(
    flavor: Flavor, from_environment: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(dripping(SLOW_HEAD)) as proxy:
        if from_environment:
            monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        options = {} if from_environment else {"proxy": proxy.url}
        with ends_in_time():
            flavor.call("https://localhost:1", lambda api: api.health(), deadline=DEADLINE, **options)
        assert proxy.connections == 1


def test_a_tls_handshake_that_drips(flavor: Flavor, pair: tuple[Path, Path]) -> None:
    options = {"verify": trusting(pair), "deadline": DEADLINE}
    with (
        http2_server(*pair, b"{}") as (url, seen),
        dripping_relay(int(url.rpartition(":")[2])) as port,
        ends_in_time(),
    ):
        flavor.call(f"https://localhost:{port}", lambda api: api.health(), **options)
    assert seen == []


def test_http2_that_drips(flavor: Flavor, pair: tuple[Path, Path]) -> None:
    """The handshake is fast, the body is slow."""
    options = {"verify": trusting(pair), "deadline": DEADLINE, "http2": True}
    body = json.dumps(HEALTH).encode().ljust(60_000)
    with (
        http2_server(*pair, body) as (url, seen),
        dripping_relay(int(url.rpartition(":")[2]), after=20_000) as port,
        ends_in_time(),
    ):
        flavor.call(f"https://localhost:{port}", lambda api: api.health(), **options)
    assert len(seen) == 1


@pytest.mark.parametrize("drip", DRIPS)
def test_a_server_that_drips_over_tls(flavor: Flavor, drip: str, pair: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)

    def serve(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as stream:
            stream.recv(65_536)
            for part in DRIPS[drip].parts:
                stream.sendall(part) if isinstance(part, bytes) else time.sleep(min(part, 5))

    with tcp_server(serve) as port, ends_in_time():
        url = f"https://localhost:{port}"
        flavor.call(url, lambda api: api.health(), verify=trusting(pair), deadline=DEADLINE)


def read_slowly(connection: socket.socket) -> None:
    while connection.recv(65_536):
        time.sleep(0.01)


def test_a_server_that_reads_slowly(flavor: Flavor) -> None:
    with tcp_server(read_slowly, receive_buffer=65_536) as port, ends_in_time():
        flavor.call(
            f"http://127.0.0.1:{port}",
            lambda api: api.customers.create(name="x" * 20_000_000),
            deadline=DEADLINE,
        )


def test_a_server_that_is_unreachable_at_every_ip_address(flavor: Flavor, monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: look_up(*args, **options) * 9)
    with unanswered_port() as port, ends_in_time():
        flavor.call(f"http://localhost:{port}", lambda api: api.health(), deadline=DEADLINE)


def test_an_unreachable_ip_address_leaves_time_for_the_next(flavor: Flavor, monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo

    def two_addresses(host: Any, *args: Any, **options: Any) -> Any:
        return look_up("127.0.0.2", *args, **options) + look_up("127.0.0.1", *args, **options)

    with ScriptedServer(reply(body=HEALTH)) as server:
        monkeypatch.setattr(socket, "getaddrinfo", two_addresses)
        url = f"http://localhost:{server.port}"
        assert flavor.call(url, lambda api: api.health(), deadline=5).status == "ok"


def test_a_slow_name_lookup(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the sync client: asyncio looks names up in its own threads, and waits for them when its loop closes."""
    look_up = socket.getaddrinfo
    released = threading.Event()

    def slowly(*args: Any, **options: Any) -> Any:
        released.wait(5)
        return look_up(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    with ScriptedServer(reply(body=HEALTH)) as server:
        with ends_in_time():
            PivotalApi(api_key=KEY, base_url=f"http://localhost:{server.port}", deadline=DEADLINE).health()
        released.set()
        wait_until(lambda: "pivotal-connect" not in {thread.name for thread in threading.enumerate()})
        assert server.requests == []


def test_a_late_connection_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    connect = socket.create_connection

    def slowly(*args: Any, **options: Any) -> socket.socket:
        made = connect(*args, **options)
        time.sleep(2 * DEADLINE)
        return made

    def serve(connection: socket.socket) -> None:
        if connection.recv(1) == b"":
            ended.set()

    monkeypatch.setattr(socket, "create_connection", slowly)
    with tcp_server(serve) as port:
        with ends_in_time():
            PivotalApi(api_key=KEY, base_url=f"http://127.0.0.1:{port}", deadline=DEADLINE).health()
        assert ended.wait(5)


def test_a_call_when_no_thread_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Like an exiting interpreter: Python 3.12 starts no thread then."""

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    with ScriptedServer(reply(body=HEALTH)) as server:
        start = threading.Thread.start
        monkeypatch.setattr(
            threading.Thread, "start", lambda self: refuse(self) if self.name == "pivotal-connect" else start(self)
        )
        assert PivotalApi(api_key=KEY, base_url=server.url, deadline=5).health().status == "ok"


def test_a_name_that_does_not_exist(flavor: Flavor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "loopback_only", False)
    with pytest.raises(APIConnectionError, match="No response") as caught:
        flavor.call("https://nowhere.invalid", lambda api: api.health(), deadline=20)
    assert not isinstance(caught.value, APITimeoutError)


SLOW_BUT_WHOLE = Answer(
    (head(200, {"Content-Length": "60"}), *dripping(json.dumps(HEALTH).encode().ljust(60), 0.01).parts), keep=True
)
AT_ONCE = reply(body=HEALTH, keep=True)


def test_calls_with_different_deadlines_share_a_connection() -> None:
    with ScriptedServer(AT_ONCE, SLOW_BUT_WHOLE, SLOW_BUT_WHOLE, DRIPS["headers"]) as server:
        api = PivotalApi(api_key=KEY, base_url=server.url, timeout=10)
        for client in (api.with_options(deadline=0.3), api, api.with_options(deadline=9, timeout=1)):
            assert client.health().status == "ok"
        with ends_in_time():
            api.with_options(deadline=DEADLINE).health()
        assert server.connections == 1


def test_each_thread_has_its_own_deadline() -> None:
    """One call reaches its deadline while others continue without one."""
    with ScriptedServer(SLOW_BUT_WHOLE) as server, ThreadPoolExecutor(8) as threads:
        api = PivotalApi(api_key=KEY, base_url=server.url, max_retries=0)
        hurried = api.with_options(deadline=0.2)
        patient = [threads.submit(lambda: api.health().status) for _ in range(4)]
        cut_off = [threads.submit(lambda: hurried.health().status) for _ in range(4)]
        assert [each.result() for each in patient] == ["ok"] * 4
        assert {type(each.exception()) for each in cut_off} == {APITimeoutError}


def test_a_call_without_a_deadline_has_none(flavor: Flavor) -> None:
    with ScriptedServer(SLOW_BUT_WHOLE) as server:
        assert flavor.call(server.url, lambda api: api.health(), timeout=0.5).status == "ok"
