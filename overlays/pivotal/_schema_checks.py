"""Checks of values that follow from the contract's schemas."""

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from pivotal_runtime.description import Description, Schema

from pivotal import _value_checks as checks
from pivotal._value_checks import Check, Invalid

_FORMATS: Mapping[str, Check] = {"date-time": checks.timestamp, "date": checks.day, "email": checks.email}
_INTEGER = re.compile("-?[0-9]{1,1000}")
_NUMBER = re.compile(r"-?[0-9]{1,1000}(\.[0-9]{1,1000})?")
_NOUNS = {"string": "strings", "integer": "integers", "number": "numbers", "boolean": "booleans", "object": "objects"}
_WORDS = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "array": "an array",
    "object": "an object",
}


def check_of(description: Description, schema: Schema) -> Check:
    """Return the check of a schema's values. Null is accepted where the schema allows it."""
    resolved = description.resolve(schema)
    check = _check_present(description, resolved)
    if not (resolved.nullable or schema.nullable) or check is checks.anything:
        return check
    return lambda value: None if value is None else check(value)


def _check_present(description: Description, schema: Schema) -> Check:
    if schema.enum is not None:
        return checks.one_of(schema.enum)
    if schema.any_of:
        alternatives = [check_of(description, part) for part in schema.any_of]
        return checks.any_of(alternatives, " or ".join(_expected(description, schema)) or "another value")
    if schema.all_of:
        return partial(_every, [check_of(description, part) for part in schema.all_of])
    if not schema.types:
        return checks.mapping if schema.fields else checks.anything
    each = [_BUILDERS[name](description, schema) for name in schema.types if name in _BUILDERS]
    return each[0] if len(each) == 1 else checks.any_of(each, " or ".join(_WORDS[name] for name in schema.types))


def _every(each: Sequence[Check], value: Any) -> Any:
    for check in each:
        value = check(value)
    return value


def _expected(description: Description, schema: Schema) -> list[str]:
    parts = (description.resolve(part) for part in schema.any_of)
    return list(dict.fromkeys(_WORDS[name] for part in parts for name in part.types if name in _WORDS))


def _string(_: Description, schema: Schema) -> Check:
    if schema.format is not None and schema.format in _FORMATS:
        return _FORMATS[schema.format]
    limits = (schema.min_length, schema.max_length, schema.pattern)
    return checks.string if limits == (None, None, None) else checks.string_of(*limits)


def _integer(_: Description, schema: Schema) -> Check:
    low = schema.minimum if schema.exclusive_minimum is None else schema.exclusive_minimum + 1
    high = schema.maximum if schema.exclusive_maximum is None else schema.exclusive_maximum - 1
    return _limited(checks.integer, "an integer", low, high, schema.multiple_of)


def _number(_: Description, schema: Schema) -> Check:
    low, high = schema.exclusive_minimum, schema.exclusive_maximum
    low = schema.minimum if low is None else math.nextafter(low, math.inf)
    high = schema.maximum if high is None else math.nextafter(high, -math.inf)
    return _limited(checks.number, "a number", low, high, schema.multiple_of)


def _limited(kind: Check, noun: str, low: float | None, high: float | None, step: float | None) -> Check:
    check = kind if low is None and high is None else checks.in_range(kind, noun, low, high)
    return check if step is None else checks.multiple_of(check, noun, step)


def _array(description: Description, schema: Schema) -> Check:
    items = schema.items or Schema()
    types = description.resolve(items).types
    noun = _NOUNS.get(types[0], "values") if len(types) == 1 else "values"
    check = check_of(description, items)
    return checks.array_of(check, noun, schema.min_items, schema.max_items, unique=schema.unique_items)


def _object(description: Description, schema: Schema) -> Check:
    if not schema.fields and schema.values is None:
        return checks.mapping
    return partial(_check_object, description, schema)


def _check_object(description: Description, schema: Schema, value: Any) -> dict[str, Any]:
    """Check a nested object; its fields' checks are made when one is sent, since schemas may contain themselves."""
    sent = checks.mapping(value)
    fields = {field.name: field for field in schema.fields}
    for field in fields.values():
        if field.required and not field.read_only and field.name not in sent:
            raise Invalid("missing_field", f"an object with {field.name}")
    accepted: dict[str, Any] = {}
    for name, part in sent.items():
        inner = fields[name].schema if name in fields else schema.values or Schema()
        try:
            accepted[name] = check_of(description, inner)(part)
        except Invalid as invalid:
            raise Invalid(invalid.code, f"an object whose {name} is {invalid.expected}") from invalid
    return accepted


_BUILDERS: Mapping[str, Callable[[Description, Schema], Check]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": lambda _, schema: checks.boolean,
    "array": _array,
    "object": _object,
}


def text_check_of(description: Description, schema: Schema) -> Check:
    """Return the check of a schema's values as they are written in a query."""
    check = check_of(description, schema)
    types = set(description.resolve(schema).types)
    return lambda text: check(_read(text, types))


def _read(text: str, types: Collection[str]) -> Any:
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    if "number" in types and _NUMBER.fullmatch(text):
        return float(text)
    return int(text) if "integer" in types and _INTEGER.fullmatch(text) else text
