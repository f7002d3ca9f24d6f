"""Validate connection options when a client is created, not on its first call."""

from importlib.util import find_spec
from urllib.parse import unquote_to_bytes, urlsplit

from .caller_http import caller_proxy_host, check_caller_http
from .errors import InvalidArgumentError, shown
from .exchanges import HTTPOptions
from .hosts import is_host, is_loopback
from .proxies import environment_proxies, is_excluded

_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def check_http(http: object, base_url: str, *, is_async: bool) -> None:
    """Refuse options that a client can't make connections with.

    Raises:
        InvalidArgumentError: An option, or a proxy from the environment, can't be used.
    """
    if not isinstance(http, HTTPOptions):
        raise InvalidArgumentError(f"http: got {type(http).__name__}; pass HTTPOptions.")
    _check_verify(http.verify)
    check_caller_http(http, is_async=is_async)
    if http.http2 and not find_spec("h2"):
        raise InvalidArgumentError('http2: the package h2 is missing; pip install "pivotal[http2]".')
    _check_limit(http.max_response_bytes)
    if http.proxy is not None:
        _check_proxy("proxy", http.proxy)
    elif http.transport is None and http.http_client is None and not base_url.startswith("http:"):
        _check_environment(base_url)
    if base_url.startswith("http:"):
        _check_proxy_is_local(http, base_url)


def _check_proxy_is_local(http: HTTPOptions, base_url: str) -> None:
    """Refuse another machine as the proxy of a URL without TLS: it would receive the key in plain text."""
    own = urlsplit(http.proxy).hostname if http.proxy else None
    for name, host in (("proxy", own), ("http_client or transport", caller_proxy_host(http, base_url))):
        if host and not is_loopback(host):
            raise InvalidArgumentError(
                f"{name}: the proxy is on another machine, and would receive the API key in plain text; "
                f"use an https base_url, or no proxy."
            )


def _check_verify(verify: object) -> None:
    if isinstance(verify, bool):
        return
    from ssl import SSLContext  # here, so that programs without one of their own don't pay for it at start-up

    if not isinstance(verify, SSLContext):
        raise InvalidArgumentError(f"verify: got {type(verify).__name__}; pass True or an ssl.SSLContext.")


def _check_limit(limit: object) -> None:
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 1):
        raise InvalidArgumentError(f"max_response_bytes: {shown(limit)}; pass a whole number above 0, or None for any.")


def _check_environment(base_url: str) -> None:
    for name, url in environment_proxies().items():
        if not is_excluded(urlsplit(base_url)):
            _check_proxy(name, url)


def _check_proxy(name: str, url: object) -> None:
    scheme = _proxy_scheme(url)
    if scheme not in _PROXY_SCHEMES:  # the URL isn't repeated: it may contain a password
        raise InvalidArgumentError(f"{name}: can't be used; pass a URL such as http://127.0.0.1:3128.")
    if scheme.startswith("socks") and not find_spec("socksio"):
        raise InvalidArgumentError(f'{name}: a SOCKS proxy needs the package socksio; pip install "httpx[socks]".')


def _proxy_scheme(url: object) -> str:
    if not isinstance(url, str) or url.split() != [url]:
        return ""
    try:
        parts = urlsplit(url)
        _ = parts.port, unquote_to_bytes(parts.netloc)
        return parts.scheme if is_host(parts.hostname or "") else ""
    except ValueError:
        return ""
