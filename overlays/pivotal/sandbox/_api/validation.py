"""Checks of single values, and of a body and a query by the names of their values."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, cast

import msgspec
from attrs import frozen

from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.clock import iso, milliseconds

_EMAIL = re.compile(r"[^@\x00-\x20]+@[^@\x00-\x20]+\.[^@\x00-\x20]+")
_LARGEST_INTEGER = 2**53 - 1
_AwareDatetime = Annotated[datetime, msgspec.Meta(tz=True)]


class Invalid(Exception):
    """A value is invalid: the error code, and the description of a valid value."""

    def __init__(self, code: str, expected: str) -> None:
        super().__init__(expected)
        self.code = code
        self.expected = expected

    def error(self, name: str) -> ApiError:
        """Return the 400 that names the property or parameter."""
        return ApiError(400, self.code, f"{name} must be {self.expected}.", name)


Check = Callable[[Any], Any]


@frozen
class Field:
    """A property that a body may send.

    Args:
        name: The property.
        check: Validates the value, and returns it as it is stored.
        nullable: Whether null is allowed.
        default: The value when a creation omits it.
        required: Whether a creation must send it.
        creation_only: Whether an update ignores it.
        shown: Whether responses include it; otherwise it is validated and dropped.
    """

    name: str
    check: Check
    nullable: bool = False
    default: Any = None
    required: bool = False
    creation_only: bool = False
    shown: bool = True


def string(value: Any) -> str:
    """Accept a string."""
    if not isinstance(value, str):
        raise Invalid("invalid_type", "a string")
    return value


def filled_string(value: Any) -> str:
    """Accept a string that is not empty."""
    if not string(value):
        raise Invalid("too_small", "a string of at least 1 character")
    return cast("str", value)


def email(value: Any) -> str:
    """Accept an e-mail address, and lower-case it."""
    if not _EMAIL.fullmatch(string(value)):
        raise Invalid("invalid_string", "an e-mail address")
    return cast("str", value).lower()


def integer(value: Any) -> int:
    """Accept an integer that every JSON reader represents exactly. JSON has one kind of number: 1.0 is one too."""
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    if not isinstance(number, int) or isinstance(number, bool):
        raise Invalid("invalid_type", "an integer")
    if abs(number) > _LARGEST_INTEGER:
        raise Invalid("too_big" if number > 0 else "too_small", "an integer of at most 53 bits")
    return number


def boolean(value: Any) -> bool:
    """Accept true or false."""
    if not isinstance(value, bool):
        raise Invalid("invalid_type", "true or false")
    return value


def strings(value: Any) -> list[str]:
    """Accept an array of strings."""
    try:
        return msgspec.convert(value, list[str])
    except msgspec.ValidationError as error:
        raise Invalid("invalid_type", "an array of strings") from error


def mapping(value: Any) -> Values:
    """Accept an object."""
    if not isinstance(value, dict):
        raise Invalid("invalid_type", "an object")
    return cast("Values", value)


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


def day_or_timestamp(value: Any) -> str:
    """Accept an ISO 8601 date, which means its midnight in UTC, or a date-time with a time zone."""
    try:
        day = msgspec.convert(string(value), date)
    except msgspec.ValidationError:
        return timestamp(value)
    return iso(milliseconds(datetime.combine(day, time(), UTC)))


def one_of(choices: Sequence[str]) -> Check:
    """Return a check that accepts the choices."""

    def check(value: Any) -> str:
        if string(value) not in choices:
            raise Invalid("invalid_enum_value", f"one of {', '.join(choices)}")
        return cast("str", value)

    return check


def check_body(fields: Sequence[Field], body: Values, *, creation: bool = False) -> Values:
    """Return the known fields that the body of a creation or an update sends, validated; without those not shown.

    Raises:
        ApiError: 400 for the first field that is missing or invalid, in the order of the fields.
    """
    values: Values = {}
    for field in fields:
        if field.creation_only and not creation:
            continue
        if field.name in body:
            value = _check_field(field, body[field.name])
            values |= {field.name: value} if field.shown else {}
        elif field.required and creation:
            raise ApiError(400, "missing_field", f"{field.name} is required.", field.name)
    return values


def check_parameter(query: Mapping[str, str], name: str, check: Check) -> Any:
    """Return the validated value of a parameter; None if it is absent. Raises ApiError (400) if it is invalid."""
    if name not in query:
        return None
    try:
        return check(query[name])
    except Invalid as invalid:
        raise invalid.error(name) from invalid


def _check_field(field: Field, value: Any) -> Any:
    if value is None and field.nullable:
        return None
    try:
        return field.check(value)
    except Invalid as invalid:
        raise invalid.error(field.name) from invalid
