"""The guard of the pytest plugin: in a user's test run, nothing reaches another host, by whatever way.

0.0.0.0 stands for the other host: it isn't a loopback address, and yet leads to the server of these tests.
"""

import os

import pytest
from pivotal_runtime import guard

from tests.support.scripted import DROPPED, ScriptedServer

pytest_plugins = ["pytester"]

START = """
import asyncio, os, subprocess, sys, threading, unittest, unittest.mock, urllib.request
import httpx, httpx2, pytest, uvloop
from pivotal import AsyncPivotalApi, PivotalApi
from pivotal.errors import APIConnectionError, InvalidArgumentError
from pivotal_api import AsyncClient, Client, HTTPOptions

LIVE, TEST = "pivotal_K8s9secretsecret", "pivotal_test_K8s9secretsecret"
PORT = os.environ["PORT_OF_SERVER"]
FAR, NEAR = f"https://0.0.0.0:{PORT}", f"https://127.0.0.1:{PORT}"
PROXY = f"http://0.0.0.0:{PORT}"

def refused(call, match="not this machine"):
    with pytest.raises(InvalidArgumentError, match=match):
        call()
    return True

def client(key=TEST, base_url=FAR, **options):
    return PivotalApi(api_key=key, base_url=base_url, max_retries=0, **options)

async def awaited(base_url=FAR, **options):
    await AsyncPivotalApi(api_key=TEST, base_url=base_url, max_retries=0, **options).health()

class Wrapping(httpx.BaseTransport):
    def handle_request(self, request):
        return httpx.HTTPTransport().handle_request(request)

class Other(httpx.BaseTransport):
    def handle_request(self, request):
        urllib.request.urlopen(str(request.url), timeout=5)

class AsyncOther(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request):
        await asyncio.open_connection(request.url.host, request.url.port)

class Mock(httpx.BaseTransport):
    def handle_request(self, request):
        return httpx.Response(200, json={"status": "ok", "timestamp": "2026-01-01T00:00:00Z"})
"""
CONFTEST = START + "at_conftest = refused(client().health)\n"
NETWORK = (
    START
    + """
at_import = refused(client().health)
made_at_import = client()

@pytest.fixture(scope="session")
def of_session():
    return refused(client().health)

@pytest.fixture(scope="module")
def of_module():
    return refused(client().health)

class TestOld(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.done = refused(client().health)

    def test_set_up_class(self):
        assert self.done

def test_fixtures(of_session, of_module, request):
    assert of_session and of_module and at_import

def test_undo(monkeypatch):
    monkeypatch.undo()
    assert refused(client().health)

def test_cleared_environment():
    with unittest.mock.patch.dict(os.environ, clear=True):
        assert refused(client().health) and refused(made_at_import.health)

WAYS = {
    "http_client": lambda: client(http_client=httpx.Client()),
    "http_client of httpx2": lambda: client(http_client=httpx2.Client()),
    "transport": lambda: client(transport=httpx.HTTPTransport()),
    "transport of httpx2": lambda: client(transport=httpx2.HTTPTransport()),
    "transport of another library": lambda: client(transport=Other()),
    "wrapping transport": lambda: client(transport=Wrapping()),
    "proxy": lambda: client(base_url=NEAR, proxy=PROXY),
    "proxy here": lambda: client(proxy=f"http://127.0.0.1:{os.environ['PORT_OF_PROXY']}"),
    "proxy of the http_client": lambda: client(base_url=NEAR, http_client=httpx.Client(proxy=PROXY)),
    "http_client with a proxy here": lambda: client(
        http_client=httpx.Client(proxy=f"http://127.0.0.1:{os.environ['PORT_OF_PROXY']}")
    ),
    "plain client": lambda: Client(token=TEST, base_url=FAR).meta,
    "plain client with an http_client": lambda: Client(
        token=TEST, base_url=FAR, http=HTTPOptions(http_client=httpx.Client())
    ).meta,
}

@pytest.mark.parametrize("way", WAYS)
def test_way(way):
    assert refused(WAYS[way]().health)

def test_a_mock_is_no_connection():
    assert client(transport=Mock()).health().status == "ok"
    with pytest.raises(OSError):  # of the system: a connection that is not ours is not checked
        urllib.request.urlopen("http://0.0.0.0:1", timeout=5)

def test_proxy_from_the_environment(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    assert refused(client(base_url=NEAR).health)
    assert refused(client(base_url=NEAR, http_client=httpx.Client()).health)

ASYNC_WAYS = {
    "own": dict,
    "http_client": lambda: {"http_client": httpx.AsyncClient()},
    "transport": lambda: {"transport": httpx2.AsyncHTTPTransport()},
    "proxy": lambda: {"base_url": NEAR, "proxy": PROXY},
}

@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
@pytest.mark.parametrize("way", ASYNC_WAYS)
def test_async_way(way, run):
    async def call():
        await awaited(**ASYNC_WAYS[way]())
    assert refused(lambda: run(call()))

def test_async_transport_of_another_library():
    assert refused(lambda: asyncio.run(awaited(transport=AsyncOther())))

def test_thread():
    errors = []
    def call():
        errors.append(refused(client().health))
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert errors == [True]

def test_child_process():
    code = "import sys; from pivotal import PivotalApi; PivotalApi(api_key=sys.argv[1], base_url=sys.argv[2]).health()"
    child = subprocess.run([sys.executable, "-c", code, TEST, FAR], capture_output=True, text=True)
    assert "not this machine" in child.stderr
"""
)
LIVE_KEYS = (
    START
    + """
made = []

def test_refused_at_once():
    assert refused(lambda: client(LIVE), "is live")
    assert refused(lambda: Client(token=LIVE, base_url=FAR), "is live")
    assert refused(lambda: AsyncClient(token=LIVE, base_url=FAR), "is live")

def test_cleared_environment():
    with unittest.mock.patch.dict(os.environ, clear=True):
        assert refused(lambda: client(LIVE), "is live")

@pytest.mark.pivotal_live
def test_marked(monkeypatch):
    monkeypatch.undo()
    made.extend([client(LIVE), Client(token=LIVE, base_url=FAR), client(LIVE, http_client=httpx.Client())])

@pytest.mark.pivotal_network
@pytest.mark.parametrize("index", range(3))
def test_made_where_it_was_allowed_and_used_where_not(index):
    api = made[index]
    assert refused(getattr(api, "meta", api).health, "is live")
"""
)
MARKED = (
    START
    + """
@pytest.mark.pivotal_network
@pytest.mark.parametrize("options", [dict, lambda: {"http_client": httpx.Client()}])
def test_marked(options, monkeypatch):
    monkeypatch.undo()
    with pytest.raises(APIConnectionError):
        client(**options()).health()
    with pytest.raises(APIConnectionError):
        asyncio.run(awaited())
"""
)


