"""Below the connections: the end of an attempt, enforced on each read and write.

httpcore limits each read, but not all reads together; a server that sends a byte now and then could keep a call open
forever. So each sync connection shortens its time limits to the time left of the attempt that uses it. (asyncio limits
an async attempt as a whole.)
"""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import httpcore2
from httpcore2 import SOCKET_OPTION

from .attempts import Attempt, AttemptTimeout, current_attempt

_SLICE = 16_384  # bytes; httpcore restarts its time limit with every part that was sent


class Seen:
    """Whether a connection has received anything, and for which attempts."""

    def __init__(self) -> None:
        self._used = False

    def writing(self, attempt: Attempt) -> None:
        if self._used and not attempt.received:
            attempt.reused = True

    def received(self, attempt: Attempt, content: bytes) -> bytes:
        self._used = self._used or bool(content)
        attempt.received += len(content)
        return content


class Stream(httpcore2.NetworkStream):
    """A sync connection."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream
        self._seen = Seen()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        attempt = current_attempt()
        try:
            content = self._stream.read(max_bytes, attempt.left(timeout, httpcore2.ReadTimeout))
        except httpcore2.ReadTimeout:
            if attempt.has_ended and self._is_shared():
                raise AttemptTimeout from None
            raise
        return self._seen.received(attempt, content)

    def _is_shared(self) -> bool:
        tls = self._stream.get_extra_info("ssl_object")
        return tls is not None and tls.selected_alpn_protocol() == "h2"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        attempt = current_attempt()
        self._seen.writing(attempt)
        for start in range(0, len(buffer), _SLICE):
            part = buffer[start : start + _SLICE]
            self._stream.write(part, attempt.left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        # A thread that waits on the connection would not notice that it is closed.
        with suppress(OSError):
            socket.socket.shutdown(self._stream.get_extra_info("socket"), socket.SHUT_RDWR)
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        limit = current_attempt().left(timeout, httpcore2.ConnectTimeout)
        return Stream(self._stream.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Network(httpcore2.NetworkBackend):
    """Makes sync connections."""

    def __init__(self) -> None:
        self._network = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        attempt = current_attempt()
        limit = attempt.left(timeout, httpcore2.ConnectTimeout)

        def connect() -> httpcore2.NetworkStream:
            return self._network.connect_tcp(host, port, limit, local_address, socket_options)

        if attempt.ends is None:
            return Stream(connect())
        return Stream(_connect_in_thread(connect, attempt.left(None, httpcore2.ConnectTimeout)))


def _connect_in_thread(
    connect: Callable[[], httpcore2.NetworkStream], seconds: float | None
) -> httpcore2.NetworkStream:
    """Connect in a thread: name lookup has no time limit, and each IP address gets the whole limit again."""
    future: Future[httpcore2.NetworkStream] = Future()

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
            raise httpcore2.ConnectTimeout from None
        raise


def _close(late: "Future[httpcore2.NetworkStream]") -> None:
    if late.exception() is None:
        late.result().close()
