"""Python values as query strings, headers and JSON bodies. What can't be sent is refused here; see ids for paths.

Each type has one form, in every place and at every depth of a body:

    str               as it is
    bool              true, false
    int               digits
    float             the shortest digits that read back as the same number; never NaN or infinite
    Decimal           its digits without an exponent, trailing zeros kept: 1.50; in a body a JSON number
    datetime          UTC with Z: 2026-01-02T01:00:00Z; one without a time zone is refused
    date, time        ISO 8601: 2026-01-02, 03:04:00
    UUID              lower case with hyphens
    Enum              the form of its value
    None              null in a body; left out of a query
    UNSET             left out

A subclass has the form of its base, and a number or bool of numpy that of Python's. Bytes and timedelta have no form.
A list or tuple repeats a query parameter. A body takes lists, mappings and objects of msgspec, attrs and dataclasses.
"""

import math
import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import partial
from numbers import Rational, Real
from typing import Any, SupportsIndex, cast
from uuid import UUID

import msgspec

from .base_models import UNSET
from .errors import InvalidArgumentError, shown

_HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_OWN_HEADERS = frozenset({"authorization", "connection", "content-length", "host", "transfer-encoding"})
_MOST_DIGITS = 1_000  # of a Decimal, zeros included: 1E+9999999 would be ten megabytes


