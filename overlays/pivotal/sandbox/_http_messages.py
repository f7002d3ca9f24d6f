"""The request and the response of a call, as plain values."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from attrs import field, frozen
from pivotal_runtime.option_checks import kind_of

from pivotal._arguments import text_of
from pivotal.errors import InvalidArgumentError

Headers = Mapping[str, str]
Values = dict[str, Any]  # a decoded JSON object
JSON_CONTENT = {"content-type": "application/json; charset=utf-8"}


def _lower_names(headers: Headers | Iterable[tuple[str, str]]) -> dict[str, str]:
    try:
        pairs = dict(headers)
    except (TypeError, ValueError) as error:
        raise InvalidArgumentError(f"headers: got {kind_of(headers)}; pass a mapping, or pairs.") from error
    for text in (*pairs, *pairs.values()):
        text_of("headers", text)
    return {name.lower(): value for name, value in pairs.items()}


@frozen
class Request:
    """An HTTP request, as it was received.

    Args:
        method: The HTTP method in upper case.
        path: The path, still percent-encoded, without the query.
        query: The query string, still percent-encoded, without the question mark.
        headers: A mapping or pairs; names are lower-cased. ``repr`` never shows them: they contain the API key.
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
        """Decode the body. Raises ``msgspec.DecodeError``, UnicodeError or RecursionError if it is not JSON."""
        return msgspec.json.decode(self.body)


@frozen
class Response:
    """An HTTP response, and how the transport must alter it for an injected fault.

    Args:
        status: The HTTP status.
        body: The bytes of the body.
        headers: The headers; names in lower case.
        delay: Seconds to wait before the response is sent.
        drop: Whether to close the connection without a response.
        truncate: The number of bytes of the body to send before closing the connection; None sends all of them.
    """

    status: int
    body: bytes
    headers: Headers = field(factory=lambda: dict(JSON_CONTENT))
    delay: float = 0.0
    drop: bool = False
    truncate: int | None = None

    def json(self) -> Any:
        """Decode the body. Raises ``msgspec.DecodeError``, UnicodeError or RecursionError if it is not JSON."""
        return msgspec.json.decode(self.body)
