"""What a client is told of how to make connections, checked when it is made and not at its first call."""

from importlib.util import find_spec
from ssl import SSLContext
from typing import cast
from urllib.parse import urlsplit

from pivotal_api.transport import HTTPOptions

from pivotal.errors import InvalidArgumentError

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def checked_http(http: HTTPOptions, *, is_async: bool) -> HTTPOptions:
    """Give the options back if a sync or an async client can make connections with them.

    Raises:
        InvalidArgumentError: One of them can't work.
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
    if http.http2 and not find_spec("h2"):
        raise InvalidArgumentError('http2: the package h2 is missing; pip install "pivotal[http2]".')
    if http.proxy is not None and not _is_proxy(http.proxy):
        # The address isn't repeated: it may hold a password.
        raise InvalidArgumentError("proxy: can't be used; pass an address such as http://127.0.0.1:3128.")
    return http


def _is_proxy(address: object) -> bool:
    try:
        parts = urlsplit(address if isinstance(address, str) else "")
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    has_socks = not parts.scheme.startswith("socks") or find_spec("socksio") is not None
    return bool(host) and parts.scheme in _PROXY_SCHEMES and has_socks
