"""Async connections below httpcore, on asyncio alone.

httpcore asks before a kept connection is used again whether anything arrived on it. With its own connections the answer
is about the socket, which asyncio has emptied by then, so an unrequested answer would pass for the next one. These
connections know. They also need less than half of the processor time.
"""

import asyncio
import ssl
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, cast

import httpcore2
from httpcore2 import SOCKET_OPTION

from .attempts import current_attempt
from .network import Seen

_MOST_UNREAD = 262_144  # bytes; then the server has to wait


@contextmanager
def _connecting(seconds: float | None) -> Generator[asyncio.Timeout]:
    try:
        yield asyncio.timeout(seconds)
    except TimeoutError as error:
        raise httpcore2.ConnectTimeout from error
    except OSError as error:
        raise httpcore2.ConnectError(str(error)) from error


class AsyncStream(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """An async connection."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._seen = Seen()
        self._unread = bytearray()
        self._ended = self._is_lost = False
        self._error: Exception | None = None
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._is_full = False

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is not a subclass
        self._lowest = self._transport

    def data_received(self, data: bytes) -> None:
        self._unread += data
        if len(self._unread) > _MOST_UNREAD:
            self._transport.pause_reading()
        self._wake(self._reader)

    def eof_received(self) -> None:
        self._ended = True
        self._wake(self._reader)

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended, self._is_lost, self._error = True, True, exc
        self._wake(self._reader)
        self._wake(self._writer)

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._wake(self._writer)

    @staticmethod
    def _wake(waiter: "asyncio.Future[None] | None") -> None:
        if waiter is not None and not waiter.done():
            waiter.set_result(None)

    # What httpcore calls.

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if not self._unread and not self._ended:
            self._reader = self._loop.create_future()
            await self._wait(self._reader, timeout, httpcore2.ReadTimeout)
        if self._error is not None and not self._unread:
            raise httpcore2.ReadError(str(self._error)) from self._error
        content = bytes(self._unread[:max_bytes])
        del self._unread[:max_bytes]
        if len(self._unread) <= _MOST_UNREAD:
            self._transport.resume_reading()
        return self._seen.received(current_attempt(), content)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._seen.writing(current_attempt())
        # The transport of TLS learns too late that the connection below it is lost; asyncio logs each write until then.
        if self._ended or self._lowest.is_closing():
            raise httpcore2.WriteError("The connection is closed")
        self._transport.write(buffer)
        while self._is_full and not self._ended:
            self._writer = self._loop.create_future()
            await self._wait(self._writer, timeout, httpcore2.WriteTimeout)

    async def _wait(
        self, waiter: "asyncio.Future[None]", seconds: float | None, fault: type[httpcore2.TimeoutException]
    ) -> None:
        def expire() -> None:
            if not waiter.done():
                waiter.set_exception(fault())

        timer = None if seconds is None else self._loop.call_later(seconds, expire)
        try:
            await waiter
        finally:
            if timer is not None:
                timer.cancel()

    async def aclose(self) -> None:
        # Nothing is left to send. It doesn't wait, so that cancelling the task can't interrupt it.
        if not self._is_lost:  # asyncio may raise AttributeError then
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        secured = AsyncStream()
        try:
            with _connecting(timeout) as limit:
                async with limit:
                    transport = await self._loop.start_tls(
                        self._transport, secured, ssl_context, server_hostname=server_hostname
                    )
        except BaseException:
            self._transport.abort()
            raise
        if transport is None:
            raise httpcore2.ConnectError("The connection was closed during the TLS handshake")
        secured.connection_made(transport)
        secured._lowest = self._lowest
        return secured

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return bool(self._unread) or self._ended
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._transport.get_extra_info(names.get(info, info))


def _both_ip_versions(loop: asyncio.AbstractEventLoop) -> dict[str, Any]:
    """Have IPv4 tried soon where IPv6 doesn't answer; the loops of uvloop can't."""
    return {"happy_eyeballs_delay": 0.25} if isinstance(loop, asyncio.BaseEventLoop) else {}


class AsyncNetwork(httpcore2.AsyncNetworkBackend):
    """Makes async connections."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        with _connecting(timeout) as limit:
            async with limit:
                _, stream = await loop.create_connection(AsyncStream, host, port, **_both_ip_versions(loop))
                return stream
