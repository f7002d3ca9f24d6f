"""JSON that a strict decoder refuses, though its meaning is certain.

a byte-order mark        is skipped
half a surrogate pair    becomes the replacement character U+FFFD
7.0 for an integer       is 7, below 2**53
the leap second :60      is the last microsecond before it ends
a date in a field *_date is its midnight in UTC, where a date-time is expected
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

import msgspec

from .json_errors import NOT_JSON

T = TypeVar("T")

_ANY: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_MARK = b"\xef\xbb\xbf"
_REPLACEMENT = "\ufffd".encode()
# Each escape of JSON: a pair of surrogates, half of one, or any other; and half a pair as bytes.
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\xed[\xa0-\xbf][\x80-\xbf])"
    rb"|\\.",
    re.DOTALL,
)
_FIRST_INEXACT = 2.0**53  # from here on, several integers are read as the same float
_PLACE = re.compile(r" - at `\$(?P<path>(?:\.\w+|\[\d+\])+)`$", re.ASCII)
_MOST_REPAIRS = 100  # one for all integers, and one for each field of a row that has a time
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LEAP_SECOND = re.compile(r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:)60(?:\.\d+)?([Zz]|[+-]\d\d:?\d\d)", re.ASCII)


def decode_leniently(content: bytes | str, decoder: msgspec.json.Decoder[T], error: Exception) -> T:
    """Decode what the decoder refused with this error. Raises one of NOT_JSON if the meaning is not certain."""
    if isinstance(error, msgspec.ValidationError):
        try:
            data = _decode_any(content)
        except NOT_JSON:
            raise error from None
        value: T = convert_leniently(data, decoder.type, error)
        return value
    raw = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    clean = _ESCAPE.sub(_without_half, raw.removeprefix(_MARK))
    if clean == raw:
        raise error
    try:
        return decoder.decode(clean)
    except NOT_JSON as problem:
        return decode_leniently(clean, decoder, problem)


def _decode_any(content: bytes | str) -> Any:
    try:
        return _ANY.decode(content)
    except NOT_JSON as error:
        return decode_leniently(content, _ANY, error)


def convert_leniently(data: Any, kind: Any, error: msgspec.ValidationError) -> Any:
    """Convert what was refused with this error. Raises ``msgspec.ValidationError`` if the meaning is not certain."""
    for _ in range(_MOST_REPAIRS):
        problem = str(error)
        repaired = _with_integers(data) if "got `float`" in problem else _with_time(data, problem)
        if repaired == data and str(repaired) == str(data):
            break
        try:
            return msgspec.convert(repaired, kind)
        except msgspec.ValidationError as next_error:
            data, error = repaired, next_error
    raise error


def _without_half(escape: re.Match[bytes]) -> bytes:
    return escape[0] if escape["half"] is None else _REPLACEMENT


def _with_integers(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {name: _with_integers(item) for name, item in cast(Mapping[str, Any], data).items()}
    if isinstance(data, list | tuple):
        return [_with_integers(item) for item in cast(Sequence[Any], data)]
    return int(data) if isinstance(data, float) and data.is_integer() and abs(data) < _FIRST_INEXACT else data


def _with_time(data: Any, problem: str) -> Any:
    """Return the data with valid times in the field that the decoder names; in another, such a string is not a time."""
    place = _PLACE.search(problem)
    if place is None:
        return data
    path = [name for name, _ in _STEP.findall(place["path"])]
    return _changed(data, path, _with_midnight if path[-1].endswith("_date") else _without_leap_second)


def _changed(node: Any, path: Sequence[str], change: Callable[[str], str]) -> Any:
    """Return a node with a change at a path of names, in which an empty one stands for each item of a list."""
    if not path:
        return change(node) if isinstance(node, str) else node
    name, *rest = path
    if not name and isinstance(node, list | tuple):
        return [_changed(item, rest, change) for item in cast(Sequence[Any], node)]
    if not isinstance(node, Mapping) or name not in node:
        # It is the last value of a key whose first one the decoder refused.
        return cast(Any, node)
    fields = cast(Mapping[str, Any], node)
    return {**fields, name: _changed(fields[name], rest, change)}


def _with_midnight(text: str) -> str:
    return f"{text}T00:00:00Z" if _DATE.fullmatch(text) else _without_leap_second(text)


def _without_leap_second(text: str) -> str:
    leap = _LEAP_SECOND.fullmatch(text)
    return f"{leap[1]}59.999999{leap[2]}" if leap else text
