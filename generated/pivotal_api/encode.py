# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""From Python values to path segments, query pairs and JSON bodies. What can't be sent is refused here."""

import math
import operator
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, SupportsIndex, cast
from urllib.parse import quote

import msgspec

from .errors import InvalidArgumentError
from .values import UNSET, Model

_LARGEST_ID = 2**63 - 1
_NOT_IN_IDS = re.compile(r"[/\\%?#\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def path_segment(value: object, owner: str = "") -> str:
    """Turn an id into one path segment, or refuse what can't be an id.

    Takes a display_id as int, a display_id or cuid as str, or a model, whose `id` it takes.
    """
    what = f"{owner} id" if owner else "id"
    if isinstance(value, Model):
        kind = getattr(value, "object", owner)
        if owner and kind != owner:
            raise InvalidArgumentError(f"{what}: got a {kind}; pass a {owner}, or its id.")
        value = getattr(value, "id", None)
    if isinstance(value, str):
        return _checked_segment(str(value), what)
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise InvalidArgumentError(f"{what}: got {type(value).__name__}; pass a display_id (int) or an id (str).")
    number = operator.index(value)
    if not 0 <= number <= _LARGEST_ID:
        raise InvalidArgumentError(f"{what}: {number:.3g} is no display_id; it is a small positive integer.")
    return str(number)


def _checked_segment(text: str, what: str) -> str:
    if not text:
        raise InvalidArgumentError(f"{what}: got an empty string; pass a display_id (int) or an id (str).")
    if text in (".", "..") or _NOT_IN_IDS.search(text):
        shown = f"{text[:40]!a}{'...' if len(text) > 40 else ''}"
        raise InvalidArgumentError(f"{what}: {shown} can't be an id; pass a display_id (int) or an id (str).")
    return quote(text, safe="")


def reference(value: Any, owner: str = "") -> Any:
    """Turn an id in a query or a body into text, as path_segment does; None and UNSET stay as they are."""
    if value is None or value is UNSET:
        return value
    if isinstance(value, str):
        return value
    return path_segment(value, owner)


def query_pairs(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the parameters that are given, as text; None and UNSET are not sent."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        for item in cast(Sequence[Any], value) if isinstance(value, list | tuple) else (value,):
            if item is not None and item is not UNSET:
                pairs.append((name, _query_text(name, item)))
    return pairs


def _query_text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return _aware(name, value).astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str | int | float):
        raise InvalidArgumentError(f"{name}: {type(value).__name__} can't be sent in a query; pass text or a number.")
    text = str(value)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidArgumentError(f"{name}: the text holds half a surrogate pair, which can't be sent.")
    return text


def _aware(name: str, value: datetime) -> datetime:
    if value.tzinfo is None:
        raise InvalidArgumentError(f"{name}: {value} has no time zone; add one, such as datetime.UTC.")
    return value


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse a header value that HTTP can't carry."""
    for name, value in headers.items():
        if not value.isascii() or not value.isprintable():
            raise InvalidArgumentError(f"{name}: a header takes printable ASCII only; encode the value.")


def encode_body(fields: Mapping[str, Any]) -> bytes:
    """Encode a JSON body: what is UNSET is left out, None becomes null."""
    given = {name: value for name, value in fields.items() if value is not UNSET}
    for name, value in given.items():
        if isinstance(value, datetime):
            _aware(name, value)
        elif isinstance(value, float) and not math.isfinite(value):
            raise InvalidArgumentError(f"{name}: {value} is no JSON number; pass None to clear the field.")
    try:
        return msgspec.json.encode(given, enc_hook=_encode_other)
    except (TypeError, ValueError, RecursionError, NotImplementedError) as error:
        culprit = next((name for name, value in given.items() if not _encodes(value)), "body")
        raise InvalidArgumentError(f"{culprit}: can't be sent as JSON ({error}).") from error


def _encode_other(value: Any) -> Any:
    if hasattr(value, "keys"):
        return dict(value)
    if isinstance(value, SupportsIndex):
        return operator.index(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _encodes(value: Any) -> bool:
    try:
        msgspec.json.encode(value, enc_hook=_encode_other)
    except (TypeError, ValueError, RecursionError, NotImplementedError):
        return False
    return True