def query_pairs(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """List the query parameters that are sent, as strings; None and UNSET are left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in query.items():
        for item in cast(Sequence[Any], value) if isinstance(value, list | tuple) else (value,):
            if item is not None and item is not UNSET:
                pairs.append((name, text_value(name, item)))
    return pairs


def styled_query(query: Mapping[str, Any], styles: Mapping[str, str]) -> dict[str, Any]:
    """Write lists and objects as the contract says: joined by a sign, or as one parameter a property."""
    written: dict[str, Any] = {}
    for name, value in query.items():
        style = styles.get(name, "")
        if not style or value is None or value is UNSET:
            written[name] = value
        elif isinstance(value, Mapping):
            properties = cast(Mapping[str, Any], value)
            written |= {f"{name}[{key}]" if style == "deep" else key: item for key, item in properties.items()}
        elif style in ("deep", "flat") or not isinstance(value, list | tuple):
            wanted = "a mapping" if style in ("deep", "flat") else "a list"
            raise InvalidArgumentError(f"{name}: got {type(value).__name__}; pass {wanted}.")
        else:
            items = [text_value(name, item) for item in cast(Sequence[Any], value)]
            written[name] = style.join(items) if items else None
    return written


def text_value(name: str, value: Any) -> str:
    """Return the form of a query parameter or a header. Raises InvalidArgumentError for what has none."""
    value = builtin_value(value)
    for kind, form in _FORMS:
        if isinstance(value, kind):
            return form(name, value)
    raise InvalidArgumentError(
        f"{name}: {type(value).__name__} can't be sent as text; pass a string, a number, a date or a datetime."
    )


def builtin_value(value: Any) -> Any:
    """Return the value of an enum, and the builtin that a number of another library, such as numpy, stands for."""
    while isinstance(value, Enum):
        value = value.value
    if isinstance(value, _SCALARS):
        return value
    if type(value).__name__ in ("bool", "bool_"):  # numpy's, which is no number there
        return bool(value)
    if isinstance(value, Real) and not isinstance(value, Rational):
        return float(value)
    if isinstance(value, SupportsIndex) and not isinstance(value, type):
        with suppress(TypeError):  # an array has the method, and may refuse
            return operator.index(value)
    return value


def encode_body(fields: Mapping[str, Any]) -> bytes:
    """Encode a JSON body; UNSET fields are left out, None becomes null."""
    return msgspec.json.encode({name: _json(name, value) for name, value in fields.items() if value is not UNSET})


def check_headers(headers: Mapping[str, Any]) -> None:
    """Refuse a header that HTTP can't carry, or that only the client can know."""
    for name, value in headers.items():
        if name.lower() in _OWN_HEADERS:
            raise InvalidArgumentError(f"{name}: the client sets this header itself; leave it out.")
        if not _HEADER_NAME.fullmatch(name):
            raise InvalidArgumentError(f"{shown(name)}: not a valid header name; correct it.")
        if not isinstance(value, str) or not value.isascii() or not value.isprintable() or value != value.strip():
            raise InvalidArgumentError(f"{name}: a header takes printable ASCII, no space around it; encode it.")


def _string(name: str, value: str) -> str:
    text = str.__str__(value)  # not a subclass's own, which may be made for people
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidArgumentError(f"{name}: the string contains half a surrogate pair, which can't be sent.")
    return text


def _integer(name: str, value: int) -> str:
    try:
        return str(int(value))
    except ValueError as error:  # Python converts some thousand digits at most
        raise InvalidArgumentError(f"{name}: the number has too many digits to be sent.") from error


def _float(name: str, value: float) -> str:
    if not math.isfinite(value):
        raise InvalidArgumentError(f"{name}: {value} can't be sent as a number; pass None to clear a field.")
    return msgspec.json.encode(float(value)).decode()


def _decimal(name: str, value: Decimal) -> str:
    if not value.is_finite():
        raise InvalidArgumentError(f"{name}: {value} can't be sent as a number; pass None to clear a field.")
    _, digits, exponent = value.as_tuple()
    if len(digits) + abs(cast(int, exponent)) > _MOST_DIGITS:
        raise InvalidArgumentError(f"{name}: the Decimal has more than {_MOST_DIGITS:,} digits; round it.")
    return Decimal.__format__(value, "f")


def _datetime(name: str, value: datetime) -> str:
    if value != value:  # NaT of pandas is a datetime
        raise InvalidArgumentError(f"{name}: {value} is not a point in time; pass None to clear a field.")
    if value.utcoffset() is None:  # also with a tzinfo, if that is a floating one
        raise InvalidArgumentError(f"{name}: {value} has no time zone; add one, such as datetime.UTC.")
    try:
        # By the base class, because pandas would add nanoseconds.
        return datetime.isoformat(datetime.astimezone(value, UTC)).replace("+00:00", "Z")
    except OverflowError as error:
        raise InvalidArgumentError(f"{name}: {value} is outside the years 1 to 9999 in UTC.") from error


# In the order in which they are tried: a bool is an int too, and a datetime is a date.
_FORMS: tuple[tuple[type, Callable[[str, Any], str]], ...] = (
    (str, _string),
    (bool, lambda _, value: "true" if value else "false"),
    (int, _integer),
    (float, _float),
    (Decimal, _decimal),
    (datetime, _datetime),
    (date, lambda _, value: date.isoformat(value)),
    (time, lambda _, value: re.sub(r"\+00:00$", "Z", time.isoformat(value))),
    (UUID, lambda _, value: UUID.__str__(value)),
)
_SCALARS = tuple(kind for kind, _ in _FORMS)
_NUMBERS = (int, float, Decimal)
_WITHOUT_FORM: Mapping[type, str] = {
    timedelta: "a number of seconds",
    bytes: "a string",
    bytearray: "a string",
    memoryview: "a string",
}
# What msgspec would encode in a form of its own.
_OURS = (Decimal, datetime, bytes, bytearray, timedelta)


def _json(name: str, value: Any) -> msgspec.Raw:
    try:
        return msgspec.Raw(msgspec.json.encode(_normalized(name, value)))
    except InvalidArgumentError:
        raise
    except (TypeError, ValueError, OverflowError, RecursionError, NotImplementedError) as error:
        raise InvalidArgumentError(f"{name}: can't be sent as JSON ({error}).") from error


def _normalized(name: str, value: Any) -> Any:
    """Return a value for msgspec's encoder, in the one form that the module's docstring lists."""
    value = builtin_value(value)
    if value is None:
        return None
    if isinstance(value, _SCALARS):
        text = text_value(name, value)
        return msgspec.Raw(text.encode()) if isinstance(value, _NUMBERS) else text
    for kind, instead in _WITHOUT_FORM.items():
        if isinstance(value, kind):
            raise InvalidArgumentError(f"{name}: {kind.__name__} can't be sent as JSON; pass {instead}.")
    if hasattr(value, "keys"):
        return _object(name, dict(value))
    if isinstance(value, list | tuple | set | frozenset):
        return [_normalized(name, item) for item in cast(Collection[Any], value)]
    return _normalized(name, msgspec.to_builtins(value, builtin_types=_OURS, enc_hook=partial(_base_value, name)))


def _object(name: str, fields: Mapping[Any, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key, value in fields.items():
        text = text_value(name, key)
        if text in written:
            raise InvalidArgumentError(f"{name}: {shown(key)} and another key are both sent as {shown(text)}.")
        written[text] = _normalized(name, value)
    return written


def _base_value(name: str, value: Any) -> Any:
    """Return the field of an object as a type that msgspec knows."""
    value = builtin_value(value)
    if isinstance(value, bool):
        return value
    for kind in _NUMBERS:
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, _SCALARS):
        return text_value(name, value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
