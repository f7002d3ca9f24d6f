"""Content of http(s) URLs: bounded in time and size, without credentials, and never downgraded to http."""

import http.client
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

from contract_diff.core.errors import InputError

URL_SCHEMES = ("http://", "https://")
TIMEOUT_SECONDS = 30


@frozen
class Fetched:
    """Content, and the URL that returned it after redirects."""

    url: str
    content: bytes


def is_url(name: str) -> bool:
    """Return whether a name is an http or https URL."""
    return name.lower().startswith(URL_SCHEMES)


def fetch(url: str, max_bytes: int, accept: str = "*/*", stay_on_host: bool = False) -> Fetched:
    """Fetch the content of a URL.

    Args:
        url: An http or https URL without credentials.
        max_bytes: How much content there may be.
        accept: The Accept header.
        stay_on_host: Whether to reject redirects to another host.

    Raises:
        InputError: It can't be fetched, is too large, or holds credentials, which the message doesn't repeat.
    """
    opener = urllib.request.build_opener(_Redirects(stay_on_host))
    try:
        if "@" in urlsplit(url).netloc:
            raise InputError("the URL holds credentials; name one without them")
        request = urllib.request.Request(url, headers={"Accept": accept})  # noqa: S310
        with opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            content, final_url, missing = response.read(max_bytes + 1), response.url, response.length
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error) if type(error) is urllib.error.URLError else error
        raise InputError(f"{url}: cannot be fetched ({reason}); check the URL") from None
    if len(content) > max_bytes:
        raise InputError(f"{url}: larger than {max_bytes // 2**20} MiB; name a smaller document")
    if missing:  # a read of limited size doesn't raise by itself
        raise InputError(f"{url}: the response breaks off after {len(content)} bytes; try again")
    return Fetched(final_url, content)


class _Redirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, stay_on_host: bool) -> None:
        self._stay_on_host = stay_on_host

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        (scheme, host), (new_scheme, new_host) = host_of(req.full_url), host_of(newurl)
        if scheme == "https" and new_scheme != "https":
            raise ValueError("it redirects from https to http")
        if self._stay_on_host and (scheme, host) != (new_scheme, new_host):
            raise ValueError("it redirects to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def host_of(url: str) -> tuple[str, str]:
    """Return scheme and host of a URL, with its port."""
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower()
