"""Checks of what requests send: each failure is an error of the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from pivotal_runtime.description import Description, Field

from pivotal._schema_checks import check_of
from pivotal._value_checks import Check, Invalid
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Values


def invalid_value(name: str, invalid: Invalid) -> ApiError:
    """Return the 400 that names the property or parameter."""
    return ApiError(400, invalid.code, f"{name} must be {invalid.expected}.", name)


@frozen
class BodyField:
    """A property that a body may send.

    Args:
        name: The property.
        check: Validates the value, and returns it as it is stored.
        required: Whether a body must have it.
        refers_to: The kind of record whose id it is.
    """

    name: str
    check: Check
    required: bool = False
    refers_to: str | None = None


def check_body(fields: Sequence[BodyField], body: Values, *, closed: bool = False) -> Values:
    """Return the known properties that a body sends, validated; further ones are ignored unless it is closed.

    Raises:
        ApiError: 400 for the first property that is missing or invalid, in the order of the contract.
    """
    values: Values = {}
    for field in fields:
        if field.name in body:
            try:
                values[field.name] = field.check(body[field.name])
            except Invalid as invalid:
                raise invalid_value(field.name, invalid) from invalid
        elif field.required:
            raise ApiError(400, "missing_field", f"{field.name} is required.", field.name)
    known = {field.name for field in fields} if closed else body.keys()
    for name in body:
        if name not in known:
            raise ApiError(400, "unknown_field", f"There is no property {name}.", name)
    return values


def body_fields(description: Description, fields: Sequence[Field], own: Mapping[str, Check]) -> tuple[BodyField, ...]:
    """Return the checks of a body's properties; those in `own` replace the contract's, except that null is allowed."""
    return tuple(
        BodyField(field.name, _check_of_field(description, field, own), field.required, field.refers_to)
        for field in fields
        if not field.read_only
    )


def _check_of_field(description: Description, field: Field, own: Mapping[str, Check]) -> Check:
    check = own.get(field.name)
    if check is None:
        return check_of(description, field.schema)
    if description.resolve(field.schema).nullable:
        return lambda value: None if value is None else check(value)
    return check


def check_parameter(query: Mapping[str, Sequence[str]], name: str, check: Check) -> Any:
    """Return the first value of a parameter, validated; None if it is absent. Raises ApiError (400) if invalid."""
    if name not in query:
        return None
    try:
        return check(query[name][0])
    except Invalid as invalid:
        raise invalid_value(name, invalid) from invalid
