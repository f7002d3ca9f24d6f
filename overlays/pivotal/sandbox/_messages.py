"""The two plain values that go in and out of the sandbox: a request and a response."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from attrs import field, frozen

Headers = Mapping[str, str]
JSON_CONTENT = {"content-type": "application/json; charset=utf-8"}


def _lower_names(headers: Headers | Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name.lower(): value for name, value in dict(headers).items()}


@frozen
class Request:
    """One HTTP request, as it came.

    Args:
        method: The HTTP method, upper case.
        path: The path, still percent-encoded, without the query.
        query: The query string, still percent-encoded, without the question mark.
        headers: A mapping or pairs; names become lower case. Never shown by ``repr``: they hold the API key.
        body: The bytes of the body.

    Example:
        >>> Request("GET", "/api/v1/health")
        Request(method='GET', path='/api/v1/health', query='', body=b'')
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = field(factory=dict[str, str], converter=_lower_names, repr=False)
    body: bytes = b""

    def json(self) -> Any:
        """The decoded body. Raises ``msgspec.DecodeError``, UnicodeError or RecursionError if it is no JSON."""
        return msgspec.json.decode(self.body)


@frozen
class Response:
    """One HTTP response, and what the transport must do to it when a fault is injected.

    Args:
        status: The HTTP status.
        body: The bytes of the body.
        headers: Header names in lower case.
        delay: Seconds to wait before answering.
        drop: Whether to close the connection without answering.
        truncate: How many bytes of the body to send before closing the connection; all of them if None.
    """

    status: int
    body: bytes
    headers: Headers = field(factory=lambda: dict(JSON_CONTENT))
    delay: float = 0.0
    drop: bool = False
    truncate: int | None = None

    def json(self) -> Any:
        """The decoded body. Raises ``msgspec.DecodeError``, UnicodeError or RecursionError if it is no JSON."""
        return msgspec.json.decode(self.body)
