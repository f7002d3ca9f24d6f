"""Which hosts requests may go to: any over https, over plain HTTP only this machine."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from .errors import InvalidArgumentError

_EXAMPLE = "pass a URL such as https://my.pivotal.app."
_HOST = re.compile(r"[\w.:-]+", re.ASCII)


def checked_base_url(base_url: object) -> str:
    """Return a base URL without what paths start with; refuse one that an API key must not be sent to."""
    if not isinstance(base_url, str):
        raise InvalidArgumentError(f"base_url: got {type(base_url).__name__}; {_EXAMPLE}")
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname or "", parts.port
        is_name = is_host(host)
    except ValueError as error:
        raise InvalidArgumentError(f"base_url: {error}; {_EXAMPLE}") from error
    if parts.scheme not in ("http", "https") or not is_name:
        raise InvalidArgumentError("base_url: not an http or https URL; pass one such as https://my.pivotal.app.")
    if not base_url.isprintable() or re.search(r"[?#\\\s]", base_url) or "@" in parts.netloc:
        raise InvalidArgumentError("base_url: contains more than scheme, host, port and path; leave out the rest.")
    if parts.scheme == "http" and not is_loopback(host):
        raise InvalidArgumentError(
            f"base_url: an API key is sent over https or to this machine only; use https for {host}."
        )
    return re.sub(r"(/api/v\d+)?/*$", "", parts.geturl().rstrip("/"))


def is_host(host: str) -> bool:
    """Return whether a name or address can be a host. Raises ValueError for one that can't even be encoded."""
    return _HOST.fullmatch(host.encode("idna").decode()) is not None


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
