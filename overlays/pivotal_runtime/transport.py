"""Sending requests over HTTP. The connections below are made by httpcore, or by an HTTP library of the caller's.

A transport opens its connections with the first request, and again after a fork, in another event loop, in a copy and
after unpickling. So a client can be created in one place and used in another.
"""

# pyright: reportPrivateUsage=false
import os
import re
import threading
import time
import weakref
from collections.abc import AsyncIterable, Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import guard
from .attempts import Attempt, AttemptTimeout, current
from .base_models import UNSET
from .caller_http import AsyncCallerHTTP, CallerHTTP
from .content import ACCEPTED, Content, ContentError
from .errors import (
    APIConnectionError,
    APITimeoutError,
    InvalidArgumentError,
    InvalidResponseError,
    PaginationError,
    PivotalError,
)
from .exchanges import DEFAULT_HTTP as DEFAULT_HTTP
from .exchanges import HTTPOptions as HTTPOptions
from .exchanges import Incoming, Outgoing
from .failures import failure, is_foreign
from .forks import importing
from .hosts import checked_base_url
from .http_checks import check_http
from .http_messages import DEFAULT_TIMEOUT, Request, Response, Timeout
from .tls import check_certificates
from .walks import fetching_ahead

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from .connections import AsyncConnections, Connections

_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})


