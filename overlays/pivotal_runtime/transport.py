"""Sending over HTTP. The one module that sends with an HTTP library.

A transport opens its connection pool when it first sends, and again after a fork, in another event loop, in a copy
and after unpickling: a client can be made anywhere and used everywhere.
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

from .errors import APIConnectionError, APITimeoutError, InvalidArgumentError, InvalidResponseError
from .messages import DEFAULT_TIMEOUT, Request, Response, Timeout
from .values import UNSET

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

# Tests set it, so that none of them reaches the real API by mistake.
LOOPBACK_ONLY = "PIVOTAL_LOOPBACK_ONLY"
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
PoolT = TypeVar("PoolT", httpx.Client, httpx.AsyncClient)


@cache
def _ssl_context() -> SSLContext:
    # Making one takes as long as the rest of a client together; it holds no state of a connection.
    return httpx.create_ssl_context()


def checked_base_url(base_url: str) -> str:
    """Refuse an address that a key must not travel to; give it without a closing slash."""
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, AttributeError) as error:
        raise InvalidArgumentError(f"base_url: {error}; pass an address such as https://my.pivotal.app.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise InvalidArgumentError("base_url: not a web address; pass one such as https://my.pivotal.app.")
    if re.search(r"[?#\\\s]", base_url) or "@" in parts.netloc:
        raise InvalidArgumentError("base_url: only scheme, host, port and path may be given, and no space.")
    if parts.scheme == "http" and not is_loopback(host):
        raise InvalidArgumentError(f"base_url: a key travels over https only, or to this machine; {host} is neither.")
    return parts.geturl().rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class HTTPOptions(NamedTuple):
    """How connections are made: HTTP/2, a proxy's address, an SSL context, a transport or client of your own."""

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
            raise InvalidArgumentError("token: empty, or holds what no API key has; copy the key again.")
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
                f"{LOOPBACK_ONLY} is set: {self.base_url} is not this machine, and isn't called."
            )
        plain = self.base_url.startswith("http:")
        if verify is True:
            verify = False if plain and not proxy else _ssl_context()
        # A proxy from the environment would get the key that plain HTTP carries to this machine.
        pool = kind(http2=http2, proxy=proxy, verify=verify, transport=transport, trust_env=not plain)
        pool.event_hooks = {"response": [self._stop_redirect]}
        # Encoded once: what a request carries, by whether it carries the key.
        open_to_all = pool.build_request("GET", self.base_url, headers=self._common).headers
        with_key = open_to_all.copy()
        with_key["authorization"] = self._authorization
        self._prepared = {False: open_to_all, True: with_key}
        return pool

    def _outgoing(self, pool: PoolT, request: Request) -> httpx.Request:
        extensions = {"timeout": self._patience(request)}
        try:
            if self._http.http_client is not None:
                headers = {**self._common, **request.headers, **self._key_header(request)}
                return pool.build_request(
                    request.method, request.url, headers=headers, content=request.content, extensions=extensions
                )
            # Of a stream httpx adds no headers of its own, which takes it longer than all the rest.
            stream = httpx.ByteStream(request.content or b"")
            outgoing = httpx.Request(
                request.method, request.url, headers=self._headers(request), stream=stream, extensions=extensions
            )
        except httpx.InvalidURL as error:
            raise InvalidArgumentError(f"The address can't be asked: {error}.") from error
        outgoing.read()  # A transport of the caller's may look at the content.
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

    def _patience(self, request: Request) -> dict[str, float | None]:
        phases = self._phases if request.timeout is UNSET else Timeout.of(request.timeout)._asdict()
        if request.deadline is None:
            return phases
        left = max(request.deadline - time.monotonic(), 0.001)
        return {name: left if phase is None else min(phase, left) for name, phase in phases.items()}


def _incoming(answer: httpx.Response, request: Request, content: bytes) -> Response:
    headers = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in answer.headers.raw}
    return Response(answer.status_code, headers, content, request)


class _Redirect(Exception):
    """Carries a redirect past the HTTP library, which else reads where it leads to, and fails where it can't."""

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


def _garbled(answer: httpx.Response, request: Request, error: Exception) -> Response:
    response = _incoming(answer, request, b"")
    if not answer.is_success:  # the status says enough
        return response
    coding = response.headers.get("content-encoding")
    problem = f"{response.status} with content that is not the {coding} it is said to be, and can't be read"
    raise InvalidResponseError(problem, **response.facts()) from error


def _failed(error: Exception, request: Request, pool: httpx.Client | httpx.AsyncClient) -> NoReturn:
    if isinstance(error, RuntimeError) and not pool.is_closed:  # closed: by another thread, since it was looked up
        raise error
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        phase = type(error).__name__.partition("Timeout")[0].lower() or "deadline"
        raise APITimeoutError(f"No response in time ({phase} timeout)", **request.facts()) from error
    said = str(error) or type(error).__name__
    raise APIConnectionError(f"No response: {said.rstrip('.')}", **request.facts()) from error


class Transport(_Transport[httpx.Client]):
    """Sends requests and waits; can be shared by threads."""

    _pool: httpx.Client | None
    _stop_redirect = staticmethod(_stop_redirect)

    def send(self, request: Request) -> Response:
        """Send one request, once. Raises APIConnectionError or APITimeoutError where no whole response came."""
        pool = self._pool or self._opened()
        outgoing = self._outgoing(pool, request)
        try:
            with closing(pool.send(outgoing, follow_redirects=False, stream=True)) as answer:
                try:
                    return _incoming(answer, request, b"".join(_in_time(outgoing, request, answer.iter_bytes())))
                except httpx.DecodingError as error:
                    return _garbled(answer, request, error)
        except _Redirect as redirect:
            return _incoming(redirect.answer, request, b"")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, RuntimeError) as error:
            _failed(error, request, pool)

    def _opened(self) -> httpx.Client:
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
    """Sends requests and awaits; keeps a connection pool for each event loop."""

    _pools: "dict[AbstractEventLoop, httpx.AsyncClient]"
    _stop_redirect = staticmethod(_stop_redirect_async)

    async def send(self, request: Request) -> Response:
        """Send one request, once. Raises APIConnectionError or APITimeoutError where no whole response came."""
        import asyncio  # here, because who never awaits shouldn't pay for it at start-up

        pool = self._opened(asyncio.get_running_loop())
        outgoing = self._outgoing(pool, request)
        left = None if request.deadline is None else request.deadline - time.monotonic()
        try:
            async with asyncio.timeout(left):
                answer = await pool.send(outgoing, follow_redirects=False, stream=True)
                try:
                    return _incoming(answer, request, await answer.aread())
                except httpx.DecodingError as error:
                    return _garbled(answer, request, error)
                finally:
                    await answer.aclose()
        except _Redirect as redirect:
            return _incoming(redirect.answer, request, b"")
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, TimeoutError, RuntimeError) as error:
            _failed(error, request, pool)

    def _opened(self, loop: "AbstractEventLoop") -> httpx.AsyncClient:
        if self._http.http_client is not None:
            own: httpx.AsyncClient = self._http.http_client
            return own
        pool = self._pools.get(loop)
        if pool is None:
            for ended in [known for known in list(self._pools) if known.is_closed()]:
                self._pools.pop(ended, None)
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
