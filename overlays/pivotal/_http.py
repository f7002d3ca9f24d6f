"""Validate connection options when a client is created, not on its first call."""

from importlib.util import find_spec
from ssl import SSLContext
from typing import cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from pivotal_runtime.transport import HTTPOptions

from pivotal.errors import InvalidArgumentError

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def checked_http(http: HTTPOptions, base_url: str, *, is_async: bool) -> HTTPOptions:
    """Return the options if a sync or an async client can make connections with them.

    Raises:
        InvalidArgumentError: An option, or a proxy from the environment, can't be used.
    """
    send, close, kind = (
        ("handle_async_request", "aclose", "AsyncClient") if is_async else ("handle_request", "close", "Client")
    )
    checks = (
        ("verify", isinstance(cast(object, http.verify), bool | SSLContext), "True or an ssl.SSLContext"),
        ("transport", http.transport is None or hasattr(http.transport, send), f"one that has {send}()"),
        ("http_client", http.http_client is None or hasattr(http.http_client, close), f"an httpx.{kind}"),
    )
    for name, usable, expected in checks:
        if not usable:
            raise InvalidArgumentError(f"{name}: got {type(getattr(http, name)).__name__}; pass {expected}.")
    if getattr(http.http_client, "params", None):
        raise InvalidArgumentError(
            "http_client: has params, which would replace the query of every call; pass them as extra_query."
        )
    if getattr(http.http_client, "auth", None):
        raise InvalidArgumentError("http_client: has auth, which would replace the API key; create it without.")
    if http.http2 and not find_spec("h2"):
        raise InvalidArgumentError('http2: the package h2 is missing; pip install "pivotal[http2]".')
    if http.proxy is not None:
        _check_proxy("proxy", http.proxy)
    elif http.transport is None and http.http_client is None and not base_url.startswith("http:"):
        _check_environment()
    return http


def _check_environment() -> None:
    proxies = getproxies()
    if proxies.get("no") == "*":
        return
    for scheme in ("http", "https", "all"):  # httpx reads all three, whichever it then uses
        if url := proxies.get(scheme):
            _check_proxy(f"{scheme.upper()}_PROXY", url if "://" in url else f"http://{url}")


def _check_proxy(name: str, url: object) -> None:
    scheme = _proxy_scheme(url)
    if scheme not in _PROXY_SCHEMES:  # the URL isn't repeated: it may contain a password
        raise InvalidArgumentError(f"{name}: can't be used; pass a URL such as http://127.0.0.1:3128.")
    if scheme.startswith("socks") and not find_spec("socksio"):
        raise InvalidArgumentError(f'{name}: a SOCKS proxy needs the package socksio; pip install "httpx[socks]".')


def _proxy_scheme(url: object) -> str:
    if not isinstance(url, str) or url.split() != [url]:
        return ""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    return parts.scheme if host else ""
