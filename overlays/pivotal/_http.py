"""What a client is told of how to make connections, checked when it is made and not at its first call."""

from importlib.util import find_spec
from ssl import SSLContext
from typing import cast

import httpx
from pivotal_api.transport import HTTPOptions

from pivotal.errors import InvalidArgumentError


def checked_http(http: HTTPOptions, *, is_async: bool) -> HTTPOptions:
    """Give the options back if a sync or an async client can make connections with them.

    Raises:
        InvalidArgumentError: One of them can't work.
    """
    client, send = (httpx.AsyncClient, "handle_async_request") if is_async else (httpx.Client, "handle_request")
    wanted = (
        ("verify", isinstance(cast(object, http.verify), bool | SSLContext), "True or an ssl.SSLContext"),
        ("transport", http.transport is None or hasattr(http.transport, send), f"one that has {send}()"),
        (
            "http_client",
            http.http_client is None or isinstance(http.http_client, client),
            f"an httpx.{client.__name__}",
        ),
    )
    for name, usable, what in wanted:
        if not usable:
            raise InvalidArgumentError(f"{name}: got {type(getattr(http, name)).__name__}; pass {what}.")
    if http.http2 and not find_spec("h2"):
        raise InvalidArgumentError('http2: the package h2 is missing; pip install "pivotal[http2]".')
    if http.proxy is not None:
        _refuse_unusable(http.proxy)
    return http


def _refuse_unusable(proxy: str) -> None:
    try:
        httpx.HTTPTransport(proxy=proxy, verify=False)  # sends nothing, so there is nothing to verify
    except (ValueError, TypeError, AttributeError, ImportError, httpx.InvalidURL):
        # Without the cause: it repeats the address, which may hold a password.
        raise InvalidArgumentError("proxy: can't be used; pass an address such as http://127.0.0.1:3128.") from None
