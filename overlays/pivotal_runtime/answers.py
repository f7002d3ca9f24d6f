"""From a response that is no success to an error."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from .errors import APIStatusError, InvalidResponseError, error_class
from .messages import Response
from .values import NOT_JSON

_HOST = re.compile(r"(?:https?:)?//(?:[^/?#\s]*@)?([^/?#@\s]+)", re.IGNORECASE)


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Read Retry-After, in seconds or as an HTTP date; None where it is absent or makes no sense."""
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        try:
            when = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return None
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def status_error(response: Response) -> APIStatusError:
    """Make the error that a response without success stands for."""
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
    """Make the error for a response that isn't what the contract says."""
    kind = response.headers.get("content-type", "no content type")
    shown = "an empty body" if not response.content else f"{len(response.content)} bytes of {kind}"
    return InvalidResponseError(f"{response.status} with {shown} is {problem}", **response.facts())


def _envelope(content: bytes) -> dict[str, str]:
    try:
        error = msgspec.json.decode(content, type=dict[str, Any])["error"]
        parts = msgspec.convert(error, dict[str, Any])
    except (*NOT_JSON, KeyError):
        return {}
    return {name: value for name, value in parts.items() if isinstance(value, str)}


def _no_envelope(response: Response) -> str:
    if 300 <= response.status < 400:
        found = _HOST.match(response.headers.get("location", ""))
        host = found[1] if found else "an unnamed place"
        return f"a redirect to {host}, which is not followed: check base_url"
    kind = response.headers.get("content-type", "no content type")
    what = f"{len(response.content)} bytes of {kind}" if response.content else "an empty body"
    return f"{what} where an error envelope should be"
