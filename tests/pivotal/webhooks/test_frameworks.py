"""Receivers on a socket, alone and in each framework, as the examples show it."""

import asyncio
import gzip
import http.client
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from attrs import frozen
from pivotal.webhooks import Event, SeenInMemory, Webhooks

from tests.pivotal.webhooks.servers import asgi_server, django_app, example, wsgi_server
from tests.pivotal.webhooks.support import BODY, EVENT, SECRET, signed

LIMIT = 1_048_576
HTTP = httpx.Client(verify=False, timeout=60)  # no certificates to load


@frozen
class Served:
    """A receiver on a socket, and what its handler gets; it can be replaced."""

    url: str
    names: list[str]
    handler: Callable[[Callable[[str], object]], None]

    def post(self, body: bytes = BODY, headers: Any = None) -> httpx.Response:
        return HTTP.post(self.url, content=body, headers=signed(body) if headers is None else headers)


def own_app(kind: str) -> tuple[Any, Any]:
    """Return an application of ours, and the namespace that its handler prints to."""
    webhooks = Webhooks(SECRET, seen=SeenInMemory())
    space = type("Space", (), {})()

    @webhooks.on("onboarding.launched")
    def launched(event: Event) -> None:
        space.print(f"{event.to_dict()['data']['object']['name']} is launched")

    return getattr(webhooks, kind)(), space


def served_app(name: str) -> tuple[AbstractContextManager[str], Any]:
    if name in ("asgi", "wsgi"):
        app, space = own_app(name)
        return (asgi_server if name == "asgi" else wsgi_server)(app), space
    module = example(f"receive_in_{name}")
    if name == "django":
        return wsgi_server(django_app(module.receive)), module
    return (asgi_server if name == "fastapi" else wsgi_server)(module.app), module


@pytest.fixture(params=["asgi", "wsgi", "fastapi", "flask", "django"])
def served(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("PIVOTAL_WEBHOOK_SECRET", SECRET)
    monkeypatch.chdir(tmp_path)
    names: list[str] = []
    with ExitStack() as stack:
        server, space = served_app(request.param)

        def replace(handler: Callable[[str], object]) -> None:
            space.print = handler

        replace(names.append)
        yield Served(f"{stack.enter_context(server)}/webhooks", names, replace)


def large_body(size: int) -> bytes:
    content = {**EVENT, "filler": ""}
    empty = len(json.dumps(content).encode())
    return json.dumps({**content, "filler": "x" * (size - empty)}).encode()


def test_a_delivery_is_handled_once(served: Served) -> None:
    for _ in range(2):
        response = served.post()
        assert (response.status_code, response.content) == (204, b"")
    assert served.names == ["Aurora é is launched"]


def test_a_compressed_delivery_is_handled_as_its_json_is_signed(served: Served) -> None:
    headers = {**signed(), "content-encoding": "gzip"}
    assert served.post(gzip.compress(BODY), headers).status_code == 204
    assert served.names == ["Aurora é is launched"]


def test_a_forged_delivery_is_refused(served: Served) -> None:
    response = served.post(BODY.replace(b"evt_1", b"evt_2"), signed())
    assert (response.status_code, response.text) == (400, "no_signature_fits")
    assert served.post(BODY, {}).text == "missing_header"
    assert served.names == []


@pytest.mark.parametrize("codec", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_large_body_is_handled_up_to_the_limit(served: Served, codec: Callable[[bytes], bytes]) -> None:
    largest, larger = large_body(LIMIT), large_body(LIMIT + 1)
    assert served.post(codec(larger), signed(larger)).status_code == 413
    assert served.names == []
    assert served.post(codec(largest), signed(largest)).status_code == 204
    assert served.names == ["Aurora é is launched"]


def test_a_delivery_is_repeated_if_the_handler_fails(served: Served) -> None:
    def fail(name: str) -> None:
        raise ValueError("out of order")

    served.handler(fail)
    assert served.post().status_code == 500
    served.handler(served.names.append)
    assert served.post().status_code == 204
    assert served.names == ["Aurora é is launched"]


def test_only_a_post_is_a_delivery(served: Served) -> None:
    response = HTTP.get(served.url)
    assert response.status_code == 405
    assert "POST" in response.headers["allow"]


# Our own applications.


@pytest.mark.parametrize("name", ["asgi", "wsgi"])
def test_a_body_far_above_the_limit_is_read_and_refused(name: str) -> None:
    server, _ = served_app(name)
    with server as url:
        response = HTTP.post(url, content=b"x" * (8 * LIMIT), headers=signed())
    assert (response.status_code, response.text) == (413, "too_large")


def test_a_chunked_body_arrives_at_asgi() -> None:
    server, space = served_app("asgi")
    names: list[str] = []
    space.print = names.append
    with server as url:
        assert HTTP.post(url, content=iter([BODY[:10], BODY[10:]]), headers=signed()).status_code == 204
    assert names == ["Aurora é is launched"]


def test_a_chunked_body_needs_a_wsgi_server_that_marks_its_end() -> None:
    app, space = own_app("wsgi")
    names: list[str] = []
    space.print = names.append

    def terminated(environ: dict[str, Any], start_response: Any) -> Any:
        """As gunicorn does it; wsgiref doesn't decode chunks."""
        length = int(environ.pop("CONTENT_LENGTH"))
        body = environ["wsgi.input"].read(length)
        parts = iter([body[:10], body[10:]])
        environ["wsgi.input"] = type("Stream", (), {"read": lambda self, size: next(parts, b"")})()
        environ["wsgi.input_terminated"] = True
        return app(environ, start_response)

    with wsgi_server(app) as url:
        response = HTTP.post(url, content=iter([BODY]), headers=signed())
    assert (response.status_code, response.text) == (411, "length_required")
    with wsgi_server(terminated) as url:
        assert HTTP.post(url, content=BODY, headers=signed()).status_code == 204
    assert names == ["Aurora é is launched"]


@pytest.mark.parametrize("length", ["x", "-5"])
def test_wsgi_refuses_a_length_that_is_not_a_number(length: str) -> None:
    app, _ = own_app("wsgi")
    with wsgi_server(app) as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        connection.request("POST", "/", headers={**signed(), "Content-Length": length})
        assert connection.getresponse().status == 411
        connection.close()


def test_a_client_that_disconnects_early_leaves_nothing() -> None:
    server, space = served_app("asgi")
    names: list[str] = []
    space.print = names.append
    with server as url:
        host, port = urlsplit(url).netloc.split(":")
        with socket.create_connection((host, int(port))) as client:
            client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
        assert HTTP.post(url, content=BODY, headers=signed()).status_code == 204
    assert names == ["Aurora é is launched"]


def test_websockets_are_not_webhooks() -> None:
    app, _ = own_app("asgi")
    with pytest.raises(NotImplementedError, match="not by websocket"):
        asyncio.run(app({"type": "websocket"}, None, None))


def test_the_dependency_of_fastapi_is_a_verified_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_WEBHOOK_SECRET", SECRET)
    monkeypatch.chdir(tmp_path)
    server, module = served_app("fastapi")
    types: list[str] = []
    module.print = types.append
    with server as url:
        assert HTTP.post(f"{url}/events", content=BODY, headers=signed()).status_code == 204
        response = HTTP.post(f"{url}/events", content=BODY, headers=signed(BODY + b" "))
    assert (response.status_code, response.json()) == (400, {"detail": "no_signature_fits"})
    assert types == ["onboarding.launched"]
