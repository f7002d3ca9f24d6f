"""The connections that a client opens itself, in the pool of httpcore."""

import re
from collections.abc import AsyncIterable, Iterable
from functools import lru_cache
from ssl import SSLContext
from typing import Any, cast
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

import httpcore2

from .async_network import AsyncNetwork
from .exchanges import HTTPOptions, Incoming, Outgoing
from .network import Network
from .proxies import proxy_for
from .tls import tls_context, unverified_context

_MOST = 100  # connections
_IDLE_SECONDS = 5.0  # many servers close a connection that was idle for longer
_PORTS = {"http": 80, "https": 443}
_UNSENDABLE = re.compile(r"[^!-~]")


@lru_cache(maxsize=64)
def _origin(scheme: str, host: str, port: int | None) -> tuple[bytes, bytes]:
    """Return a host as it is looked up, and the Host header."""
    name = host.encode("ascii") if host.isascii() else host.encode("idna")
    shown = b"[%b]" % name if b":" in name else name
    return name, shown if port in (None, _PORTS.get(scheme)) else b"%b:%d" % (shown, port)


def _target(parts: SplitResult) -> bytes:
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return (quote(target, safe="!#$%&'()*+,/:;=?@[]~") if _UNSENDABLE.search(target) else target).encode("ascii")


def _proxy(url: str, context: SSLContext | None) -> httpcore2.Proxy:
    parts = urlsplit(url)
    # As UTF-8: httpcore refuses other letters than those of ASCII in strings.
    auth = (unquote_to_bytes(parts.username), unquote_to_bytes(parts.password or "")) if parts.username else None
    port = parts.port or (1080 if parts.scheme.startswith("socks") else _PORTS[parts.scheme])
    host, _ = _origin(parts.scheme, parts.hostname or "", port)
    address = httpcore2.URL(scheme=parts.scheme.encode(), host=host, port=port, target=b"/")
    return httpcore2.Proxy(address, auth, ssl_context=context if parts.scheme == "https" else None)


def _pool_options(base_url: str, http: HTTPOptions) -> dict[str, Any]:
    plain = base_url.startswith("http:")
    # Plain HTTP to this machine must not send the key to a proxy from the environment.
    proxy = http.proxy or (None if plain else proxy_for(base_url))
    context: SSLContext | None = None
    if isinstance(http.verify, SSLContext):
        context = http.verify
    elif not plain or proxy:
        context = tls_context(http2=http.http2) if http.verify else unverified_context()
    return {
        "ssl_context": context,
        "proxy": _proxy(proxy, context) if proxy else None,
        "max_connections": _MOST,
        "max_keepalive_connections": _MOST,
        "keepalive_expiry": _IDLE_SECONDS,
        "http2": http.http2,
    }


def _request(outgoing: Outgoing) -> httpcore2.Request:
    request = outgoing.request
    parts = urlsplit(request.url)
    host, host_header = _origin(parts.scheme, parts.hostname or "", parts.port)
    url = httpcore2.URL(scheme=parts.scheme.encode(), host=host, port=parts.port, target=_target(parts))
    headers = [(name.encode(), value.encode()) for name, value in outgoing.headers.items()]
    if "host" not in outgoing.headers:
        headers.insert(0, (b"host", host_header))
    return httpcore2.Request(
        request.method.encode(),
        url,
        headers=headers,
        content=request.content or None,
        extensions=outgoing.extensions,
    )


def _headers(response: httpcore2.Response) -> dict[str, str]:
    return {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}


def _close_if_more_came(stream: Any) -> None:
    """Have a connection closed on which more arrived than the answer, which the next call would get.

    httpcore has no public way to see this. If a release moves the private attributes, the tests of the pool fail.
    """
    connection = getattr(getattr(stream, "_stream", None), "_connection", None)
    state = getattr(connection, "_h11_state", None)
    if state is not None and state.trailing_data[0]:
        state.send_failed()


def _http2_pools() -> Any:
    from . import http2_pools  # few programs need them

    return http2_pools


class Connections:
    """The sync connections of a client."""

    is_closed = False

    def __init__(self, base_url: str, http: HTTPOptions) -> None:
        kind = _http2_pools().HTTP2Pool if http.http2 else httpcore2.ConnectionPool
        self._pool = kind(**_pool_options(base_url, http), network_backend=Network())

    def open(self, outgoing: Outgoing) -> Incoming[Iterable[bytes], None]:
        """Send a request and return the head of its response."""
        response = self._pool.handle_request(_request(outgoing))
        stream: Any = response.stream

        def close() -> None:
            _close_if_more_came(stream)
            stream.close()

        return Incoming(response.status, _headers(response), cast(Iterable[bytes], stream), False, close)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class AsyncConnections:
    """The async connections of a client in one event loop."""

    is_closed = False

    def __init__(self, base_url: str, http: HTTPOptions) -> None:
        kind = _http2_pools().AsyncHTTP2Pool if http.http2 else httpcore2.AsyncConnectionPool
        self._pool = kind(**_pool_options(base_url, http), network_backend=AsyncNetwork())

    async def open(self, outgoing: Outgoing) -> "Incoming[AsyncIterable[bytes], Any]":
        """Send a request and return the head of its response."""
        response = await self._pool.handle_async_request(_request(outgoing))
        stream: Any = response.stream

        async def close() -> None:
            _close_if_more_came(stream)
            await stream.aclose()

        return Incoming(response.status, _headers(response), cast(AsyncIterable[bytes], stream), False, close)

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.aclose()
