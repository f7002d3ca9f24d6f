"""Every error that the SDK raises on purpose, as one tree.

    PivotalError
    ├── InvalidArgumentError            an argument can't be sent; nothing was sent (also a ValueError)
    ├── APIConnectionError              no response: name lookup, connection or TLS failed, or the server closed it
    │   └── APITimeoutError             no response in time
    ├── InvalidResponseError            a response that doesn't match the contract
    ├── PaginationError                 a list that can't be read to its end
    └── APIStatusError                  a response with an error status
        ├── InvalidRequestError         400  invalid_request_error
        ├── AuthenticationError         401  authentication_error
        ├── PermissionDeniedError       403  permission_error
        ├── NotFoundError               404  not_found
        ├── ConflictError               409  conflict
        │   ├── SlugTakenError               slug_taken
        │   ├── EmailTakenError              email_taken
        │   ├── IdempotencyKeyReusedError    the key was used with another body
        │   └── IdempotencyInProgressError   the first request with the key is still running
        ├── RateLimitError              429  rate_limit_error
        └── ServerError                 5xx  internal_error

An unknown type or code is kept as data. Branch on `type`, use `code` for details, and never parse the message.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "ConflictError",
    "EmailTakenError",
    "IdempotencyInProgressError",
    "IdempotencyKeyReusedError",
    "InvalidArgumentError",
    "InvalidRequestError",
    "InvalidResponseError",
    "NotFoundError",
    "PaginationError",
    "PermissionDeniedError",
    "PivotalError",
    "RateLimitError",
    "ServerError",
    "SlugTakenError",
]

# Not the names of our packages and of the marker: a whole word, so that a key that starts like one is masked.
_OURS = r"(?:api|network|runtime)(?![\w~-]|\.[\w.~-])"
_SECRET = re.compile(rf"(pivotal_(?!{_OURS})(?:test_)?[\w.~-]{{4}}|whsec_)[\w+/=.~%-]+")
_LONGEST_LINE = 600
_LONGEST_VALUE = 100


def redact(text: str) -> str:
    """Mask everything that looks like an API key or a webhook secret, except the part that is safe to show."""
    return _SECRET.sub(r"\1...", text)


def shown(value: object) -> str:
    """Return a value for a message: in ASCII and short, whatever its own repr does."""
    try:
        text = ascii(value)
    except Exception:  # an int of thousands of digits, a list that is too deep, a repr that fails
        return f"a value of type {type(value).__name__}"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


def printable(text: str) -> str:
    """Return one line without control characters: white space becomes a space, the others a replacement mark."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "\ufffd" for letter in text)


def with_article(noun: object) -> str:
    """Return a noun after `a` or `an`."""
    return f"{'an' if str(noun)[:1].lower() in tuple('aeiou') else 'a'} {noun}"


def _line(text: str, end: str = "") -> str:
    line = redact(printable(" ".join(text.split())))
    return (f"{line[:_LONGEST_LINE]}..." if len(line) > _LONGEST_LINE else line) + end


