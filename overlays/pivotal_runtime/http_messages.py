"""Requests and responses as plain values, independent of the HTTP library."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias, TypedDict, cast

import msgspec

from .base_models import UNSET
from .decoding import decode_any
from .errors import InvalidArgumentError, InvalidResponseError, redact, shown
from .json_errors import NOT_JSON


class Timeout(NamedTuple):
    """Seconds for each phase of an attempt, and for all of it; None waits forever.

    Attributes:
        connect: To open a connection.
        read: Until the next bytes are received.
        write: Until the next bytes are sent.
        pool: Until one of the client's connections is free.
        total: For the whole attempt, however slowly the server answers.
    """

    connect: float | None = 5.0
    read: float | None = 30.0
    write: float | None = 30.0
    pool: float | None = 60.0
    total: float | None = 300.0

    @classmethod
    def of(cls, timeout: Any) -> "Timeout":
        """Convert to a Timeout; a single number applies to every phase, and None to the whole attempt too.

        Raises:
            InvalidArgumentError: It is neither, or a number is out of range.
        """
        phases = timeout if isinstance(timeout, Timeout) else cls._of_each(timeout)
        for seconds in cast(tuple[Any, ...], phases):
            number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
            if seconds is not None and not (number and 0 < seconds < 1e6):
                raise InvalidArgumentError(f"timeout: {shown(seconds)}; pass seconds above 0, or None to wait forever.")
        return phases

    @classmethod
    def _of_each(cls, seconds: Any) -> "Timeout":
        total = cls().total
        if isinstance(seconds, int | float) and total is not None:
            total = max(total, seconds)
        return cls(seconds, seconds, seconds, seconds, None if seconds is None else total)


DEFAULT_TIMEOUT = Timeout()
_REPEATABLE_METHODS = frozenset({"GET", "HEAD", "DELETE", "PATCH", "PUT"})


InvalidRows: TypeAlias = Literal["raise", "skip"]


class RequestOptions(TypedDict, total=False):
    """The options of one call.

    Keys:
        timeout: Seconds for each phase of each attempt, or a Timeout; None waits forever.
        max_retries: Attempts after the first; a plain Client makes none.
        deadline: Seconds for the whole call, attempts and waits together; a plain Client has none.
        walk_deadline: Seconds for all pages of a list together, from its first request on.
        idempotency_key: The key of a POST, unless the method's own argument is passed.
        headers: Headers to add or replace.
        extra_query: Query parameters to add.
        extra_body: Body fields to add that the contract doesn't list.
        invalid_rows: What a row of a list does that doesn't match the contract: `raise` (the default) fails its page,
            `skip` leaves it out, logs a warning and adds it to `page.invalid_rows`.
    """

    timeout: float | Timeout | None
    max_retries: int
    deadline: float | None
    walk_deadline: float | None
    idempotency_key: str
    headers: Mapping[str, str]
    extra_query: Mapping[str, Any]
    extra_body: Mapping[str, Any]
    invalid_rows: InvalidRows


class Request(msgspec.Struct, eq=False):
    """A request that is complete except for the API key, which only the transport knows.

    Attributes:
        method: The HTTP method.
        url: The URL, with the query.
        headers: The headers, by lower-case name.
        content: The body, if there is one.
        authenticated: Whether the API key is sent.
        operation: The operationId, or the method and path of a request() call.
        timeout: Seconds for each phase, or a Timeout; UNSET uses the client's.
        deadline: When the call must end, on the monotonic clock.
        invalid_rows: What an invalid row of a list does; see RequestOptions.
        may_have_arrived: Whether the server may have received it already, by an attempt whose answer was lost.
    """

    method: str
    url: str
    headers: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    content: bytes | None = None
    authenticated: bool = True
    operation: str = ""
    timeout: Any = UNSET
    deadline: float | None = None
    invalid_rows: InvalidRows = "raise"
    may_have_arrived: bool = False

    @property
    def idempotency_key(self) -> str | None:
        """The key that makes a repeated POST safe, if the request has one."""
        return self.headers.get("idempotency-key")

    @property
    def is_repeatable(self) -> bool:
        """Whether sending it twice has the effect of sending it once: a PATCH sets values, it doesn't add to them."""
        return self.method in _REPEATABLE_METHODS or self.idempotency_key is not None

    def facts(self) -> dict[str, Any]:
        """Return the details that an error reports about the request."""
        return {"method": self.method, "url": self.url, "idempotency_key": self.idempotency_key}

    def __repr__(self) -> str:
        return f"<Request {self.method} {redact(self.url)}>"


class Response(msgspec.Struct, eq=False):
    """A response.

    Attributes:
        status: The HTTP status.
        headers: The headers, by lower-case name.
        content: The body.
        request: The request.
        attempts: The number of attempts that were needed.
        invalid_rows: The errors of the rows that a page leaves out, if the options allow that.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    request: Request
    attempts: int = 1
    invalid_rows: tuple[InvalidResponseError, ...] = ()
    _json: Any = UNSET

    def json(self) -> Any:
        """Return the content as JSON, parsed once. Raises InvalidResponseError if it isn't JSON."""
        if self._json is UNSET:
            try:
                self._json = decode_any(self.content)
            except NOT_JSON as error:
                raise InvalidResponseError(f"not JSON: {error}", **self.facts()) from error
        return self._json

    def facts(self) -> dict[str, Any]:
        """Return the details that an error reports about the response and its request."""
        return {
            **self.request.facts(),
            "status": self.status,
            "headers": self.headers,
            "body": self.content,
            "attempts": self.attempts,
        }

    def __repr__(self) -> str:
        return f"<Response {self.status} {self.request.method} {redact(self.request.url)}>"
