"""What can go wrong, as one tree.

    PivotalError
    ├── InvalidArgumentError            an argument that can't be sent; nothing was sent (also a ValueError)
    ├── APIConnectionError              no response: name, connection, TLS, broken off
    │   └── APITimeoutError             no response in time
    ├── InvalidResponseError            a response that isn't what the contract says
    ├── PaginationError                 a list that can't be walked to its end
    └── APIStatusError                  a response that says no
        ├── InvalidRequestError         400  invalid_request_error
        ├── AuthenticationError         401  authentication_error
        ├── PermissionDeniedError       403  permission_error
        ├── NotFoundError               404  not_found
        ├── ConflictError               409  conflict
        │   ├── SlugTakenError               slug_taken
        │   ├── EmailTakenError              email_taken
        │   ├── IdempotencyKeyReusedError    the key was used with another body
        │   └── IdempotencyInProgressError   the first request with the key has not ended
        ├── RateLimitError              429  rate_limit_error
        └── ServerError                 5xx  internal_error

A type or code that is not listed here is data, not a crash: branch on `type`, use `code` for detail, never the message.
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

_SECRET = re.compile(r"(pivotal_(?!(?:api|runtime)\b)(?:test_)?[\w.~-]{4}|whsec_)[\w+/=.~%-]+")
_LONGEST_LINE = 600


def redact(text: str) -> str:
    """Mask what looks like an API key or a webhook secret, but for the part that is safe to show."""
    return _SECRET.sub(r"\1...", text)


def printable(text: str) -> str:
    """Give one line that no terminal obeys: spaces for white space, a mark for each other control character."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "\ufffd" for letter in text)


def _line(text: str, end: str = "") -> str:
    line = redact(printable(" ".join(text.split())))
    return (f"{line[:_LONGEST_LINE]}..." if len(line) > _LONGEST_LINE else line) + end


class PivotalError(Exception):
    """Base of everything that this package raises on purpose."""

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
    """An argument can't be sent. Nothing was sent."""


class PaginationError(PivotalError):
    """A list can't be walked to its end: the server repeats a cursor, or gives none where more rows remain."""


class _RequestError(PivotalError):
    """A request that was made, and didn't end well.

    Attributes:
        method: The HTTP method.
        url: The address that was asked; it holds no key.
        idempotency_key: The key that the request carried, if any: send it again to repeat the call safely.
        attempts: How many times the request was sent.
    """

    method: str = ""
    url: str = ""
    idempotency_key: str | None = None
    attempts: int = 1

    def __str__(self) -> str:
        return _line(self.message, self._asked())

    def _asked(self) -> str:
        tries = f", {self.attempts} attempts" if self.attempts > 1 else ""
        return f" ({self.method} {_line(self.url)}{tries})" if self.method else ""


class APIConnectionError(_RequestError):
    """No response came: the name, the connection or TLS failed, or the server broke off."""


class APITimeoutError(APIConnectionError):
    """No response came in time."""


class _AnsweredError(_RequestError):
    """A response came. `body` is its text as bytes; `headers` are lower-case."""

    status: int = 0
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""


class InvalidResponseError(_AnsweredError):
    """The response isn't what the contract says: not JSON, or a field is missing or of another type."""


class APIStatusError(_AnsweredError):
    """The API said no.

    Attributes:
        status: The HTTP status.
        type: The documented error type, or None where the response carries no error envelope.
        code: The detail inside the type, such as `slug_taken`; None without an envelope.
        message: What the API says, for people.
        field: The request property that is meant, if one is.
        retry_after: Seconds to wait, as the response asks; None if it doesn't.
        body: The response's bytes.
        headers: The response's headers, lower-case.
    """

    type: str | None = None
    code: str | None = None
    field: str | None = None
    retry_after: float | None = None

    def __str__(self) -> str:
        said = " ".join(str(part) for part in (self.status, self.type, self.code) if part)
        field = f" [field: {_line(self.field)}]" if self.field else ""
        return _line(f"{said}: {self.message}", field + self._asked())


class InvalidRequestError(APIStatusError):
    """400: the request is not valid; `field` names the property, when there is one."""


class AuthenticationError(APIStatusError):
    """401: the key is missing, malformed or revoked (`api_key_revoked`)."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this."""


class NotFoundError(APIStatusError):
    """404: no such object in this workspace, or it was deleted."""


class ConflictError(APIStatusError):
    """409: the request contradicts what is there."""


class SlugTakenError(ConflictError):
    """409 `slug_taken`: another customer has the slug."""


class EmailTakenError(ConflictError):
    """409 `email_taken`: another contact has the e-mail address."""


class IdempotencyKeyReusedError(ConflictError):
    """409: the idempotency key was used with another body."""


class IdempotencyInProgressError(ConflictError):
    """409: the first request with this idempotency key has not ended; try again shortly."""


class RateLimitError(APIStatusError):
    """429: too many requests in this minute; `retry_after` says how long to wait."""


class ServerError(APIStatusError):
    """5xx: a fault on the other side."""


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
    """Choose the class for an answer: by type, else by status; a listed code makes it more precise."""
    base = _BY_TYPE.get(type_ or "") or _BY_STATUS.get(status) or (ServerError if status >= 500 else APIStatusError)
    precise = _BY_CODE.get(code or "", base)
    return precise if issubclass(precise, base) else base