class PivotalError(Exception):
    """The base class of all errors that the SDK raises on purpose.

    Attributes:
        message: A description for people.
    """

    def __init__(self, message: str, *, url: str = "", **details: Any) -> None:
        self.message = redact(message)
        super().__init__(self.message)
        self.__dict__.update(details, url=redact(url))

    def __str__(self) -> str:
        return _line(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(cls: type[PivotalError], args: tuple[Any, ...], state: dict[str, Any]) -> PivotalError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class InvalidArgumentError(PivotalError, ValueError):
    """An argument can't be sent; nothing was sent. Also a ValueError."""


class PaginationError(PivotalError):
    """A list can't be read to its end: the server repeated a cursor, or sent none although more rows remain."""


class _RequestError(PivotalError):
    """A request that was sent and failed.

    Attributes:
        method: The HTTP method.
        url: The URL of the request; it contains no API key.
        idempotency_key: The idempotency key of the request, if it had one. Send it again to repeat the call safely.
        attempts: The number of times that the request was sent.
    """

    method: str = ""
    url: str = ""
    idempotency_key: str | None = None
    attempts: int = 1

    def __str__(self) -> str:
        return _line(self.message, self._request_line())

    def _request_line(self) -> str:
        attempts = f", {self.attempts} attempts" if self.attempts > 1 else ""
        return f" ({self.method} {_line(self.url)}{attempts})" if self.method else ""


class APIConnectionError(_RequestError):
    """No response was received: name lookup, connection or TLS failed, or the server closed the connection.

    Attributes:
        may_have_arrived: Whether the server may have received the request, also by an earlier attempt; False if no
            connection was made.
    """

    may_have_arrived: bool = True


class APITimeoutError(APIConnectionError):
    """No response was received in time."""


class _ResponseError(_RequestError):
    """A response was received. `body` is its content; `headers` have lower-case names."""

    status: int = 0
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""


class InvalidResponseError(_ResponseError):
    """The response doesn't match the contract: it isn't JSON, or a field is missing or has another type."""


class APIStatusError(_ResponseError):
    """The API answered with an error status.

    Attributes:
        status: The HTTP status.
        type: The documented error type, or None if the response has no error envelope.
        code: The detail within the type, such as `slug_taken`; None without an envelope.
        message: The API's message, for people.
        field: The request property that caused the error, if there is one.
        retry_after: The seconds to wait that the response requests, or None.
        body: The content of the response.
        headers: The headers of the response, by lower-case name.
    """

    type: str | None = None
    code: str | None = None
    field: str | None = None
    retry_after: float | None = None

    def __str__(self) -> str:
        kind = " ".join(str(part) for part in (self.status, self.type, self.code) if part)
        field = f" [field: {_line(self.field)}]" if self.field else ""
        return _line(f"{kind}: {self.message}", field + self._request_line())


class InvalidRequestError(APIStatusError):
    """400: the request is not valid; `field` names the property, when there is one."""


class AuthenticationError(APIStatusError):
    """401: the key is missing, malformed or revoked (`api_key_revoked`)."""


class PermissionDeniedError(APIStatusError):
    """403: the key is not allowed to do this."""


class NotFoundError(APIStatusError):
    """404: the workspace has no such object, or it was deleted."""


class ConflictError(APIStatusError):
    """409: the request conflicts with an existing record."""


class SlugTakenError(ConflictError):
    """409 `slug_taken`: another customer has the slug."""


class EmailTakenError(ConflictError):
    """409 `email_taken`: another contact has the e-mail address."""


class IdempotencyKeyReusedError(ConflictError):
    """409: the idempotency key was used with another body."""


class IdempotencyInProgressError(ConflictError):
    """409: the first request with this idempotency key is still running; retry shortly."""


class RateLimitError(APIStatusError):
    """429: too many requests in this minute; `retry_after` is the number of seconds to wait."""


class ServerError(APIStatusError):
    """5xx: the server failed."""


_KINDS: tuple[tuple[int, str, type[APIStatusError]], ...] = (
    (400, "invalid_request_error", InvalidRequestError),
    (401, "authentication_error", AuthenticationError),
    (403, "permission_error", PermissionDeniedError),
    (404, "not_found", NotFoundError),
    (409, "conflict", ConflictError),
    (429, "rate_limit_error", RateLimitError),
    (500, "internal_error", ServerError),
)
_BY_STATUS: dict[int, type[APIStatusError]] = {status: kind for status, _, kind in _KINDS}
_BY_TYPE: dict[str, type[APIStatusError]] = {type_: kind for _, type_, kind in _KINDS}
_BY_CODE: dict[str, type[APIStatusError]] = {
    "slug_taken": SlugTakenError,
    "email_taken": EmailTakenError,
    "idempotency_key_reused": IdempotencyKeyReusedError,
    "idempotency_in_progress": IdempotencyInProgressError,
}


def error_class(status: int, type_: str | None, code: str | None) -> type[APIStatusError]:
    """Return the class for an error response: by type, else by status; a known code makes it more precise."""
    base = _BY_TYPE.get(type_ or "") or _BY_STATUS.get(status) or (ServerError if status >= 500 else APIStatusError)
    precise = _BY_CODE.get(code or "", base)
    return precise if issubclass(precise, base) else base
