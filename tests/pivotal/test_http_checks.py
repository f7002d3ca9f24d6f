"""Connection options: unusable ones are refused when the client is created, not on its first call."""

import importlib.util
import ssl
import sys
from typing import Any

import httpx
import httpx2
import pytest
import requests
from pivotal import AsyncPivotalApi, PivotalApi
from pivotal.errors import APIConnectionError, InvalidArgumentError
from pivotal_api import Client, HTTPOptions

from tests.support.samples import KEY


class OnlySync(httpx.BaseTransport):
    pass


class OnlyAsync(httpx.AsyncBaseTransport):
    pass


CLIENTS = [PivotalApi, AsyncPivotalApi]
PROXIES = ["foo", "", "ftp://127.0.0.1", "http://127.0.0.1:port", "://", 5, " http://127.0.0.1:1", "http://a b"]
BAD: list[tuple[Any, dict[str, Any], str]] = [
    *((kind, {"proxy": proxy}, "proxy: ") for kind in CLIENTS for proxy in PROXIES),
    *((kind, {"verify": value}, "verify: ") for kind in CLIENTS for value in ("x", None, 1)),
    (PivotalApi, {"transport": OnlyAsync()}, "transport: got OnlyAsync; pass an httpx.BaseTransport or an httpx2."),
    (AsyncPivotalApi, {"transport": OnlySync()}, "transport: got OnlySync; pass an httpx.AsyncBaseTransport or an"),
    (PivotalApi, {"http_client": httpx.AsyncClient()}, "http_client: got AsyncClient; pass an httpx.Client or an "),
    (AsyncPivotalApi, {"http_client": httpx.Client()}, "http_client: got Client; pass an httpx.AsyncClient or an "),
    (PivotalApi, {"http_client": httpx2.AsyncClient()}, "http_client: got AsyncClient; pass an httpx.Client or an "),
    (AsyncPivotalApi, {"http_client": httpx2.Client()}, "http_client: got Client; pass an httpx.AsyncClient or an "),
    (PivotalApi, {"http_client": requests.Session()}, "http_client: got Session; pass an httpx.Client or an httpx2.C"),
    *((kind, {"max_response_bytes": value}, "max_response_bytes: ") for kind in CLIENTS for value in (0, True, "5")),
]


@pytest.mark.parametrize(
    ("kind", "options", "message"), BAD, ids=lambda value: str(getattr(value, "__name__", value))[:40]
)
def test_unusable_connection_options_are_refused(kind: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, base_url="http://127.0.0.1:1", **options)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize(
    "proxy", ["http://a..b:1", f"http://{'a' * 64}.example", "http://\u202ea:1", "http://\ud800@a:1"]
)
def test_a_proxy_that_no_connection_can_be_made_to(kind: Any, proxy: str) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^proxy: can't be used"):
        kind(api_key=KEY, base_url="https://127.0.0.1:1", proxy=proxy)


@pytest.mark.parametrize("kind", CLIENTS)
def test_http2_names_the_missing_extra(kind: Any) -> None:
    if importlib.util.find_spec("h2") is not None:
        kind(api_key=KEY, base_url="http://127.0.0.1:1", http2=True)
        return
    with pytest.raises(InvalidArgumentError, match=r"pivotal\[http2\]"):
        kind(api_key=KEY, base_url="http://127.0.0.1:1", http2=True)


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_socks_proxy_names_the_missing_package(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, base_url="http://127.0.0.1:1", proxy="socks5://127.0.0.1:1080")
    assert str(caught.value) == 'proxy: a SOCKS proxy needs the package socksio; pip install "httpx[socks]".'


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("url", ["socks5://127.0.0.1:1", "ftp://me:hunter2@127.0.0.1", "http://[::1", "http://a b"])
@pytest.mark.parametrize("kind", CLIENTS)
def test_an_unusable_proxy_from_the_environment_is_named(
    kind: Any, url: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, url)
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, base_url="https://127.0.0.1:1")
    assert str(caught.value).startswith(f"{name.upper()}: ") and "hunter2" not in str(caught.value)
    kind(api_key=KEY, base_url="http://127.0.0.1:1")  # to this machine no proxy is used
    monkeypatch.setenv("NO_PROXY", "*")
    kind(api_key=KEY, base_url="https://127.0.0.1:1")


