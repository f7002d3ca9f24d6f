"""Typed access to plain JSON values, and their canonical text."""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

import msgspec

from contract_diff.core.json_pointers import Pointer, join

# A number that may be a float, or a part of a text that looks like one.
_FLOAT = re.compile(r"\d[.eE]")


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether the value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether the value is a JSON array."""
    return isinstance(value, list)


def as_object(value: Any) -> dict[str, Any]:
    """The value as an object; anything else counts as an empty one."""
    return value if is_object(value) else {}


def as_array(value: Any) -> list[Any]:
    """The value as an array; anything else counts as an empty one."""
    return value if is_array(value) else []


def as_texts(value: Any) -> list[str]:
    """The texts in an array, or the text itself; anything else counts as none."""
    items = value if is_array(value) else [value]
    return [item for item in items if isinstance(item, str)]


def canonical(value: Any) -> str:
    """One text for each JSON value: 1 and 1.0 are the same number, 1 and true are not.

    Example:
        >>> canonical({"b": 1.0, "a": True})
        '{"a":true,"b":1}'
    """
    text = msgspec.json.encode(value, order="deterministic").decode()
    if not _FLOAT.search(text):
        return text
    return json.dumps(_integral(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _integral(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if is_object(value):
        return {key: _integral(item) for key, item in value.items()}
    if is_array(value):
        return [_integral(item) for item in value]
    return value


def placed_objects(value: Any) -> Iterator[tuple[Pointer, dict[str, Any]]]:
    """Every object at or below a value, with its pointer."""
    pending: list[tuple[Pointer, Any]] = [("", value)]
    while pending:
        above, item = pending.pop()
        if is_object(item):
            yield above, item
        items = item.items() if is_object(item) else enumerate(item) if is_array(item) else ()
        pending.extend((join(above, str(key)), part) for key, part in items)


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every object at or below a value."""
    pending = [value]
    while pending:
        item = pending.pop()
        if is_object(item):
            yield item
            pending.extend(item.values())
        elif is_array(item):
            pending.extend(item)


def references(value: Any) -> Iterator[str]:
    """Every $ref at or below a value."""
    return (item["$ref"] for item in objects_in(value) if isinstance(item.get("$ref"), str))


class Lookout:
    """Finds whether values have one of some keys, or a $ref of some, at or below them.

    What was found is kept by identity: the values must outlive it, and not change.
    """

    def __init__(self, keys: frozenset[str], references: frozenset[str]) -> None:
        self._keys = keys
        self._references = references
        self._known: dict[int, bool] = {}

    def finds(self, value: Any) -> bool:
        """Whether this value has."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = self._look(value)
        return known

    def _look(self, value: Any) -> bool:
        if is_object(value):
            reference = value.get("$ref")
            if not self._keys.isdisjoint(value) or (isinstance(reference, str) and reference in self._references):
                return True
        below = value.values() if is_object(value) else as_array(value)
        return any(self.finds(item) for item in below if isinstance(item, (dict, list)))
