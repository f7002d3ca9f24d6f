# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""Plain clients: one attempt for each call, and no policy. `pivotal.PivotalApi` adds retries and more."""

from pivotal_runtime.client import AsyncPlainClient, PlainClient
from pivotal_runtime.http_messages import DEFAULT_TIMEOUT, Timeout
from pivotal_runtime.transport import DEFAULT_HTTP, HTTPOptions

from .contract import BASE_URL
from .resources import AsyncResources, Resources

__all__ = ["AsyncClient", "Client"]


class Client(PlainClient, Resources):
    """A plain client for the Pivotal API.

    Args:
        token: An API key.
        base_url: The URL of the API.
        timeout: Seconds for each phase of a call (connect, read, write, pool), or a Timeout; None waits forever.
        http: How connections are made.

    Raises:
        InvalidArgumentError: The token or the URL can't be used.

    Example:
        >>> from pivotal_api import Client
        >>> client = Client(token="pivotal_test_...", base_url="http://127.0.0.1:8000")
        >>> client.customers.get(42)  # doctest: +SKIP
    """

    def __init__(
        self,
        *,
        token: str,
        base_url: str = BASE_URL,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        http: HTTPOptions = DEFAULT_HTTP,
    ) -> None:
        super().__init__(token=token, base_url=base_url, timeout=timeout, http=http)


class AsyncClient(AsyncPlainClient, AsyncResources):
    """A plain async client for the Pivotal API. Takes the same arguments as Client."""

    def __init__(
        self,
        *,
        token: str,
        base_url: str = BASE_URL,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        http: HTTPOptions = DEFAULT_HTTP,
    ) -> None:
        super().__init__(token=token, base_url=base_url, timeout=timeout, http=http)
