"""Sending with an HTTP client or transport of the caller's. Which library it is from decides what it is sent.

httpx and httpx2 have the same classes under the same names, so a family is just the module.
"""

import sys
from collections.abc import AsyncIterable, Awaitable, Iterable, Sequence
from typing import Any, cast

from .errors import InvalidArgumentError
from .exchanges import HTTPOptions, Incoming, Outgoing

FAMILIES = ("httpx", "httpx2")


def family_of(value: object, kind: str) -> Any:
    """Return the module of which a value is a `kind`, such as Client; None if there is none."""
    # Without importing them: of a library that nobody imported there are no objects.
    modules = (sys.modules.get(name) for name in FAMILIES)
    return next((module for module in modules if module and isinstance(value, getattr(module, kind))), None)


def check_caller_http(http: HTTPOptions, *, is_async: bool) -> None:
    """Raise InvalidArgumentError for a client or transport of another library, or of the other kind."""
    prefix = "Async" if is_async else ""
    for name, value, kind in (
        ("transport", http.transport, f"{prefix}BaseTransport"),
        ("http_client", http.http_client, f"{prefix}Client"),
    ):
        if value is not None and family_of(value, kind) is None:
            expected = " or an ".join(f"{family}.{kind}" for family in FAMILIES)
            raise InvalidArgumentError(f"{name}: got {type(value).__name__}; pass an {expected}.")
    if getattr(http.http_client, "params", None):
        raise InvalidArgumentError(
            "http_client: has params, which would replace the query of every call; pass them as extra_query."
        )
    if getattr(http.http_client, "auth", None):
        raise InvalidArgumentError("http_client: has auth, which would replace the API key; create it without.")


def caller_proxy_host(http: HTTPOptions, url: str) -> str | None:
    """Return the host of the proxy by which a client or transport of the caller's reaches a URL; None without one.

    No library has a public way to see this. If a release moves the private attributes, the tests of the checks fail.
    """
    transport: Any = http.transport
    if (client := cast(Any, http.http_client)) is not None:
        transport = client._transport_for_url(client.build_request("GET", url).url)
    proxy = getattr(getattr(transport, "_pool", None), "_proxy_url", None)
    return None if proxy is None else proxy.host.decode("ascii").strip("[]")


class _Caller:
    def __init__(self, http: HTTPOptions, kind: str) -> None:
        self._client: Any = http.http_client
        self._transport: Any = http.transport
        self._family: Any = family_of(http.transport, kind)

    @property
    def is_closed(self) -> bool:
        return bool(self._client is not None and self._client.is_closed)

    def _build(self, outgoing: Outgoing) -> Any:
        request = outgoing.request
        build = self._client.build_request if self._client is not None else self._family.Request
        try:
            return build(
                request.method,
                request.url,
                headers=outgoing.headers,
                content=request.content,
                extensions=outgoing.extensions,
            )
        except Exception as error:
            if type(error).__name__ != "InvalidURL":
                raise
            raise InvalidArgumentError(f"The URL can't be requested: {error}.") from error


def _headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in raw}


class CallerHTTP(_Caller):
    """Sends with a sync client or transport of the caller's."""

    def __init__(self, http: HTTPOptions) -> None:
        super().__init__(http, "BaseTransport")

    def open(self, outgoing: Outgoing) -> Incoming[Iterable[bytes], object]:
        """Send a request and return the head of its response."""
        built = self._build(outgoing)
        if self._client is not None:
            response = self._client.send(built, follow_redirects=False, stream=True)
        else:
            response = self._transport.handle_request(built)
        decoded = response.is_stream_consumed  # a hook, or a transport without a network, read it
        chunks = response.iter_bytes() if decoded else response.iter_raw()
        return Incoming(response.status_code, _headers(response.headers.raw), chunks, decoded, response.close)

    def close(self) -> None:
        """Close the transport; a client is the caller's to close."""
        if self._transport is not None and self._client is None:
            self._transport.close()


class AsyncCallerHTTP(_Caller):
    """Sends with an async client or transport of the caller's."""

    def __init__(self, http: HTTPOptions) -> None:
        super().__init__(http, "AsyncBaseTransport")

    async def open(self, outgoing: Outgoing) -> Incoming[AsyncIterable[bytes], Awaitable[object]]:
        """Send a request and return the head of its response."""
        built = self._build(outgoing)
        if self._client is not None:
            response = await self._client.send(built, follow_redirects=False, stream=True)
        else:
            response = await self._transport.handle_async_request(built)
        decoded = response.is_stream_consumed
        chunks = response.aiter_bytes() if decoded else response.aiter_raw()
        return Incoming(response.status_code, _headers(response.headers.raw), chunks, decoded, response.aclose)

    async def close(self) -> None:
        """Close the transport; a client is the caller's to close."""
        if self._transport is not None and self._client is None:
            await self._transport.aclose()
