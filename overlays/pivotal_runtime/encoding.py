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
_HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_OWN_HEADERS = frozenset({"authorization", "connection", "content-length", "host", "transfer-encoding"})
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
    if isinstance(value, bool | type) or not isinstance(value, SupportsIndex):
        raise InvalidArgumentError(f"{what}: got {type(value).__name__}; pass a display_id (int) or an id (str).")
    number = operator.index(value)
    if not 0 <= number <= _LARGEST_ID:
        fault = "a negative number" if number < 0 else "so large a number"
        raise InvalidArgumentError(f"{what}: {fault} is no display_id; pass a small positive integer.")
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
    if value is None or value is UNSET or isinstance(value, str):
        return value
    return path_segment(value, owner)


def query_pairs(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the parameters that are given, as text; None and UNSET are not sent."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        for item in cast(Sequence[Any], value) if isinstance(value, list | tuple) else (value,):
            if item is not None and item is not UNSET:
                pairs.append((name, as_text(name, item)))
    return pairs


def as_text(name: str, value: Any) -> str:
    """Turn a query parameter or a header into text."""
    _check(name, value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str | int | float):
        raise InvalidArgumentError(f"{name}: {type(value).__name__} can't be sent as text; pass text or a number.")
    text = str(value)
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidArgumentError(f"{name}: the text holds half a surrogate pair, which can't be sent.")
    return text


def check_headers(headers: Mapping[str, Any]) -> None:
    """Refuse a header that HTTP can't carry, or that only the client can know."""
    for name, value in headers.items():
        if name.lower() in _OWN_HEADERS:
            raise InvalidArgumentError(f"{name}: the client sets this header itself; leave it out.")
        if not _HEADER_NAME.fullmatch(name):
            raise InvalidArgumentError(f"{name!a}: not the name of a header; correct it.")
        if not isinstance(value, str) or not value.isascii() or not value.isprintable() or value != value.strip():
            raise InvalidArgumentError(f"{name}: a header takes printable ASCII, no space around it; encode it.")


def encode_body(fields: Mapping[str, Any]) -> bytes:
    """Encode a JSON body: what is UNSET is left out, None becomes null."""
    return msgspec.json.encode({name: _json(name, value) for name, value in fields.items() if value is not UNSET})


def _json(name: str, value: Any) -> msgspec.Raw:
    try:
        text = msgspec.json.encode(value, enc_hook=_encode_other)
    except (TypeError, ValueError, RecursionError, NotImplementedError) as error:
        raise InvalidArgumentError(f"{name}: can't be sent as JSON ({error}).") from error
    _check(name, value)
    return msgspec.Raw(text)


def _check(name: str, value: Any) -> None:
    """Refuse, at any depth, what would be sent as something else: a time without its zone, a number that is none."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise InvalidArgumentError(f"{name}: {value} has no time zone; add one, such as datetime.UTC.")
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidArgumentError(f"{name}: {value} is no number that can be sent; pass None to clear a field.")
    values = getattr(value, "values", None)
    if callable(values) or isinstance(value, list | tuple):
        for part in cast(Sequence[Any], values() if callable(values) else value):
            _check(name, part)


def _encode_other(value: Any) -> Any:
    if hasattr(value, "keys"):
        return dict(value)
    if isinstance(value, SupportsIndex):
        return operator.index(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
