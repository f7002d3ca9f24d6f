"""What a client is told of how to make connections, checked when it is made and not at its first call."""

from importlib.util import find_spec
from ssl import SSLContext
from typing import cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from pivotal_runtime.transport import HTTPOptions

from pivotal.errors import InvalidArgumentError

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def checked_http(http: HTTPOptions, base_url: str, *, is_async: bool) -> HTTPOptions:
    """Give the options back if a sync or an async client can make connections with them.

    Raises:
        InvalidArgumentError: One of them can't work, or a proxy that the environment names.
    """
    send, close, kind = (
        ("handle_async_request", "aclose", "AsyncClient") if is_async else ("handle_request", "close", "Client")
    )
    wanted = (
        ("verify", isinstance(cast(object, http.verify), bool | SSLContext), "True or an ssl.SSLContext"),
        ("transport", http.transport is None or hasattr(http.transport, send), f"one that has {send}()"),
        ("http_client", http.http_client is None or hasattr(http.http_client, close), f"an httpx.{kind}"),
    )
    for name, usable, what in wanted:
        if not usable:
            raise InvalidArgumentError(f"{name}: got {type(getattr(http, name)).__name__}; pass {what}.")
    if getattr(http.http_client, "params", None):
        raise InvalidArgumentError(
            "http_client: it has params, which would replace the query of every call; pass them as extra_query."
        )
    if getattr(http.http_client, "auth", None):
        raise InvalidArgumentError("http_client: it has auth, which would replace the API key; make it without.")
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
    for scheme in ("http", "https", "all"):  # the HTTP library takes all three, whichever it then uses
        if address := proxies.get(scheme):
            _check_proxy(f"{scheme.upper()}_PROXY", address if "://" in address else f"http://{address}")


def _check_proxy(name: str, address: object) -> None:
    scheme = _proxy_scheme(address)
    if scheme not in _PROXY_SCHEMES:  # the address isn't repeated: it may hold a password
        raise InvalidArgumentError(f"{name}: can't be used; pass an address such as http://127.0.0.1:3128.")
    if scheme.startswith("socks") and not find_spec("socksio"):
        raise InvalidArgumentError(f'{name}: a SOCKS proxy needs the package socksio; pip install "httpx[socks]".')


def _proxy_scheme(address: object) -> str:
    if not isinstance(address, str) or address.split() != [address]:
        return ""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    return parts.scheme if host else ""
