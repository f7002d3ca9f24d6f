"""Pools for HTTP/2, where many calls share a connection and some of them give up.

A call that is cancelled or out of time leaves its stream open: httpcore doesn't reset it. The server may never answer
it, and what it does send is never acknowledged. After 100 such streams, or 16 MiB, the connection would be unusable.
So a connection on which a call gave up serves the others that it has, and no new ones.
"""

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from typing import Any, cast

import httpcore2

_ENDED_BY_THE_SERVER = (httpcore2.ConnectionNotAvailable, httpcore2.RemoteProtocolError)


class _Body:
    """The body of a response. Closing it before its end gives up."""

    def __init__(self, stream: Any, connection: "_Retiring") -> None:
        self._stream = stream
        self._connection = connection
        self._is_whole = False

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream
        self._is_whole = True

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk
        self._is_whole = True

    def close(self) -> None:
        self._note()
        self._stream.close()

    async def aclose(self) -> None:
        self._note()
        await self._stream.aclose()

    def _note(self) -> None:
        self._connection.was_given_up |= not self._is_whole


class _Retiring:
    """A connection of httpcore that takes no more calls after one of its calls gave up."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.was_given_up = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def handle_request(self, request: httpcore2.Request) -> httpcore2.Response:
        with self._noting():
            return self._tracked(self._connection.handle_request(request))

    async def handle_async_request(self, request: httpcore2.Request) -> httpcore2.Response:
        with self._noting():
            return self._tracked(await self._connection.handle_async_request(request))

    @contextmanager
    def _noting(self) -> Generator[None]:
        try:
            yield
        except _ENDED_BY_THE_SERVER:
            raise
        except BaseException:
            self.was_given_up = True
            raise

    def _tracked(self, response: httpcore2.Response) -> httpcore2.Response:
        extensions: Any = response.extensions  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        if extensions.get("http_version") == b"HTTP/2":
            response.stream = cast(Any, _Body(response.stream, self))
        return response

    def is_available(self) -> bool:
        return not self.was_given_up and bool(self._connection.is_available())

    def has_expired(self) -> bool:
        is_over = self.was_given_up and self._connection.is_idle()
        return bool(is_over or self._connection.has_expired())


class HTTP2Pool(httpcore2.ConnectionPool):
    """The sync pool."""

    def create_connection(self, origin: httpcore2.Origin) -> httpcore2.ConnectionInterface:
        return cast(httpcore2.ConnectionInterface, _Retiring(super().create_connection(origin)))


class AsyncHTTP2Pool(httpcore2.AsyncConnectionPool):
    """The async pool."""

    def create_connection(self, origin: httpcore2.Origin) -> httpcore2.AsyncConnectionInterface:
        return cast(httpcore2.AsyncConnectionInterface, _Retiring(super().create_connection(origin)))
