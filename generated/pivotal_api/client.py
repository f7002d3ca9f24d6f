# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""A plain client: one attempt a call, no policy. `pivotal.PivotalApi` brings retries and more to the same resources."""

from collections.abc import Sequence
from typing import Any, Generic, Self, TypeVar, Unpack

from .contract import BASE_URL
from .messages import DEFAULT_TIMEOUT, Timeout
from .operations import CallParts, Operation, T
from .resources import AsyncResources, Resources
from .transport import DEFAULT_HTTP, AsyncTransport, HTTPOptions, Transport

TransportT = TypeVar("TransportT", Transport, AsyncTransport)


class _Client(Generic[TransportT]):
    _transport: TransportT
    _kind: type[TransportT]

    def __init__(
        self,
        *,
        token: str,
        base_url: str = BASE_URL,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        http: HTTPOptions = DEFAULT_HTTP,
    ) -> None:
        self._transport = self._kind(token, base_url, timeout, http)

    @property
    def base_url(self) -> str:
        """The address that requests go to."""
        return self._transport.base_url

    def __repr__(self) -> str:
        return f"<{type(self).__name__} to {self.base_url}>"

    def __getstate__(self) -> dict[str, Any]:
        return {"_transport": self._transport}


class Client(_Client[Transport], Resources):
    """A plain client for the Pivotal API.

    Args:
        token: An API key.
        base_url: Where the API is.
        timeout: Seconds for each phase of a call (connect, read, write, pool), or a Timeout; None waits for ever.
        http: How connections are made.

    Raises:
        InvalidArgumentError: The token or the address can't be used.

    Example:
        >>> from pivotal_api import Client
        >>> client = Client(token="pivotal_test_...", base_url="http://127.0.0.1:8000")
        >>> client.customers.get(42)  # doctest: +SKIP
    """

    _kind = Transport

    def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make one attempt at an operation. Resources call this; so can you."""
        return operation.parse(self._transport.send(operation.request(self.base_url, path, **parts)))

    def close(self) -> None:
        """Close the connections; a later call opens new ones."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(_Client[AsyncTransport], AsyncResources):
    """A plain client for the Pivotal API, to be awaited. Arguments as for Client."""

    _kind = AsyncTransport

    async def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make one attempt at an operation. Resources call this; so can you."""
        return operation.parse(await self._transport.send(operation.request(self.base_url, path, **parts)))

    async def close(self) -> None:
        """Close this event loop's connections; a later call opens new ones."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
