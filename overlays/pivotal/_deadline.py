"""The deadline of a sync call, enforced on its connections: httpx limits each read, but not all reads together.

A server that sends a byte now and then could keep such a call open forever. So each connection shortens its time
limits to the time left of the call that its thread makes. (asyncio limits an async call as a whole.)
"""
# pyright: reportPrivateUsage=false

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import httpx
from pivotal_runtime.http_messages import Request, Response
from pivotal_runtime.transport import Transport

_SLICE = 16_384  # bytes; httpx restarts its time limit with every part that was sent


class _Call(threading.local):
    ends: float | None = None


_call = _Call()


class DeadlineTransport(Transport):
    """A Transport whose connections respect the deadline of the call that uses them."""

    def send(self, request: Request) -> Response:
        """Send a request once. Raises APIConnectionError or APITimeoutError without a complete response."""
        previous, _call.ends = _call.ends, request.deadline
        try:
            return super().send(request)
        finally:
            _call.ends = previous

    def _open(self, kind: Callable[..., httpx.Client]) -> httpx.Client:
        pool = super()._open(kind)
        if self._http.transport is None:
            _bound(pool, self.base_url)
        return pool


def _bound(pool: httpx.Client, base_url: str) -> None:
    """Put this module's network backend below the connections of httpx.

    httpx has no public way to do this that keeps its proxy handling. If a release moves the private attributes, each
    read is limited as before, and the tests of the deadline fail.
    """
    with suppress(AttributeError):
        transport: Any = pool._transport_for_url(httpx.URL(base_url))
        transport._pool._network_backend = _Network(transport._pool._network_backend)


def _left(limit: float | None, fault: type[httpx.TimeoutException]) -> float | None:
    if _call.ends is None:
        return limit
    left = _call.ends - time.monotonic()
    if left <= 0:
        raise fault("")
    return left if limit is None else min(limit, left)


class _Stream:
    """A connection, with the interface of httpcore.NetworkStream."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.close, self.get_extra_info = stream.close, stream.get_extra_info

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        content: bytes = self._stream.read(max_bytes, _left(timeout, httpx.ReadTimeout))
        return content

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if _call.ends is None:
            self._stream.write(buffer, timeout)
            return
        for start in range(0, len(buffer), _SLICE):
            self._stream.write(buffer[start : start + _SLICE], _left(timeout, httpx.WriteTimeout))

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> "_Stream":
        limit = _left(timeout, httpx.ConnectTimeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, limit))


class _Network:
    """A network backend, with the interface of httpcore.NetworkBackend."""

    def __init__(self, network: Any) -> None:
        self._network = network
        self.connect_unix_socket, self.sleep = network.connect_unix_socket, network.sleep

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, **how: Any) -> _Stream:
        if _call.ends is None:
            return _Stream(self._network.connect_tcp(host, port, timeout, **how))
        limit = _left(timeout, httpx.ConnectTimeout)
        seconds = _left(None, httpx.ConnectTimeout)
        return _Stream(_connect_in_thread(lambda: self._network.connect_tcp(host, port, limit, **how), seconds))


def _connect_in_thread(connect: Callable[[], Any], seconds: float | None) -> Any:
    """Connect in a thread: name lookup has no time limit, and each IP address gets the whole limit again."""
    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(connect())
        except BaseException as error:  # raised where the result is used
            future.set_exception(error)

    try:
        threading.Thread(target=run, name="pivotal-connect", daemon=True).start()
    except RuntimeError:  # no thread can be started while the interpreter exits
        return connect()
    try:
        return future.result(seconds)
    except BaseException as error:
        future.add_done_callback(_close)
        if isinstance(error, TimeoutError):
            raise httpx.ConnectTimeout("") from None
        raise


def _close(late: Future[Any]) -> None:
    if late.exception() is None:
        late.result().close()
