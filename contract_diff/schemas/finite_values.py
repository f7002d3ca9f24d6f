"""Finite sets of values: enum and const."""

from collections.abc import Iterable
from typing import Any

from contract_diff.core.json_values import canonical, is_array
from contract_diff.schemas.normal_form import JsonType, NormalForm, Values

PYTHON_TYPES: tuple[tuple[type, JsonType], ...] = (
    (bool, "boolean"),
    (int, "number"),
    (float, "number"),
    (str, "string"),
)


def finite(values: Iterable[Any]) -> NormalForm:
    """Return the normal form of a schema that accepts these values only."""
    items: dict[JsonType, set[str]] = {}
    for value in values:
        items.setdefault(type_of(value), set()).add(canonical(value))
    return NormalForm({kind: (Values(type=kind, items=frozenset(listed)),) for kind, listed in items.items()})


def type_of(value: Any) -> JsonType:
    """Return the JSON type of a value.

    Example:
        >>> type_of(True), type_of(1.5)
        ('boolean', 'number')
    """
    for python_type, kind in PYTHON_TYPES:
        if isinstance(value, python_type):
            return kind
    return "null" if value is None else "array" if is_array(value) else "object"