class _Transport:
    _is_async: bool

    def __init__(
        self,
        token: object,
        base_url: str,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        http: HTTPOptions = DEFAULT_HTTP,
        user_agent: str = "pivotal-api",
    ) -> None:
        if not isinstance(token, str) or not re.fullmatch(r"[!-~]+", token):
            raise InvalidArgumentError("token: empty, or with characters that no API key contains; copy the key again.")
        self.base_url = checked_base_url(base_url)
        self.timeout = timeout
        guard.refuse_live_key(token, urlsplit(self.base_url).hostname or "")
        check_http(http, self.base_url, is_async=self._is_async)
        self._http = http
        if not self._is_ours:
            guard.watch_sockets()
        if self._is_ours and http.verify is True and not self.base_url.startswith("http:"):
            check_certificates()
        self._common = {"accept": "application/json", "accept-encoding": ACCEPTED, "user-agent": user_agent}
        self._authorization = f"Bearer {token}"
        self._start()
        _live.add(self)

    @property
    def _is_ours(self) -> bool:
        return self._http.http_client is None and self._http.transport is None

    def _start(self) -> None:
        self._phases = Timeout.of(self.timeout)
        # A signal handler may make a call while its thread opens the connections.
        self._lock = threading.RLock()
        self._forget()

    def _forget(self) -> None:
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        if not self._is_ours:
            raise TypeError("A client with an http_client or transport of your own can't be copied or pickled.")
        kept = ("base_url", "timeout", "_http", "_common", "_authorization")
        return {name: self.__dict__[name] for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._start()
        _live.add(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} to {self.base_url}>"

    def _prepare(self) -> None:
        """Prepare the libraries below, before connections are opened."""
        from .library_logs import keep_secrets_out_of_logs

        keep_secrets_out_of_logs()

    def _phases_of(self, request: Request) -> Timeout:
        return self._phases if request.timeout is UNSET else Timeout.of(request.timeout)

    def _attempt(self, request: Request) -> Attempt:
        phases = self._phases_of(request)
        ends = [] if phases.total is None else [time.monotonic() + phases.total]
        if request.deadline is not None:
            ends.append(request.deadline)
        return Attempt(min(ends, default=None))

    def _outgoing(self, request: Request, attempt: Attempt) -> Outgoing:
        headers = {**self._common, **{name.lower(): value for name, value in request.headers.items()}}
        if request.authenticated:
            headers["authorization"] = self._authorization
        if request.content is not None or request.method in _WITH_BODY:
            headers["content-length"] = str(len(request.content or b""))
        extensions: dict[str, Any] = {"timeout": self._time_limits(request, attempt)}
        if guard.loopback_only or guard.inside_pytest:
            token = self._authorization.removeprefix("Bearer ")
            extensions["trace"] = guard.tracer(token, is_async=self._is_async)
        return Outgoing(request, headers, extensions)

    def _time_limits(self, request: Request, attempt: Attempt) -> dict[str, float | None]:
        left = None if attempt.ends is None else max(attempt.ends - time.monotonic(), 0.001)
        names = ("connect", "read", "write", "pool")
        limits = zip(names, self._phases_of(request), strict=False)  # but for the total
        if left is None:
            return dict(limits)
        return {name: left if phase is None else min(phase, left) for name, phase in limits}

    @contextmanager
    def _attempting(self, connections: Any, request: Request, attempt: Attempt) -> Generator[None]:
        """Make an attempt the current one; what fails below it is raised as our error."""
        previous = current.get()
        current.set(attempt)
        try:
            yield
        except PivotalError:
            raise
        except (Exception, AttemptTimeout) as error:
            if self._is_ours or is_foreign(error) or connections.is_closed:
                raise failure(error, request, attempt) from error
            raise
        finally:
            current.set(previous)

    def _content(self, incoming: Incoming[Any, Any]) -> Content:
        coding = "" if incoming.decoded else incoming.headers.get("content-encoding", "")
        return Content(coding, self._http.max_response_bytes)


def _unusable(incoming: Incoming[Any, Any], request: Request, error: ContentError) -> Response:
    response = Response(incoming.status, incoming.headers, b"", request)
    if not 200 <= response.status < 300:  # the status is the error to report
        return response
    raise InvalidResponseError(f"{response.status} {error}", **response.facts()) from error


def _may_repeat(error: PivotalError, request: Request, attempt: Attempt) -> bool:
    """Return whether a request that failed on a kept connection is sent again at once, on another."""
    lost = isinstance(error, APIConnectionError) and not isinstance(error, APITimeoutError)
    return lost and attempt.met_a_closed_connection and request.is_repeatable


class Transport(_Transport):
    """Sends requests and waits for the responses. Threads can share one."""

    _is_async = False
    _connections: "Connections | CallerHTTP | None"
    _was_closed: bool

    def send(self, request: Request) -> Response:
        """Send a request once. Raises APIConnectionError or APITimeoutError without a complete response."""
        if current.get() is not None and self._is_ours:
            return self._send_apart(request)
        attempt = self._attempt(request)
        try:
            return self._exchange(self._get_connections(), request, attempt)
        except PivotalError as error:
            if not _may_repeat(error, request, attempt):
                raise
        request.may_have_arrived = True
        return self._exchange(self._get_connections(), request, Attempt(attempt.ends))

    def _send_apart(self, request: Request) -> Response:
        """Send with connections of its own: a signal handler interrupted a call that may hold the locks of ours."""
        connections = self._open()
        try:
            return self._exchange(connections, request, self._attempt(request))
        finally:
            connections.close()

    def _exchange(self, connections: "Connections | CallerHTTP", request: Request, attempt: Attempt) -> Response:
        with self._attempting(connections, request, attempt):
            incoming = connections.open(self._outgoing(request, attempt))
            try:
                return self._read(incoming, request, attempt)
            finally:
                incoming.close()

    def _read(self, incoming: Incoming[Iterable[bytes], Any], request: Request, attempt: Attempt) -> Response:
        try:
            content = self._content(incoming)
            for chunk in incoming.chunks:
                content.add(chunk)
                attempt.left(None, TimeoutError)
            whole = content.whole()
        except ContentError as error:
            return _unusable(incoming, request, error)
        return Response(incoming.status, incoming.headers, whole, request)

    def _open(self) -> "Connections | CallerHTTP":
        with importing:
            self._prepare()
            if not self._is_ours:
                return CallerHTTP(self._http)
            from .connections import Connections

            return Connections(self.base_url, self._http)

    def _get_connections(self) -> "Connections | CallerHTTP":
        if (connections := self._connections) is not None:
            return connections
        with self._lock:
            if self._was_closed and fetching_ahead.get():
                raise PaginationError("The client was closed while a page was fetched ahead; the walk stops here.")
            self._was_closed = False
            self._connections = connections = self._connections or self._open()
            return connections

    def _forget(self) -> None:
        self._connections, self._was_closed = None, False

    def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        with self._lock:
            connections, self._connections = self._connections, None
            self._was_closed = True
        if connections is not None:
            connections.close()


class AsyncTransport(_Transport):
    """Sends requests and awaits the responses. Each event loop has a connection pool of its own."""

    _is_async = True
    _connections: "dict[AbstractEventLoop, AsyncConnections | AsyncCallerHTTP]"

    async def send(self, request: Request) -> Response:
        """Send a request once. Raises APIConnectionError or APITimeoutError without a complete response."""
        import asyncio  # here, so that sync programs don't pay for it at start-up

        try:
            loop = asyncio.get_running_loop()
        except RuntimeError as error:
            raise InvalidArgumentError(
                "An async client needs asyncio; under trio, run calls of PivotalApi by trio.to_thread.run_sync."
            ) from error
        attempt = self._attempt(request)
        try:
            return await self._exchange(self._get_connections(loop), request, attempt)
        except PivotalError as error:
            if not _may_repeat(error, request, attempt):
                raise
        request.may_have_arrived = True
        return await self._exchange(self._get_connections(loop), request, Attempt(attempt.ends))

    async def _exchange(
        self, connections: "AsyncConnections | AsyncCallerHTTP", request: Request, attempt: Attempt
    ) -> Response:
        import asyncio

        with self._attempting(connections, request, attempt):
            async with asyncio.timeout(attempt.left(None, TimeoutError)):
                incoming = await connections.open(self._outgoing(request, attempt))
                try:
                    return await self._read(incoming, request)
                finally:
                    await incoming.close()

    async def _read(self, incoming: Incoming[AsyncIterable[bytes], Any], request: Request) -> Response:
        try:
            content = self._content(incoming)
            async for chunk in incoming.chunks:
                content.add(chunk)
            whole = content.whole()
        except ContentError as error:
            return _unusable(incoming, request, error)
        return Response(incoming.status, incoming.headers, whole, request)

    def _get_connections(self, loop: "AbstractEventLoop") -> "AsyncConnections | AsyncCallerHTTP":
        connections = self._connections.get(loop)
        if connections is None:
            for closed in [known for known in list(self._connections) if known.is_closed()]:
                self._connections.pop(closed, None)
            connections = self._connections[loop] = self._open()
        return connections

    def _open(self) -> "AsyncConnections | AsyncCallerHTTP":
        with importing:
            self._prepare()
            if not self._is_ours:
                return AsyncCallerHTTP(self._http)
            from .connections import AsyncConnections

            return AsyncConnections(self.base_url, self._http)

    def _forget(self) -> None:
        self._connections = {}

    async def close(self) -> None:
        """Close this event loop's connections; a later request opens new ones."""
        import asyncio

        connections = self._connections.pop(asyncio.get_running_loop(), None)
        if connections is not None:
            await connections.close()


_live: "weakref.WeakSet[_Transport]" = weakref.WeakSet()


def _after_fork() -> None:
    for transport in list(_live):
        transport._start()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
