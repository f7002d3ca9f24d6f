"""Sending requests over HTTP: the one module that sends with httpx.

A transport opens its connection pool with the first request, and again after a fork, in another event loop, in a
copy and after unpickling. So a client can be created in one place and used in another.
"""

# pyright: reportPrivateUsage=false
import os
import re
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from ipaddress import ip_address
from ssl import SSLContext
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, NoReturn, TypeVar
from urllib.parse import urlsplit

import httpx

from .base_models import UNSET
from .errors import APIConnectionError, APITimeoutError, InvalidArgumentError, InvalidResponseError
from .http_messages import DEFAULT_TIMEOUT, Request, Response, Timeout

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

# Set in tests, so that none of them reaches the real API by mistake.
LOOPBACK_ONLY = "PIVOTAL_LOOPBACK_ONLY"
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
PoolT = TypeVar("PoolT", httpx.Client, httpx.AsyncClient)


@cache
def _ssl_context() -> SSLContext:
    # Creating one takes as long as the rest of a client; it has no connection state, so all clients share it.
    return httpx.create_ssl_context()


def checked_base_url(base_url: str) -> str:
    """Return a base URL without what paths start with; refuse one that an API key must not be sent to."""
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, AttributeError) as error:
        raise InvalidArgumentError(f"base_url: {error}; pass a URL such as https://my.pivotal.app.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise InvalidArgumentError("base_url: not an http or https URL; pass one such as https://my.pivotal.app.")
    if re.search(r"[?#\\\s]", base_url) or "@" in parts.netloc:
        raise InvalidArgumentError("base_url: contains more than scheme, host, port and path; leave out the rest.")
    if parts.scheme == "http" and not is_loopback(host):
        raise InvalidArgumentError(
            f"base_url: an API key is sent over https or to this machine only; use https for {host}."
        )
    return re.sub(r"(/api/v\d+)?/*$", "", parts.geturl().rstrip("/"))


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class HTTPOptions(NamedTuple):
    """How connections are made.

    Attributes:
        http2: Use HTTP/2.
        proxy: The URL of a proxy; without it, the usual environment variables apply.
        verify: An SSL context of your own.
        transport: An httpx transport of your own.
        http_client: An httpx client of your own; you close it.
    """

    http2: bool = False
    proxy: str | None = None
    verify: SSLContext | bool = True
    transport: Any = None
    http_client: Any = None


DEFAULT_HTTP = HTTPOptions()


class _Transport(Generic[PoolT]):
    _stop_redirect: Callable[[httpx.Response], Any]

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
        self._http = http
        self._common = {"accept": "application/json", "user-agent": user_agent}
        self._authorization = f"Bearer {token}"
        self._start()
        _live.add(self)

    def _start(self) -> None:
        self._phases = Timeout.of(self.timeout)._asdict()
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        raise NotImplementedError

    def __getstate__(self) -> dict[str, Any]:
        if self._http.http_client is not None or self._http.transport is not None:
            raise TypeError("A client with an http_client or transport of your own can't be copied or pickled.")
        kept = ("base_url", "timeout", "_http", "_common", "_authorization")
        return {name: self.__dict__[name] for name in kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._start()
        _live.add(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} to {self.base_url}>"

    def _open(self, kind: Callable[..., PoolT]) -> PoolT:
        http2, proxy, verify, transport, _ = self._http
        if os.environ.get(LOOPBACK_ONLY) and not (transport or is_loopback(urlsplit(self.base_url).hostname or "")):
            raise InvalidArgumentError(
                f"{LOOPBACK_ONLY} is set, and {self.base_url} is not this machine: no request was sent."
            )
        plain = self.base_url.startswith("http:")
        if verify is True:
            verify = False if plain and not proxy else _ssl_context()
        # Plain HTTP to this machine must not send the key to a proxy from the environment.
        pool = kind(http2=http2, proxy=proxy, verify=verify, transport=transport, trust_env=not plain)
        pool.event_hooks = {"response": [self._stop_redirect]}
        # The headers are encoded once, without and with the key.
        public = pool.build_request("GET", self.base_url, headers=self._common).headers
        with_key = public.copy()
        with_key["authorization"] = self._authorization
        self._prepared = {False: public, True: with_key}
        return pool

    def _outgoing(self, pool: PoolT, request: Request) -> httpx.Request:
        extensions = {"timeout": self._time_limits(request)}
        try:
            if self._http.http_client is not None:
                headers = {**self._common, **request.headers, **self._key_header(request)}
                return pool.build_request(
                    request.method, request.url, headers=headers, content=request.content, extensions=extensions
                )
            # For a stream httpx adds no headers of its own; adding them takes longer than everything else.
            stream = httpx.ByteStream(request.content or b"")
            outgoing = httpx.Request(
                request.method, request.url, headers=self._headers(request), stream=stream, extensions=extensions
            )
        except httpx.InvalidURL as error:
            raise InvalidArgumentError(f"The URL can't be requested: {error}.") from error
        outgoing.read()  # a transport of the caller may inspect the content
        return outgoing

    def _key_header(self, request: Request) -> dict[str, str]:
        return {"authorization": self._authorization} if request.authenticated else {}

    def _headers(self, request: Request) -> httpx.Headers:
        prepared = self._prepared[request.authenticated]
        has_body = request.content is not None or request.method in _WITH_BODY
        if not request.headers and not has_body:
            return prepared
        headers = prepared.copy()
        headers.update({**request.headers, **self._key_header(request)})
        if has_body:
            headers["content-length"] = str(len(request.content or b""))
        return headers

    def _time_limits(self, request: Request) -> dict[str, float | None]:
        phases = self._phases if request.timeout is UNSET else Timeout.of(request.timeout)._asdict()
        if request.deadline is None:
            return phases
        left = max(request.deadline - time.monotonic(), 0.001)
        return {name: left if phase is None else min(phase, left) for name, phase in phases.items()}


def _incoming(answer: httpx.Response, request: Request, content: bytes) -> Response:
    headers = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers.raw}
    return Response(answer.status_code, headers, content, request)


class _Redirect(Exception):
    """Stops httpx at a redirect, which it would otherwise parse, and fail on an invalid location."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer


def _stop_redirect(answer: httpx.Response) -> None:
    if answer.status_code >= 300 and answer.has_redirect_location:
        raise _Redirect(answer)


async def _stop_redirect_async(answer: httpx.Response) -> None:
    _stop_redirect(answer)


def _in_time(outgoing: httpx.Request, request: Request, chunks: Iterator[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        if request.deadline is not None and time.monotonic() >= request.deadline:
            raise httpx.ReadTimeout("", request=outgoing)
        yield chunk


def _undecodable(answer: httpx.Response, request: Request, error: Exception) -> Response:
    response = _incoming(answer, request, b"")
    if not answer.is_success:  # the status is the error to report
        return response
    coding = response.headers.get("content-encoding")
    problem = f"{response.status} with a body that is declared as {coding} but can't be decompressed"
    raise InvalidResponseError(problem, **response.facts()) from error


def _raise_failure(error: Exception, request: Request, pool: httpx.Client | httpx.AsyncClient) -> NoReturn:
    if isinstance(error, RuntimeError) and not pool.is_closed:  # another thread may have closed it
        raise error
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        phase = type(error).__name__.partition("Timeout")[0].lower() or "deadline"
        raise APITimeoutError(f"No response in time ({phase} timeout)", **request.facts()) from error
    reason = str(error) or type(error).__name__
    raise APIConnectionError(f"No response: {reason.rstrip('.')}", **request.facts()) from error


class Transport(_Transport[httpx.Client]):
    """Sends requests and waits for the responses. Threads can share one."""

    _pool: httpx.Client | None
    _stop_redirect = staticmethod(_stop_redirect)

    def send(self, request: Request) -> Response:
        """Send a request once. Raises APIConnectionError or APITimeoutError without a complete response."""
        pool = self._pool or self._get_pool()
        outgoing = self._outgoing(pool, request)
        try:
            with closing(pool.send(outgoing, follow_redirects=False, stream=True)) as answer:
                try:
                    return _incoming(answer, request, b"".join(_in_time(outgoing, request, answer.iter_bytes())))
                except httpx.DecodingError as error:
                    return _undecodable(answer, request, error)
        except _Redirect as redirect:
            return _incoming(redirect.answer, request, b"")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, RuntimeError) as error:
            _raise_failure(error, request, pool)

    def _get_pool(self) -> httpx.Client:
        with self._lock:
            self._pool = pool = self._pool or self._http.http_client or self._open(httpx.Client)
            return pool

    def _forget(self) -> None:
        self._pool = None

    def close(self) -> None:
        """Close the connections; a later request opens new ones."""
        pool, self._pool = self._pool, None
        if pool is not None and self._http.http_client is None:
            pool.close()


class AsyncTransport(_Transport[httpx.AsyncClient]):
    """Sends requests and awaits the responses. Each event loop has a connection pool of its own."""

    _pools: "dict[AbstractEventLoop, httpx.AsyncClient]"
    _stop_redirect = staticmethod(_stop_redirect_async)

    async def send(self, request: Request) -> Response:
        """Send a request once. Raises APIConnectionError or APITimeoutError without a complete response."""
        import asyncio  # here, so that sync programs don't pay for it at start-up

        pool = self._get_pool(asyncio.get_running_loop())
        outgoing = self._outgoing(pool, request)
        left = None if request.deadline is None else request.deadline - time.monotonic()
        try:
            async with asyncio.timeout(left):
                answer = await pool.send(outgoing, follow_redirects=False, stream=True)
                try:
                    return _incoming(answer, request, await answer.aread())
                except httpx.DecodingError as error:
                    return _undecodable(answer, request, error)
                finally:
                    await answer.aclose()
        except _Redirect as redirect:
            return _incoming(redirect.answer, request, b"")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, TimeoutError, RuntimeError) as error:
            _raise_failure(error, request, pool)

    def _get_pool(self, loop: "AbstractEventLoop") -> httpx.AsyncClient:
        if self._http.http_client is not None:
            client: httpx.AsyncClient = self._http.http_client
            return client
        pool = self._pools.get(loop)
        if pool is None:
            for closed in [known for known in list(self._pools) if known.is_closed()]:
                self._pools.pop(closed, None)
            pool = self._pools[loop] = self._open(httpx.AsyncClient)
        return pool

    def _forget(self) -> None:
        self._pools = {}

    async def close(self) -> None:
        """Close this event loop's connections; a later request opens new ones."""
        import asyncio

        pool = self._pools.pop(asyncio.get_running_loop(), None)
        if pool is not None:
            await pool.aclose()


_live: "weakref.WeakSet[_Transport[Any]]" = weakref.WeakSet()


def _after_fork() -> None:
    for transport in list(_live):
        transport._start()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
