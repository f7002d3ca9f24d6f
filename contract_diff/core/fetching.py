"""Documents over http and https, bounded in size, time and redirects."""

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import NamedTuple, Self
from urllib.parse import urlsplit

import httpx

from contract_diff.core.errors import InputError
from contract_diff.core.response_bodies import ACCEPTED, ResponseBody

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
DEADLINE_SECONDS = 120.0
MAX_REDIRECTS = 5
_HEADERS = {"Accept": "text/markdown, application/json, application/yaml, */*;q=0.1", "Accept-Encoding": ACCEPTED}


class Fetched(NamedTuple):
    """The content of a URL, and the URL that it came from after redirects."""

    content: bytes
    url: str


class Fetcher:
    """Fetches URLs over one connection pool; a context manager.

    Args:
        max_bytes: The size of the largest content.
        is_public: Whether a host with a private address (loopback and link-local ones included) is rejected.
        seconds: The time for everything that is fetched; default: DEADLINE_SECONDS. It starts now, and ends a fetch
            in any state, however steadily the server sends.

    Attributes:
        is_public: As the argument; true too after the first fetch from a host without a private address. What is
            fetched later is named by what was fetched before, so its host must not turn into one of this network.

    Example:
        >>> with Fetcher(max_bytes=2**20) as fetcher:
        ...     fetcher.fetch("ftp://example.com/openapi.yaml")
        Traceback (most recent call last):
        contract_diff.core.errors.InputError: ftp://example.com/openapi.yaml: not an http or https URL; name one.
    """

    def __init__(self, *, max_bytes: int, is_public: bool = False, seconds: float | None = None) -> None:
        self.is_public = is_public
        self._max_bytes = max_bytes
        self._seconds = DEADLINE_SECONDS if seconds is None else seconds
        self._deadline = time.monotonic() + self._seconds
        # A blocking client bounds each read, and a server that drips makes any number of them.
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(timeout=TIMEOUT, follow_redirects=False, headers=_HEADERS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()

    def fetch(self, url: str) -> Fetched:
        """Return the content of a URL.

        Raises:
            InputError: The URL contains credentials, the content can't be fetched in time or is too large, its host
                has a private address all of a sudden, or there is a redirect to another host or away from https.
        """
        _check_url(url)
        self._check_address(url)
        try:
            with _reported(url):
                return self._runner.run(self._fetch_in_time(url))
        except TimeoutError:
            raise InputError(
                f"{url}: not complete after {self._seconds:g} seconds, the limit of a whole fetch; try again later."
            ) from None

    async def _fetch_in_time(self, url: str) -> Fetched:
        async with asyncio.timeout(self._deadline - time.monotonic()):
            here = httpx.URL(url)
            for _ in range(MAX_REDIRECTS + 1):
                content, target = await self._response(here)
                if target is None:
                    return Fetched(content, str(here))
                self._check_redirect(url, here, target)
                here = target
        raise InputError(f"{url}: more than {MAX_REDIRECTS} redirects; name the final URL.")

    async def _response(self, url: httpx.URL) -> tuple[bytes, httpx.URL | None]:
        async with self._client.stream("GET", url) as response:
            if response.next_request is not None:
                return b"", response.next_request.url
            if response.status_code != httpx.codes.OK:
                raise InputError(f"{url}: the server responds with {response.status_code}; check the URL.")
            body = ResponseBody(str(url), response.headers.get("content-encoding", ""), self._max_bytes)
            # httpx would decompress a whole chunk at once, and any number of codings on top of each other.
            async for chunk in response.aiter_raw():
                body.add(chunk)
            return body.whole(), None

    def _check_address(self, url: str) -> None:
        is_public = _is_public(url)
        if self.is_public and not is_public:
            raise InputError(f"{url}: its host has a private address now; fetch the file yourself.")
        self.is_public = is_public

    def _check_redirect(self, url: str, here: httpx.URL, target: httpx.URL) -> None:
        if here.netloc != target.netloc:
            raise InputError(f"{url}: redirects to another host ({target.host}); name that URL yourself.")
        if here.scheme == "https" and target.scheme != "https":
            raise InputError(f"{url}: redirects from https to {target.scheme}; name an https URL.")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        shown = url if "@" not in url else url.rpartition("@")[2]  # what is before it may be credentials
        raise InputError(f"{shown}: not a URL ({error}); correct it.") from None
    if "@" in parts.netloc:
        raise InputError("The URL contains credentials; name one without them.")
    if parts.scheme.lower() not in ("http", "https"):
        raise InputError(f"{url}: not an http or https URL; name one.")


def _is_public(url: str) -> bool:
    """Return whether a URL's host has addresses, and all of them are public."""
    addresses = _resolve(httpx.URL(url).host)
    return bool(addresses) and all(ip_address(address.partition("%")[0]).is_global for address in addresses)


def _resolve(host: str) -> set[str]:
    try:
        return {str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):  # a proxy may know it; else fetching reports it
        return set()


@contextmanager
def _reported(url: str) -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
        raise InputError(f"{url}: could not be fetched ({_reason(error)}); try again later.") from error


def _reason(error: BaseException) -> str:
    """Return what the system reported, if the error comes from there: the libraries' own message may hide it."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno is not None:
            # asyncio adds the address to the message; the codes of name resolution are negative.
            return f"[Errno {cause.errno}] {os.strerror(cause.errno)}" if cause.errno > 0 else str(cause)
        cause = cause.__cause__ or cause.__context__
    return str(error) or type(error).__name__
