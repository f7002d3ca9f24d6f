"""Errors from responses that are not a success."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from .decoding import convert, decode
from .errors import APIStatusError, InvalidResponseError, error_class
from .http_messages import Response
from .json_errors import NOT_JSON

_OBJECT = msgspec.json.Decoder(dict[str, Any])
_HOST = re.compile(r"(?:https?:)?//(?:[^/?#\s]*@)?([^/?#@\s]+)", re.IGNORECASE)


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds that Retry-After requests, as a number or an HTTP date; None if it is absent or invalid.

    A date is compared with the server's own clock, if the response has a Date.
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        date = http_date(text)
        now = now or http_date(headers.get("date", "")) or datetime.now(UTC)
        return None if date is None else max(0.0, (date - now).total_seconds())
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def http_date(text: str) -> datetime | None:
    """Return an HTTP date in UTC, which a date without a zone is in too; None if it is invalid."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date


def status_error(response: Response) -> APIStatusError:
    """Return the error for a response that is not a success."""
    envelope = _envelope(response.content)
    type_, code = envelope.get("type"), envelope.get("code")
    return error_class(response.status, type_, code)(
        envelope.get("message") or _no_envelope(response),
        type=type_,
        code=code,
        field=envelope.get("field"),
        retry_after=retry_after(response.headers),
        **response.facts(),
    )


def invalid_response(response: Response, problem: str) -> InvalidResponseError:
    """Return the error for a response that doesn't match the contract."""
    kind = response.headers.get("content-type", "no content type")
    content = f"{len(response.content)} bytes of {kind}" if response.content else "an empty body"
    return InvalidResponseError(f"{response.status} with {content} is {problem}", **response.facts())


def _envelope(content: bytes) -> dict[str, str]:
    try:
        error = decode(content, _OBJECT)["error"]
        properties: dict[str, Any] = convert(error, dict[str, Any])
    except (*NOT_JSON, KeyError):
        return {}
    return {name: value for name, value in properties.items() if isinstance(value, str)}


def _no_envelope(response: Response) -> str:
    if 300 <= response.status < 400:
        location = _HOST.match(response.headers.get("location", ""))
        host = location[1] if location else "an unnamed host"
        return f"a redirect to {host}, which is not followed: check base_url"
    kind = response.headers.get("content-type", "no content type")
    content = f"{len(response.content)} bytes of {kind}" if response.content else "an empty body"
    return f"{content} instead of an error envelope"
