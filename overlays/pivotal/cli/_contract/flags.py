"""A parameter or body field of the contract as a flag or an argument of a command."""

from collections.abc import Collection, Sequence
from typing import Any

import click
from pivotal_runtime.description import Description, Field, Parameter, Schema

from pivotal.cli._contract.types import Day, Json, Moment, Number, NumberRange, ParamType, Text

_PREFIX = "api-"


def flag_name(field: Field, taken: Collection[str]) -> str:
    """Return the name of a field's flag; one that the command line needs itself gets a prefix."""
    name = field.python.strip("_").replace("_", "-")
    return f"{_PREFIX}{name}" if name in taken else name


def variable(field: Field) -> str:
    """Return the key of a field's value among the values of a command, apart from the command line's own."""
    return f"contract_{field.python}"


def argument(parameter: Parameter) -> click.Argument:
    """Return a path parameter as an argument: any form of an id, checked by the client."""
    return click.Argument([variable(parameter)], metavar=parameter.python.upper())


def option(description: Description, field: Field, taken: Collection[str]) -> click.Option:
    """Return a query parameter, header or body field as an option."""
    schema = description.resolve(field.schema)
    flag = f"--{flag_name(field, taken)}"
    settings: dict[str, Any] = {"help": _help(field, schema), "default": None}
    if schema.types == ("boolean",):
        return click.Option([variable(field), f"{flag}/--no-{flag[2:]}"], **settings)
    is_list = schema.types == ("array",)
    kind = _type(description, schema.items if is_list and schema.items else schema)
    return click.Option([variable(field), flag], type=kind, multiple=is_list, **settings)


def _help(field: Field, schema: Schema) -> str:
    text = " ".join((field.description or schema.description).split())
    notes = ["required"] if field.required else []
    notes += ["may be repeated"] if schema.types == ("array",) else []
    notes += ["deprecated"] if field.deprecated or schema.deprecated else []
    return f"{text}  [{', '.join(notes)}]".strip() if notes else text


def _type(description: Description, schema: Schema) -> ParamType:
    schema = description.resolve(schema)
    if schema.enum is not None:
        return click.Choice(_choices(schema.enum))
    if len(schema.types) != 1 or schema.any_of or schema.all_of:
        return Json()
    match schema.types[0]:
        case "integer":
            return _integer(schema)
        case "number":
            return _number(schema)
        case "boolean":
            return click.BOOL
        case "string":
            return _string(schema)
        case "object":
            return Json(object_only=True)
        case _:
            return Json()


def _choices(values: Sequence[Any]) -> Sequence[Any]:
    return [value if isinstance(value, str | int | float) else str(value) for value in values]


def _limits(schema: Schema) -> tuple[float | None, float | None, bool, bool]:
    low_open, high_open = schema.exclusive_minimum is not None, schema.exclusive_maximum is not None
    low = schema.exclusive_minimum if low_open else schema.minimum
    high = schema.exclusive_maximum if high_open else schema.maximum
    return low, high, low_open, high_open


def _integer(schema: Schema) -> ParamType:
    low, high, low_open, high_open = _limits(schema)
    if low is None and high is None:
        return click.INT
    return click.IntRange(
        None if low is None else int(low), None if high is None else int(high), min_open=low_open, max_open=high_open
    )


def _number(schema: Schema) -> ParamType:
    low, high, low_open, high_open = _limits(schema)
    return Number() if low is None and high is None else NumberRange(low, high, low_open=low_open, high_open=high_open)


def _string(schema: Schema) -> ParamType:
    kinds: dict[str | None, ParamType] = {"date": Day(), "date-time": Moment()}
    return kinds.get(schema.format) or Text(schema.min_length, schema.max_length)
