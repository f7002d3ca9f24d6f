"""Checks of single values: each returns the value as it is stored, or raises Invalid."""

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated, Any, cast

import msgspec

from pivotal._moments import iso, milliseconds

_EMAIL = re.compile(r"[^@\x00-\x20]+@[^@\x00-\x20]+\.[^@\x00-\x20]+")
_LARGEST_INTEGER = 2**53 - 1
_AwareDatetime = Annotated[datetime, msgspec.Meta(tz=True)]


class Invalid(Exception):
    """A value is invalid: the error code, and the description of a valid value."""

    def __init__(self, code: str, expected: str) -> None:
        super().__init__(expected)
        self.code = code
        self.expected = expected


Check = Callable[[Any], Any]


def anything(value: Any) -> Any:
    """Accept any value."""
    return value


def string(value: Any) -> str:
    """Accept a string."""
    if not isinstance(value, str):
        raise Invalid("invalid_type", "a string")
    return value


def string_of(low: int | None, high: int | None, pattern: str | None) -> Check:
    """Return a check that accepts strings of a length, in characters, and of a pattern."""
    compiled = _compiled(pattern)

    def check(value: Any) -> str:
        if low is not None and len(string(value)) < low:
            raise Invalid("too_small", f"a string of at least {low} character{'s' * (low != 1)}")
        if high is not None and len(string(value)) > high:
            raise Invalid("too_big", f"a string of at most {high} character{'s' * (high != 1)}")
        if compiled is not None and not compiled.search(string(value)):
            raise Invalid("invalid_string", f"a string that matches {pattern}")
        return string(value)

    return check


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    """Compile a pattern; one that Python's dialect doesn't have is not checked."""
    try:
        return None if pattern is None else re.compile(pattern)
    except re.error:
        return None


filled_string = string_of(1, None, None)


def email(value: Any) -> str:
    """Accept an e-mail address."""
    if not _EMAIL.fullmatch(string(value)):
        raise Invalid("invalid_string", "an e-mail address")
    return cast("str", value)


def lower_case_email(value: Any) -> str:
    """Accept an e-mail address, and lower-case it."""
    return email(value).lower()


def integer(value: Any) -> int:
    """Accept an integer that every JSON reader represents exactly. JSON has one kind of number: 1.0 is one too."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if not isinstance(number, int) or isinstance(number, bool):
        raise Invalid("invalid_type", "an integer")
    if abs(number) > _LARGEST_INTEGER:
        raise Invalid("too_big" if number > 0 else "too_small", "an integer of at most 53 bits")
    return number


def number(value: Any) -> int | float:
    """Accept a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Invalid("invalid_type", "a number")
    return value


def in_range(kind: Check, noun: str, low: float | None, high: float | None) -> Check:
    """Return a check that accepts numbers of a kind from `low` to `high`; None is no limit."""
    limits = f"from {low} to {high}" if None not in (low, high) else f"of at least {low}" if high is None else ""
    expected = f"{noun} {limits or f'of at most {high}'}"

    def check(value: Any) -> Any:
        try:
            accepted = kind(value)
        except Invalid as invalid:
            raise Invalid(invalid.code, expected) from invalid
        if low is not None and accepted < low:
            raise Invalid("too_small", expected)
        if high is not None and accepted > high:
            raise Invalid("too_big", expected)
        return accepted

    return check


def multiple_of(kind: Check, noun: str, step: float) -> Check:
    """Return a check that accepts the multiples of a number."""

    def check(value: Any) -> Any:
        accepted = kind(value)
        if Decimal(str(accepted)) % Decimal(str(step)):
            raise Invalid("not_multiple_of", f"{noun} that is a multiple of {step}")
        return accepted

    return check


def boolean(value: Any) -> bool:
    """Accept true or false."""
    if not isinstance(value, bool):
        raise Invalid("invalid_type", "true or false")
    return value


def array_of(item: Check, noun: str, low: int | None, high: int | None, *, unique: bool = False) -> Check:
    """Return a check that accepts arrays of a length whose items a check accepts; `unique` ones differ."""

    def check(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Invalid("invalid_type", f"an array of {noun}")
        items = cast("list[object]", value)
        if low is not None and len(items) < low:
            raise Invalid("too_small", f"an array of at least {low} items")
        if high is not None and len(items) > high:
            raise Invalid("too_big", f"an array of at most {high} items")
        if unique and any(part in items[:index] for index, part in enumerate(items)):
            raise Invalid("not_unique", "an array of different items")
        try:
            return [item(part) for part in items]
        except Invalid as invalid:
            raise Invalid(invalid.code, f"an array of {noun}") from invalid

    return check


def mapping(value: Any) -> dict[str, Any]:
    """Accept an object."""
    if not isinstance(value, dict):
        raise Invalid("invalid_type", "an object")
    return cast("dict[str, Any]", value)


def moment(value: Any) -> int:
    """Accept an ISO 8601 date-time with a time zone, and return it in milliseconds since the epoch."""
    try:
        return milliseconds(msgspec.convert(string(value), _AwareDatetime))
    except (msgspec.ValidationError, OverflowError) as error:
        raise Invalid("invalid_string", "an ISO 8601 date-time with a time zone") from error


def timestamp(value: Any) -> str:
    """Accept an ISO 8601 date-time with a time zone, and convert it to UTC."""
    try:
        return iso(moment(value))
    except OverflowError as error:
        raise Invalid("invalid_string", "an ISO 8601 date-time between the years 1 and 9999") from error


def day(value: Any) -> str:
    """Accept an ISO 8601 date."""
    try:
        return msgspec.convert(string(value), date).isoformat()
    except msgspec.ValidationError as error:
        raise Invalid("invalid_string", "an ISO 8601 date") from error


def day_or_timestamp(value: Any) -> str:
    """Accept an ISO 8601 date, which means its midnight in UTC, or a date-time with a time zone."""
    try:
        date_ = msgspec.convert(string(value), date)
    except msgspec.ValidationError:
        return timestamp(value)
    return iso(milliseconds(datetime.combine(date_, time(), UTC)))


def one_of(choices: Sequence[Any]) -> Check:
    """Return a check that accepts the choices."""
    expected = f"one of {', '.join(map(str, choices))}"
    all_strings = all(isinstance(choice, str) for choice in choices)

    def check(value: Any) -> Any:
        if all_strings:
            string(value)
        # JSON distinguishes true and 1, which are equal in Python.
        if not any(value == choice and isinstance(value, bool) == isinstance(choice, bool) for choice in choices):
            raise Invalid("invalid_enum_value", expected)
        return value

    return check


def any_of(checks: Sequence[Check], expected: str) -> Check:
    """Return a check that accepts what one of the checks accepts."""

    def check(value: Any) -> Any:
        for alternative in checks:
            try:
                return alternative(value)
            except Invalid:
                continue
        raise Invalid("invalid_type", expected)

    return check
