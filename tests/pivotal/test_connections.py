"""Where a key may be sent: base URLs, proxies, TLS, HTTP/2, and the caller's own HTTP client."""

import base64
import json
import logging
import socket
import ssl
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pivotal import PivotalApi, RetryPolicy
from pivotal.errors import APIConnectionError, InvalidArgumentError, PivotalError
from pivotal_runtime import guard

from tests.support.flavors import FAMILIES, Flavor, flavor_id, flavors
from tests.support.samples import HEALTH, KEY, SECRET_PART, customer
from tests.support.scripted import Answer, ScriptedServer, reply
from tests.support.tcp import tcp_server
from tests.support.tls import http2_server

OWN_CONNECTIONS = pytest.mark.parametrize("flavor", flavors(""), ids=flavor_id)
OK = reply(body=customer(), keep=True)
FAULTS = {
    "dropped": Answer(),
    "cut off": reply(body=customer(), cut=40),
    "no HTTP": Answer((b"SSH-2.0-OpenSSH_9.6\r\n",)),
    "silence": Answer((2.0,)),
    "gzip garbage": reply(200, b"no gzip", {"Content-Encoding": "gzip"}),
    "redirect": reply(302, b"", {"Location": "http://[::1"}),
}

REFUSED = {
    "plain HTTP to another machine": "http://my.pivotal.app",
    "plain HTTP to a private network": "http://10.0.0.5",
    "looks like loopback": "http://127.0.0.1.evil.example",
    "looks like localhost": "http://localhost.evil.example",
    "loopback as user": "http://127.0.0.1@evil.example",
    "any interface": "http://0.0.0.0:8000",
    "user": "https://user:secret@my.pivotal.app",
    "query": "https://my.pivotal.app?x=1",
    "empty query": "https://my.pivotal.app?",
    "fragment": "https://my.pivotal.app#x",
    "no scheme": "my.pivotal.app",
    "other scheme": "ftp://my.pivotal.app",
    "no host": "https://",
    "port in words": "https://my.pivotal.app:https",
    "port too large": "https://my.pivotal.app:99999",
    "bracket": "https://[my.pivotal.app",
    "space before": " https://my.pivotal.app",
    "line end": "https://my.pivotal.app\n",
    "backslash": "https://my.pivotal.app\\@evil.example",
    "label too long": f"https://{'a' * 64}.example",
    "nothing": "",
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_base_url_that_a_key_must_not_be_sent_to(case: str) -> None:
    with pytest.raises(InvalidArgumentError, match="base_url") as caught:
        PivotalApi(api_key=KEY, base_url=REFUSED[case])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://my.pivotal.app", "https://eu.example:8443/pivotal/", "http://localhost:1", "http://[::1]:1"]
)
def test_a_base_url_that_a_key_may_be_sent_to(url: str) -> None:
    assert PivotalApi(api_key=KEY, base_url=url).base_url == url.rstrip("/")


def test_a_base_url_may_have_a_path(flavor: Flavor) -> None:
    with ScriptedServer(OK) as server:
        flavor.call(f"{server.url}/gateway/", lambda api: api.customers.get(1))
    assert server.requests[0].target == "/gateway/api/v1/customers/1"