@pytest.mark.parametrize("url", ["127.0.0.1:3128", "http://me:hunter2@127.0.0.1:3128", ""])
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_usable_proxy_from_the_environment(kind: Any, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", url)
    kind(api_key=KEY, base_url="https://127.0.0.1:1")


def test_the_password_of_a_proxy_is_not_shown() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        PivotalApi(api_key=KEY, base_url="http://127.0.0.1:1", proxy="ftp://me:hunter2@127.0.0.1")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(("kind", "own"), [(PivotalApi, httpx.Client), (AsyncPivotalApi, httpx.AsyncClient)])
def test_the_callers_client_must_not_have_params(kind: Any, own: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, base_url="http://127.0.0.1:1", http_client=own(params={"a": "b"}))
    assert str(caught.value) == (
        "http_client: has params, which would replace the query of every call; pass them as extra_query."
    )


FAR_PROXY = "http://proxy.example:3128"
VIA_ANOTHER_MACHINE: list[tuple[Any, dict[str, Any]]] = [
    *((kind, {"proxy": FAR_PROXY}) for kind in CLIENTS),
    (PivotalApi, {"http_client": httpx.Client(proxy=FAR_PROXY)}),
    (PivotalApi, {"http_client": httpx2.Client(proxy=FAR_PROXY)}),
    (PivotalApi, {"transport": httpx.HTTPTransport(proxy=FAR_PROXY)}),
    (AsyncPivotalApi, {"http_client": httpx.AsyncClient(proxy=FAR_PROXY)}),
    (AsyncPivotalApi, {"transport": httpx2.AsyncHTTPTransport(proxy=FAR_PROXY)}),
]


@pytest.mark.parametrize(
    ("kind", "options"),
    VIA_ANOTHER_MACHINE,
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value.__name__,
)
def test_no_proxy_on_another_machine_gets_the_key_in_plain_text(kind: Any, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError, match="the proxy is on another machine"):
        kind(api_key=KEY, base_url="http://127.0.0.1:1", **options)
    kind(api_key=KEY, base_url="https://127.0.0.1:1", **options)


def test_a_client_that_obeys_the_environment_gets_no_proxy_on_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", FAR_PROXY)
    with pytest.raises(InvalidArgumentError, match="http_client or transport: the proxy is on another machine"):
        PivotalApi(api_key=KEY, base_url="http://127.0.0.1:1", http_client=httpx.Client())
    PivotalApi(api_key=KEY, base_url="http://127.0.0.1:1")


PLAIN: list[tuple[Any, str]] = [
    ("x", "http: got str; pass HTTPOptions."),
    (HTTPOptions(proxy="foo"), "proxy: can't be used"),
    (HTTPOptions(proxy=FAR_PROXY), "proxy: the proxy is on another machine"),
    (HTTPOptions(verify=5), "verify: got int"),  # type: ignore[arg-type]
    (HTTPOptions(max_response_bytes=-1), "max_response_bytes: "),
]


@pytest.mark.parametrize(("options", "message"), PLAIN, ids=lambda value: str(value)[:40])
def test_a_plain_client_checks_its_connection_options_too(options: Any, message: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        Client(token=KEY, base_url="http://127.0.0.1:1", http=options)
    assert str(caught.value).startswith(message)


NOT_BESIDE: list[dict[str, Any]] = [
    {"base_url": "http://127.0.0.1:1"},
    {"proxy": "http://127.0.0.1:3128"},
    {"verify": False},
    {"transport": httpx.MockTransport(lambda _: httpx.Response(200))},
]


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("options", NOT_BESIDE, ids=lambda options: next(iter(options)))
def test_a_sandbox_accepts_no_connection_options(kind: Any, options: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError, match=r"^sandbox: runs in this process"):
        kind(sandbox=True, **options)


GOOD: list[dict[str, Any]] = [
    {"proxy": "http://127.0.0.1:3128"},
    {"verify": False},
    {"verify": ssl.create_default_context()},
    {"transport": httpx.MockTransport(lambda _: httpx.Response(200))},
]


@pytest.mark.parametrize("kind", CLIENTS)
@pytest.mark.parametrize("options", GOOD, ids=lambda options: next(iter(options)))
def test_usable_connection_options_are_accepted(kind: Any, options: dict[str, Any]) -> None:
    kind(api_key=KEY, base_url="http://127.0.0.1:1", **options)


@pytest.fixture(autouse=True)
def no_socks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Like an environment without the package for SOCKS."""
    monkeypatch.setitem(sys.modules, "socksio", None)


@pytest.mark.parametrize(("kind", "own"), [(PivotalApi, httpx.Client), (AsyncPivotalApi, httpx.AsyncClient)])
def test_the_callers_client_must_not_have_auth(kind: Any, own: Any) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        kind(api_key=KEY, base_url="http://127.0.0.1:1", http_client=own(auth=("ada", "hunter2")))
    assert str(caught.value) == "http_client: has auth, which would replace the API key; create it without."


@pytest.mark.parametrize("location", ["http://xn--a/", "http://a\x7f/", "mailto:x"])
def test_the_callers_client_does_not_parse_redirects(location: str) -> None:
    def redirect(_: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": location})

    own = httpx.Client(transport=httpx.MockTransport(redirect))
    pivotal = PivotalApi(api_key=KEY, base_url="http://127.0.0.1:1", http_client=own, max_retries=0)
    with pytest.raises(APIConnectionError):
        pivotal.me()
