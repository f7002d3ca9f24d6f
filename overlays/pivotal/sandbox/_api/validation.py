"""Checks of single values, and of a body against a table of fields."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, cast

import msgspec
from attrs import frozen

from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._state.clock import iso, milliseconds

_EMAIL = re.compile(r"[^@\x00-\x20]+@[^@\x00-\x20]+\.[^@\x00-\x20]+")
_LARGEST_INTEGER = 2**53 - 1
_AwareDatetime = Annotated[datetime, msgspec.Meta(tz=True)]

Values = dict[str, Any]


class Invalid(Exception):
    """A value is wrong: an error code, and what it should have been."""

    def __init__(self, code: str, expected: str) -> None:
        super().__init__(expected)
        self.code = code
        self.expected = expected

    def error(self, field: str) -> ApiError:
        """The 400 that names the field."""
        return ApiError(400, self.code, f"{field} must be {self.expected}.", field)


Check = Callable[[Any], Any]


@frozen
class Field:
    """A writable property: its name, its check, whether null is allowed, what it is when omitted."""

    name: str
    check: Check
    nullable: bool = False
    default: Any = None


def text(value: Any) -> str:
    """A string."""
    if not isinstance(value, str):
        raise Invalid("invalid_type", "a string")
    return value


def filled_text(value: Any) -> str:
    """A string with something in it."""
    if not text(value):
        raise Invalid("too_small", "a string of at least 1 character")
    return cast("str", value)


def email(value: Any) -> str:
    """An e-mail address, lower-cased."""
    if not _EMAIL.fullmatch(text(value)):
        raise Invalid("invalid_string", "an e-mail address")
    return cast("str", value).lower()


def integer(value: Any) -> int:
    """A whole number that every JSON reader holds exactly. JSON has one kind of number: 1.0 is one too."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if not isinstance(number, int) or isinstance(number, bool):
        raise Invalid("invalid_type", "an integer")
    if abs(number) > _LARGEST_INTEGER:
        raise Invalid("too_big" if number > 0 else "too_small", "an integer of at most 53 bits")
    return number


def boolean(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Invalid("invalid_type", "true or false")
    return value


def texts(value: Any) -> list[str]:
    """An array of strings."""
    try:
        return msgspec.convert(value, list[str])
    except msgspec.ValidationError as error:
        raise Invalid("invalid_type", "an array of strings") from error


def mapping(value: Any) -> Values:
    """An object."""
    if not isinstance(value, dict):
        raise Invalid("invalid_type", "an object")
    return cast("Values", value)


def moment(value: Any) -> int:
    """An ISO 8601 date-time with a time zone, as milliseconds since the epoch."""
    try:
        return milliseconds(msgspec.convert(text(value), _AwareDatetime))
    except (msgspec.ValidationError, OverflowError) as error:
        raise Invalid("invalid_string", "an ISO 8601 date-time with a time zone") from error


def timestamp(value: Any) -> str:
    """An ISO 8601 date-time with a time zone, written in UTC."""
    try:
        return iso(moment(value))
    except OverflowError as error:
        raise Invalid("invalid_string", "an ISO 8601 date-time between the years 1 and 9999") from error


def day_or_timestamp(value: Any) -> str:
    """An ISO 8601 date, taken as its midnight in UTC, or a date-time with a time zone."""
    try:
        day = msgspec.convert(text(value), date)
    except msgspec.ValidationError:
        return timestamp(value)
    return iso(milliseconds(datetime.combine(day, time(), UTC)))


def one_of(choices: Sequence[str]) -> Check:
    """A check for one of the choices."""

    def check(value: Any) -> str:
        if text(value) not in choices:
            raise Invalid("invalid_enum_value", f"one of {', '.join(choices)}")
        return cast("str", value)

    return check


def check_body(fields: Sequence[Field], body: Values, required: Sequence[str] = ()) -> Values:
    """The known fields that the body sends, checked.

    Raises:
        ApiError: 400, for the first field of the table that is missing or wrong.
    """
    values: Values = {}
    for field in fields:
        if field.name in body:
            values[field.name] = _check_field(field, body[field.name])
        elif field.name in required:
            raise ApiError(400, "missing_field", f"{field.name} is required.", field.name)
    return values


def _check_field(field: Field, value: Any) -> Any:
    if value is None and field.nullable:
        return None
    try:
        return field.check(value)
    except Invalid as invalid:
        raise invalid.error(field.name) from invalid
