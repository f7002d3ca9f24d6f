# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""A request and a response as plain data, whatever carries them."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypedDict

import msgspec

from .errors import InvalidResponseError
from .values import UNSET


class Timeout(NamedTuple):
    """Seconds that each phase of an attempt may take; None waits for ever."""

    connect: float | None = 5.0
    read: float | None = 30.0
    write: float | None = 30.0
    pool: float | None = 10.0


DEFAULT_TIMEOUT = Timeout()


class RequestOptions(TypedDict, total=False):
    """What may differ for one call.

    Keys:
        timeout: Seconds for each phase of each attempt, or a Timeout; None waits for ever.
        max_retries: Attempts after the first; a plain Client makes none.
        deadline: Seconds for the whole call, attempts and waits together; a plain Client has none.
        idempotency_key: The key for a POST that isn't given one as an argument.
        headers: Headers to add or replace.
        extra_query: Query parameters to add.
        extra_body: Body fields to add that the contract doesn't list.
    """

    timeout: float | Timeout | None
    max_retries: int
    deadline: float | None
    idempotency_key: str
    headers: Mapping[str, str]
    extra_query: Mapping[str, Any]
    extra_body: Mapping[str, Any]


class Request:
    """A request that is ready to be sent, but for the key: only the transport knows that."""

    __slots__ = ("authenticated", "content", "deadline", "headers", "method", "operation", "timeout", "url")

    def __init__(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        authenticated: bool = True,
        operation: str = "",
        timeout: Any = UNSET,
    ) -> None:
        self.method = method
        self.url = url
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}
        self.content = content
        self.authenticated = authenticated
        self.operation = operation
        self.timeout = timeout
        self.deadline: float | None = None  # on the monotonic clock

    @property
    def idempotency_key(self) -> str | None:
        """The key that makes a repeated POST safe, if the request carries one."""
        return self.headers.get("idempotency-key")

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url}>"


class Response:
    """What came back: status, headers (lower-case names), bytes, and how many attempts it took."""

    __slots__ = ("_json", "attempts", "content", "headers", "request", "status")

    def __init__(
        self, status: int, headers: Mapping[str, str], content: bytes, request: Request, attempts: int = 1
    ) -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.request = request
        self.attempts = attempts
        self._json: Any = UNSET

    def json(self) -> Any:
        """Parse the content as JSON, once. Raises InvalidResponseError where it isn't JSON."""
        if self._json is UNSET:
            try:
                self._json = msgspec.json.decode(self.content)
            except msgspec.DecodeError as error:
                raise InvalidResponseError(f"not JSON: {error}", **self.facts()) from error
        return self._json

    def facts(self) -> dict[str, Any]:
        """Give what an error tells of the response and its request."""
        return {
            "status": self.status,
            "headers": self.headers,
            "body": self.content,
            "method": self.request.method,
            "url": self.request.url,
            "idempotency_key": self.request.idempotency_key,
            "attempts": self.attempts,
        }

    def __repr__(self) -> str:
        return f"<Response {self.status} {self.request.method} {self.request.url}>"
