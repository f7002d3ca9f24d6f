"""The types of flags: what click has no type for."""

import json
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NoReturn, cast

import click

if TYPE_CHECKING:
    ParamType = click.ParamType[Any, Any]
else:  # older versions of click have no type arguments
    ParamType = click.ParamType


class _Type(ParamType):
    def _refuse(self, value: object, wanted: str, param: click.Parameter | None, ctx: click.Context | None) -> NoReturn:
        self.fail(f"{value!r} is not {wanted}.", param, ctx)


class Text(_Type):
    """A string within the contract's limits of length."""

    name = "text"

    def __init__(self, shortest: int | None, longest: int | None) -> None:
        self._shortest, self._longest = shortest or 0, longest

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the string if its length is allowed."""
        length = len(value)
        if length < self._shortest or (self._longest is not None and length > self._longest):
            limits = f"at least {self._shortest}" if length < self._shortest else f"at most {self._longest}"
            self.fail(f"{length} characters; it must have {limits}.", param, ctx)
        return str(value)


class Number(_Type):
    """A number, with the digits that were typed."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the number."""
        try:
            number = Decimal(value)
        except InvalidOperation:
            self._refuse(value, "a number", param, ctx)
        return number if number.is_finite() else self._refuse(value, "a number", param, ctx)


class NumberRange(Number):
    """A number within the contract's limits."""

    def __init__(self, low: float | None, high: float | None, *, low_open: bool, high_open: bool) -> None:
        self._low, self._high, self._low_open, self._high_open = low, high, low_open, high_open

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Return the number if it is within the limits."""
        number = super().convert(value, param, ctx)
        if self._low is not None and (number <= self._low if self._low_open else number < self._low):
            self._refuse(value, f"{'above' if self._low_open else 'at least'} {self._low}", param, ctx)
        if self._high is not None and (number >= self._high if self._high_open else number > self._high):
            self._refuse(value, f"{'below' if self._high_open else 'at most'} {self._high}", param, ctx)
        return number


class Day(_Type):
    """A date, as 2026-01-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the date as it was typed."""
        try:
            date.fromisoformat(value)
        except ValueError:
            self._refuse(value, "a date such as 2026-01-31", param, ctx)
        return str(value)


class Moment(_Type):
    """A date and time with a time zone."""

    name = "date-time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the time as it was typed, because a cursor must be passed back unchanged."""
        wanted = "a date and time with a time zone, such as 2026-01-31T09:00:00Z"
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self._refuse(value, wanted, param, ctx)
        return str(value) if moment.tzinfo else self._refuse(value, wanted, param, ctx)


class Json(_Type):
    """Any JSON, or an object only."""

    name = "json"

    def __init__(self, *, object_only: bool = False) -> None:
        self._object_only = object_only

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the decoded value."""
        wanted = 'a JSON object such as {"key": "value"}' if self._object_only else 'JSON; a string is written "text"'
        try:
            decoded: Any = json.loads(value)
        except ValueError:
            self._refuse(value, wanted, param, ctx)
        if self._object_only and not isinstance(cast(object, decoded), dict):
            self._refuse(value, wanted, param, ctx)
        return decoded