def run(pytester: pytest.Pytester, server: ScriptedServer, tests: str) -> None:
    with ScriptedServer() as proxy:
        pytester.makepyfile(tests)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PORT_OF_SERVER", str(server.port))
            patch.setenv("PORT_OF_PROXY", str(proxy.port))
            result = pytester.runpytest_subprocess("-p", "no:schemathesis", "--tb=short")
    outcomes = result.parseoutcomes()
    assert set(outcomes) <= {"passed", "warnings", "warning"}, result.stdout.str()
    assert proxy.requests == []


def test_nothing_reaches_another_host(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST)
    with ScriptedServer(DROPPED) as server:
        run(pytester, server, NETWORK)
        assert server.connections == 0


def test_no_live_key_reaches_another_host(pytester: pytest.Pytester) -> None:
    with ScriptedServer(DROPPED) as server:
        run(pytester, server, LIVE_KEYS)
        assert server.connections == 0


def test_a_marked_test_reaches_another_host(pytester: pytest.Pytester) -> None:
    with ScriptedServer(DROPPED) as server:
        run(pytester, server, MARKED)
        assert server.connections >= 4


def test_an_inner_run_leaves_the_guard_of_the_outer_one_on(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_nothing(): pass")
    pytester.runpytest_inprocess("-p", "no:schemathesis").assert_outcomes(passed=1)
    assert guard.loopback_only and guard.inside_pytest and os.environ[guard.LOOPBACK_ONLY] == "1"


MOCKED = (
    START
    + """
def test_a_class_that_is_patched(monkeypatch):  # as pytest-httpx does
    answer = httpx.Response(200, json={"status": "ok", "timestamp": ""})
    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", lambda self, request: answer)
    assert client(http_client=httpx.Client()).health().status == "ok"

def test_a_pool_that_is_patched(monkeypatch):  # as respx and vcrpy do
    import httpcore
    answer = httpcore.Response(200, content=b'{"status": "ok", "timestamp": ""}')
    monkeypatch.setattr(httpcore.ConnectionPool, "handle_request", lambda self, request: answer)
    assert client(http_client=httpx.Client()).health().status == "ok"
"""
)


def test_mocks_go_on_working(pytester: pytest.Pytester) -> None:
    with ScriptedServer(DROPPED) as server:
        run(pytester, server, MOCKED)
        assert server.connections == 0
