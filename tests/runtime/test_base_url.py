"""Where a key may be sent: over https, or to this machine, and never through another host."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
from pivotal_api import AsyncClient, Client
from pivotal_runtime.errors import APIConnectionError, InvalidArgumentError

from tests.support.calls import KINDS, TOKEN, Kind, invoke
from tests.support.instances import SCHEMAS, full
from tests.support.scripted import ScriptedServer, reply


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    "url",
    [
        "", "my.pivotal.app", "ftp://my.pivotal.app", "https://", "https:///path", "file:///etc/passwd", "//host",
        "http://my.pivotal.app", "http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://10.0.0.1",
        "http://0.0.0.0", "http://127.1", "https://user:pass@host", "https://key@host", "http://localhost@evil.example",
        "https://host?", "https://host?a=b", "https://host#", "https://host/#a", "https://host:99999", "https://host:x",
        "https://[::1", "https://a b", " https://host", "https://host ", "https://host\n", "https://ho\tst",
        "https://host\\path", "http://127.0.0.1\\.evil.example", "https://a..b", "https://" + "a" * 64 + ".example",
        "https://a\0b", "https://a\x7f", "https://host/\0", "https://host/\x1b[2J", "https://host/\ud800", "https://a%00b",
        "https://a\"b", "https://a|b", "http://127.0.0.1\0", "https://ab\xad.example", "https://\ud800.example",
        "https://\u2100.example", None, b"https://host", 5,
    ],
    ids=ascii,
)  # fmt: skip
def test_a_base_url_that_a_key_must_not_be_sent_to_is_refused(kind: Any, url: Any) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^base_url: ") as info:
        kind(token=TOKEN, base_url=url)
    assert "pass@" not in str(info.value)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://host/", "https://host"), ("https://host:8443", "https://host:8443"), ("HTTPS://Host", "https://Host"),
        ("https://host/base//", "https://host/base"), ("https://host/api/v1", "https://host"),
        ("https://host/api/v1/", "https://host"), ("https://host/base/api/v1", "https://host/base"),
        ("https://host/api", "https://host/api"), ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:1", "http://[::1]:1"), ("HTTP://127.0.0.9", "http://127.0.0.9"),
    ],
)  # fmt: skip
def test_a_base_url_is_kept_without_what_paths_start_with(url: str, kept: str) -> None:
    assert Client(token=TOKEN, base_url=url).base_url == kept


def test_the_path_of_a_base_url_precedes_that_of_the_operation(loopback: ScriptedServer) -> None:
    loopback.play(reply(200, full(SCHEMAS["Customer"])))
    invoke("sync", f"{loopback.url}/gateway/", "customers.get", 1)
    assert loopback.requests[0].target == "/gateway/api/v1/customers/1"


@pytest.mark.parametrize("kind", KINDS)
def test_a_proxy_from_the_environment_gets_no_request_to_this_machine(
    loopback: ScriptedServer, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.play(reply(200, full(SCHEMAS["Customer"])))
    with ScriptedServer() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        invoke(kind, loopback.url, "customers.get", 1)
        assert proxy.requests == []
    assert len(loopback.requests) == 1


@pytest.fixture(scope="module")
def untrusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[bytes]]]:
    """Start a TLS server with an untrusted certificate; yield its URL and what it received."""
    folder: Path = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 -keyout key.pem -out cert.pem"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    read: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as secured:
                    read.append(secured.recv(65536))
            except OSError:
                plain.close()

    with create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", read


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["https", "HTTPS", "Https"])
def test_an_untrusted_certificate_gets_no_key(untrusted: tuple[str, list[bytes]], kind: Kind, scheme: str) -> None:
    url, read = untrusted
    with pytest.raises(APIConnectionError, match=r"(?i)certificate"):
        invoke(kind, f"{scheme}://{url}", "customers.get", 1)
    assert not any(read)
