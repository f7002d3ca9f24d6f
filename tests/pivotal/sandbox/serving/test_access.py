"""Who may call a sandbox on a port: not a web page of another site, and nobody without the token controls it."""

import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pivotal import PivotalApi
from pivotal.sandbox import Sandbox

from tests.pivotal.sandbox.support import KEY

PATHS = ("/api/v1/health", "/_sandbox/clock")


class Served:
    def __init__(self, sandbox: Sandbox, url: str) -> None:
        self.url = url
        self.port = httpx.URL(url).port
        self.token = sandbox.control_token

    def get(self, path: str, **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {self.token}", **headers}
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=sent, trust_env=False)


@pytest.fixture
def served(sandbox: Sandbox) -> Iterator[Served]:
    with sandbox.serve(control=True) as url:
        yield Served(sandbox, url)


GOOD_HOSTS = ["127.0.0.1", "localhost", "LOCALHOST:1", "[::1]", "[::1]:8080", "127.0.0.9:80"]
BAD_HOSTS = [
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "10.0.0.1",
    "0.0.0.0",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "[::1",
    "",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_this_machine_may_be_called_by_any_of_its_names(served: Served, path: str, host: str) -> None:
    assert served.get(path, Host=host).status_code == 200


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", BAD_HOSTS)
def test_another_name_is_refused(served: Served, path: str, host: str) -> None:
    answer = served.get(path, Host=host)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "host_not_allowed")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:3000", 200),
        ("http://127.0.0.1:3000", 200),
        ("https://evil.example", 403),
        ("null", 403),
        ("http://localhost.evil.example", 403),
        ("http://[::1", 403),
    ],
)
def test_pages_of_other_sites_are_refused(served: Served, path: str, origin: str, status: int) -> None:
    answer = served.get(path, Origin=origin)
    assert answer.status_code == status
    assert status == 200 or answer.json()["error"]["code"] == "origin_not_allowed"


@pytest.mark.parametrize("value", ["", "Bearer", f"Bearer {KEY}", "Basic {token}", "{token}", "Bearer é"])
def test_control_needs_the_token(served: Served, value: str) -> None:
    headers = {"Authorization": value.format(token=served.token).encode("latin-1")}
    url = f"{served.url}/_sandbox"
    for answer in (
        httpx.get(f"{url}/requests", headers=headers, trust_env=False),
        httpx.post(f"{url}/reset", headers=headers, json={}, trust_env=False),
        httpx.get(f"{url}/nothing", headers=headers, trust_env=False),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_control_token")
        assert served.token not in answer.text


def test_each_sandbox_has_a_token_of_its_own_that_is_not_shown() -> None:
    first, second = Sandbox(), Sandbox()
    assert first.control_token != second.control_token and len(first.control_token) >= 32
    assert first.control_token not in repr(first)


OPEN: list[tuple[str, dict[str, Any], int]] = [
    ("10.0.0.1:80", {}, 200),
    ("[2001:db8::1]", {}, 200),
    (socket.gethostname(), {}, 200),
    ("evil.example", {}, 403),
    ("pivotal", {}, 403),
    ("pivotal", {"allowed_hosts": ["Pivotal"]}, 200),
    ("pivotal:80", {"allowed_hosts": ["pivotal"]}, 200),
    ("evil.example", {"allowed_hosts": ["pivotal"]}, 403),
]


@pytest.mark.parametrize(("host", "options", "status"), OPEN, ids=str)
def test_a_server_for_other_machines(sandbox: Sandbox, host: str, options: dict[str, Any], status: int) -> None:
    with sandbox.serve("0.0.0.0", control=True, **options) as url:
        assert Served(sandbox, url).get("/api/v1/health", Host=host).status_code == status


def test_a_server_may_be_called_by_the_host_that_it_is_bound_to(sandbox: Sandbox) -> None:
    for host in ("localhost", "127.0.0.2", "::1", "0.0.0.0", "::"):
        with sandbox.serve(host) as url:
            assert PivotalApi(api_key=KEY, base_url=url).health().status == "ok"
