"""Plain clients: one attempt for each call, and no policy. `pivotal.PivotalApi` adds retries and more."""

from collections.abc import Sequence
from typing import Any, Generic, Self, TypeVar, Unpack

from .http_messages import DEFAULT_TIMEOUT, Timeout
from .operations import CallParts, Operation, T
from .transport import DEFAULT_HTTP, AsyncTransport, HTTPOptions, Transport

TransportT = TypeVar("TransportT", Transport, AsyncTransport)


class _PlainClient(Generic[TransportT]):
    _transport_class: type[TransportT]
    _transport: TransportT

    def __init__(
        self,
        *,
        token: str,
        base_url: str,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        http: HTTPOptions = DEFAULT_HTTP,
    ) -> None:
        self._transport = self._transport_class(token, base_url, timeout, http)

    @property
    def base_url(self) -> str:
        """The URL that requests go to."""
        return self._transport.base_url

    def __repr__(self) -> str:
        return f"<{type(self).__name__} to {self.base_url}>"

    def __getstate__(self) -> dict[str, Any]:
        return {"_transport": self._transport}


class PlainClient(_PlainClient[Transport]):
    """The part of a generated client that doesn't depend on the contract."""

    _transport_class = Transport

    def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Send one attempt at an operation and return its result. Resources call this; so can you."""
        return operation.parse(self._transport.send(operation.request(self.base_url, path, **parts)))

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncPlainClient(_PlainClient[AsyncTransport]):
    """The part of a generated async client that doesn't depend on the contract."""

    _transport_class = AsyncTransport

    async def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Send one attempt at an operation and return its result. Resources call this; so can you."""
        return operation.parse(await self._transport.send(operation.request(self.base_url, path, **parts)))

    async def close(self) -> None:
        """Close this event loop's connections; a later call opens new ones."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