def test_the_base_url_from_the_environment(flavor: Flavor, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(OK) as server, ScriptedServer(OK) as other:
        monkeypatch.setenv("PIVOTAL_BASE_URL", server.url)
        flavor.call(None, lambda api: api.customers.get(1))  # type: ignore[arg-type]
        flavor.call(other.url, lambda api: api.customers.get(1))
    assert (len(server.requests), len(other.requests)) == (1, 1)


def test_a_requested_proxy_is_used(flavor: Flavor) -> None:
    with ScriptedServer(OK) as server, ScriptedServer(OK) as proxy:
        flavor.call(server.url, lambda api: api.customers.get(1), proxy=proxy.url)
        assert server.connections == 0
        assert proxy.requests[0].target == f"{server.url}/api/v1/customers/1"


def test_over_https_a_proxy_gets_no_key(flavor: Flavor) -> None:
    with ScriptedServer(reply(502)) as proxy, pytest.raises(APIConnectionError):
        flavor.call("https://localhost:1", lambda api: api.customers.get(1), proxy=proxy.url)
    assert {request.method for request in proxy.requests} == {"CONNECT"}
    assert SECRET_PART not in repr(proxy.requests)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_from_the_environment_gets_no_key_sent_to_this_machine(
    flavor: Flavor, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(OK) as server, ScriptedServer(OK) as proxy:
        monkeypatch.setenv(name, proxy.url)
        flavor.call(server.url, lambda api: api.customers.get(1))
        assert (proxy.connections, len(server.requests)) == (0, 1)


@OWN_CONNECTIONS
def test_a_proxy_from_the_environment_is_used_for_https(flavor: Flavor, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(reply(502)) as proxy, pytest.raises(APIConnectionError):
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.setattr(guard, "loopback_only", False)  # nothing but the proxy is called, and it is here
        flavor.call("https://my.pivotal.app", lambda api: api.customers.get(1))
    assert proxy.requests[0].target == "my.pivotal.app:443"


KINDS = {
    "sync": {"transport": "HTTPTransport", "http_client": "Client"},
    "async": {"transport": "AsyncHTTPTransport", "http_client": "AsyncClient"},
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("what", ["transport", "http_client"])
def test_the_callers_transport_or_client_is_used(flavor: Flavor, what: str, family: str) -> None:
    passed = getattr(FAMILIES[family], KINDS[flavor.name][what])()
    with ScriptedServer(reply(500), OK) as server:
        made = flavor.call(server.url, lambda api: api.customers.get(1), **{what: passed})
    assert made.response.attempts == 2
    assert server.requests[1].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("what", ["transport", "http_client"])
@pytest.mark.parametrize("fault", FAULTS)
def test_no_error_of_the_callers_library_leaks(flavor: Flavor, what: str, family: str, fault: str) -> None:
    passed = getattr(FAMILIES[family], KINDS[flavor.name][what])()
    with ScriptedServer(FAULTS[fault]) as server, pytest.raises(PivotalError) as caught:
        flavor.call(server.url, lambda api: api.customers.get(1), **{what: passed}, timeout=0.3)
    cause = caught.value.__cause__
    assert cause is None or type(cause).__module__.partition(".")[0] in (family, "pivotal_runtime", "zlib")


@pytest.mark.parametrize("family", FAMILIES)
def test_the_callers_client_is_not_closed_and_does_not_redirect(flavor: Flavor, family: str) -> None:
    client = getattr(FAMILIES[family], KINDS[flavor.name]["http_client"])(follow_redirects=True)
    with (
        ScriptedServer(OK) as elsewhere,
        ScriptedServer(reply(302, b"", {"Location": elsewhere.url})) as server,
        pytest.raises(Exception, match="302"),
    ):
        flavor.call(server.url, lambda api: api.customers.get(1), http_client=client)
    assert elsewhere.connections == 0 and not client.is_closed


@pytest.mark.parametrize("family", FAMILIES)
def test_the_callers_transport_can_respond_itself(flavor: Flavor, family: str) -> None:
    http = FAMILIES[family]
    own = http.MockTransport(lambda request: http.Response(200, json=customer(7)))
    base_url = "https://my.pivotal.app"
    assert flavor.call(base_url, lambda api: api.customers.get(7), transport=own).display_id == 7


@pytest.mark.parametrize("family", FAMILIES)
def test_an_error_in_the_callers_transport_is_not_ours(flavor: Flavor, family: str) -> None:
    def stumble(request: Any) -> Any:
        raise LookupError("my own mistake")

    own = FAMILIES[family].MockTransport(stumble)
    with pytest.raises(LookupError, match="my own mistake"):
        flavor.call("https://my.pivotal.app", lambda api: api.customers.get(7), transport=own)


def test_a_family_that_is_not_installed_is_not_needed() -> None:
    code = (
        "import sys; sys.modules['httpx'] = sys.modules['httpx2'] = None\n"
        "from pivotal import PivotalApi\n"
        "print(PivotalApi(api_key=sys.argv[1], base_url=sys.argv[2]).customers.get(7).display_id)"
    )
    with ScriptedServer(reply(body=customer(7))) as server:
        command = [sys.executable, "-c", code, KEY, server.url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("7", "")


@OWN_CONNECTIONS
def test_a_cookie_is_not_kept(flavor: Flavor) -> None:
    with ScriptedServer(reply(500, b"", {"Set-Cookie": "session=1; Path=/"}), OK) as server:
        flavor.call(server.url, lambda api: api.customers.get(1))
    assert "cookie" not in server.requests[1].headers


def test_a_keep_alive_connection_that_the_server_closed_is_replaced(flavor: Flavor) -> None:
    """The server promises to keep the connection open, and closes it."""
    alive = reply(body=customer(), headers={"Connection": "keep-alive"})

    def twice(api: Any) -> Any:
        return [api.customers.get(1), api.customers.get(1)]

    async def twice_async(api: Any) -> Any:
        return [await api.customers.get(1), await api.customers.get(1)]

    with ScriptedServer(alive) as server:
        flavor.call(server.url, twice if flavor.name == "sync" else twice_async)
        assert len(server.requests) == 2


def test_a_gzipped_response(flavor: Flavor) -> None:
    import gzip

    body = gzip.compress(json.dumps(customer(9)).encode())
    with ScriptedServer(reply(200, body, {"Content-Encoding": "gzip"})) as server:
        assert flavor.call(server.url, lambda api: api.customers.get(9)).display_id == 9
    assert "gzip" in server.requests[0].headers["accept-encoding"]


def test_a_chunked_response(flavor: Flavor) -> None:
    body = json.dumps(customer(9)).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:])) + b"0\r\n\r\n"
    with ScriptedServer(Answer((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunks))) as server:
        assert flavor.call(server.url, lambda api: api.customers.get(9), deadline=9).display_id == 9


def test_http2_over_tls(flavor: Flavor, pair: tuple[Path, Path]) -> None:
    trusting = {"http2": True, "verify": ssl.create_default_context(cafile=pair[0])}
    with http2_server(*pair, json.dumps(customer(3)).encode()) as (url, seen):
        assert flavor.call(url, lambda api: api.customers.create(name="x"), **trusting).display_id == 3
    assert seen[0][":path"] == "/api/v1/customers" and seen[0]["authorization"] == f"Bearer {KEY}"
    assert "idempotency-key" in seen[0]


def test_http2_logs_no_key(flavor: Flavor, pair: tuple[Path, Path], caplog: pytest.LogCaptureFixture) -> None:
    """hpack logs the headers as they are compressed: at DEBUG, and so that the key can be decoded."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "hpack")
    trusting = {"http2": True, "verify": ssl.create_default_context(cafile=pair[0])}
    with http2_server(*pair, json.dumps(customer(3)).encode()) as (url, _):
        flavor.call(url, lambda api: api.customers.get(1), **trusting)
    assert SECRET_PART not in caplog.text
    assert not [record for record in caplog.records if record.name.startswith("hpack") and _by_client(record)]


SOCKS_LOG = """
import logging, sys
from httpcore2._trace import Trace
from pivotal import PivotalApi
from pivotal.errors import APIConnectionError

logging.basicConfig(level=logging.DEBUG)
try:
    PivotalApi(api_key="pivotal_test_K8s9secretsecret", base_url="http://127.0.0.1:1", max_retries=0).health()
except APIConnectionError:
    pass
for name in ("httpcore.socks", "httpcore2.socks"):
    with Trace("setup_socks5_connection", logging.getLogger(name), None, {"auth": (b"me", b"hunter2")}):
        pass
"""


def test_the_password_of_a_socks_proxy_is_not_logged() -> None:
    run = subprocess.run([sys.executable, "-c", SOCKS_LOG], capture_output=True, text=True, check=True, timeout=60)
    assert "connect_tcp" in run.stderr and "hunter2" not in run.stderr


def _by_client(record: logging.LogRecord) -> bool:
    """The server of these tests uses hpack too, in threads of its own."""
    return record.threadName == "MainThread"


@pytest.mark.slow
def test_http2_under_threads_raises_only_our_errors_and_repeats_them(pair: tuple[Path, Path]) -> None:
    """The server closes each connection after a few requests, while others wait on it."""
    options: dict[str, Any] = {"http2": True, "verify": ssl.create_default_context(cafile=pair[0])}
    with http2_server(*pair, json.dumps(HEALTH).encode(), most=5) as (url, seen):
        api = PivotalApi(api_key=KEY, base_url=url, retries=RetryPolicy(0), **options)

        def call(_: int) -> str:
            try:
                return api.health().status
            except PivotalError as error:
                return type(error).__name__

        with ThreadPoolExecutor(16) as threads:
            assert set(threads.map(call, range(300))) <= {"ok", "APIConnectionError"}
            api = PivotalApi(api_key=KEY, base_url=url, retries=RetryPolicy(30, backoff=0.01), **options)
            assert set(threads.map(call, range(100))) == {"ok"}
    assert len(seen) >= 100


def test_an_untrusted_certificate_gets_no_request(flavor: Flavor, pair: tuple[Path, Path]) -> None:
    with http2_server(*pair, b"{}") as (url, seen), pytest.raises(APIConnectionError, match=r"(?i)certificate"):
        flavor.call(url, lambda api: api.customers.get(1), http2=True)
    assert seen == []


def test_health_over_the_life_of_a_client(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=HEALTH)) as server:
        assert flavor.call(server.url, lambda api: api.meta.health()).status == "ok"
    assert server.requests[0].headers["user-agent"].startswith("pivotal-python/")


def tunnel(client: socket.socket) -> None:
    """A proxy that connects to where it is told to, and passes everything on."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += client.recv(65_536)
    TUNNELED.append(request)
    host, _, port = request.split(b" ")[1].rpartition(b":")
    with socket.create_connection((host.decode(), int(port))) as server:
        client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")

        def back() -> None:
            with suppress(OSError):
                while data := server.recv(65_536):
                    client.sendall(data)

        threading.Thread(target=back, daemon=True).start()
        while data := client.recv(65_536):
            server.sendall(data)


TUNNELED: list[bytes] = []


@pytest.mark.parametrize(("quoted", "password"), [("p%40ss", "p@ss"), ("pä%C3%9F", "päß")])
def test_https_through_a_proxy_with_a_password(
    flavor: Flavor, pair: tuple[Path, Path], quoted: str, password: str
) -> None:
    TUNNELED.clear()
    trusting = {"http2": True, "verify": ssl.create_default_context(cafile=pair[0])}
    with http2_server(*pair, json.dumps(customer(3)).encode()) as (url, seen), tcp_server(tunnel) as port:
        proxy = f"http://ada:{quoted}@127.0.0.1:{port}"
        assert flavor.call(url, lambda api: api.customers.get(3), proxy=proxy, **trusting).display_id == 3
    assert seen[0]["authorization"] == f"Bearer {KEY}"
    (request,) = TUNNELED
    assert b"Basic " + base64.b64encode(f"ada:{password}".encode()) in request and SECRET_PART.encode() not in request
