"""A request and a response as plain data, whatever carries them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypedDict, cast

import msgspec

from .errors import InvalidArgumentError, InvalidResponseError, redact
from .values import NOT_JSON, UNSET


class Timeout(NamedTuple):
    """Seconds that each phase of an attempt may take; None waits for ever."""

    connect: float | None = 5.0
    read: float | None = 30.0
    write: float | None = 30.0
    pool: float | None = 10.0

    @classmethod
    def of(cls, timeout: Any) -> "Timeout":
        """Give the phases; one number stands for each. Raises InvalidArgumentError for what is no time."""
        phases = timeout if isinstance(timeout, Timeout) else cls(timeout, timeout, timeout, timeout)
        for seconds in cast(tuple[Any, ...], phases):
            number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
            if seconds is not None and not (number and 0 < seconds < 1e6):
                raise InvalidArgumentError(f"timeout: {seconds!a}; pass seconds above 0, or None to wait for ever.")
        return phases


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


@dataclass(slots=True, eq=False, repr=False)
class Request:
    """A request that is ready to be sent, but for the key: only the transport knows that. Header names: lower-case."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict[str, str])
    content: bytes | None = None
    authenticated: bool = True
    operation: str = ""
    timeout: Any = UNSET
    deadline: float | None = None  # on the monotonic clock

    @property
    def idempotency_key(self) -> str | None:
        """The key that makes a repeated POST safe, if the request carries one."""
        return self.headers.get("idempotency-key")

    def facts(self) -> dict[str, Any]:
        """Give what an error tells of the request."""
        return {"method": self.method, "url": self.url, "idempotency_key": self.idempotency_key}

    def __repr__(self) -> str:
        return f"<Request {self.method} {redact(self.url)}>"


@dataclass(slots=True, eq=False, repr=False)
class Response:
    """What came back: status, headers (lower-case names), bytes, and how many attempts it took."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    request: Request
    attempts: int = 1
    _json: Any = UNSET

    def json(self) -> Any:
        """Parse the content as JSON, once. Raises InvalidResponseError where it isn't JSON."""
        if self._json is UNSET:
            try:
                self._json = msgspec.json.decode(self.content)
            except NOT_JSON as error:
                raise InvalidResponseError(f"not JSON: {error}", **self.facts()) from error
        return self._json

    def facts(self) -> dict[str, Any]:
        """Give what an error tells of the response and its request."""
        return {
            **self.request.facts(),
            "status": self.status,
            "headers": self.headers,
            "body": self.content,
            "attempts": self.attempts,
        }

    def __repr__(self) -> str:
        return f"<Response {self.status} {self.request.method} {redact(self.request.url)}>"
