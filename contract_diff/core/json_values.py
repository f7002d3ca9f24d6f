"""Typed access to plain JSON values, and their canonical form."""

import json
import re
from collections.abc import Iterator
from typing import Any, TypeGuard

import msgspec

from contract_diff.core.json_pointers import Pointer, join

# A number that may be a float, or part of a string that looks like one.
_FLOAT = re.compile(r"\d[.eE]")


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether the value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Return whether the value is a JSON array."""
    return isinstance(value, list)


def as_object(value: Any) -> dict[str, Any]:
    """Return the value if it is an object, else an empty one."""
    return value if is_object(value) else {}


def as_array(value: Any) -> list[Any]:
    """Return the value if it is an array, else an empty one."""
    return value if is_array(value) else []


def as_strings(value: Any) -> list[str]:
    """Return the strings in an array, or the string itself; none for anything else."""
    items = value if is_array(value) else [value]
    return [item for item in items if isinstance(item, str)]


def canonical(value: Any) -> str:
    """Return the canonical JSON of a value: 1 and 1.0 are equal, 1 and true are not.

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
    """Yield every object at or below a value, with its pointer."""
    pending: list[tuple[Pointer, Any]] = [("", value)]
    while pending:
        above, item = pending.pop()
        if is_object(item):
            yield above, item
        items = item.items() if is_object(item) else enumerate(item) if is_array(item) else ()
        pending.extend((join(above, str(key)), part) for key, part in items)


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object at or below a value."""
    pending = [value]
    while pending:
        item = pending.pop()
        if is_object(item):
            yield item
            pending.extend(item.values())
        elif is_array(item):
            pending.extend(item)


def references(value: Any) -> Iterator[str]:
    """Yield every $ref at or below a value."""
    return (item["$ref"] for item in objects_in(value) if isinstance(item.get("$ref"), str))


class Lookout:
    """Finds out whether values have one of some keys, or one of some references, at or below them.

    Results are cached by identity, so the values must outlive the cache and not change.
    """

    def __init__(self, keys: frozenset[str], references: frozenset[str]) -> None:
        self._keys = keys
        self._references = references
        self._known: dict[int, bool] = {}

    def finds(self, value: Any) -> bool:
        """Return whether the value contains one of the keys or references."""
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
