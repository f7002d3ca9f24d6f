"""Validate the groups of names and values that a caller passes: headers, and additional queries and body fields."""

from collections.abc import Mapping
from typing import Any, cast

from .errors import InvalidArgumentError, shown

_GROUPS = ("headers", "extra_query", "extra_body")


def check_groups(options: object) -> None:
    """Refuse options that aren't a mapping, or of which a group isn't. Raises InvalidArgumentError."""
    named = mapping_of("options", options)
    for name in _GROUPS:
        if name in named:
            check_fields(name, named[name])


def check_fields(name: str, value: object) -> None:
    """Refuse anything but a mapping with strings as keys. Raises InvalidArgumentError."""
    for key in mapping_of(name, value):
        if not isinstance(key, str) or not (key.isascii() or _is_unicode(key)):
            raise InvalidArgumentError(f"{name}: {shown(key)} is not a valid field name; names must be strings.")


def mapping_of(name: str, value: object) -> Mapping[Any, Any]:
    """Return a mapping; refuse any other value. Raises InvalidArgumentError."""
    if not isinstance(value, Mapping):
        raise InvalidArgumentError(f"{name}: got {kind_of(value)}; pass a dict.")
    return cast(Mapping[Any, Any], value)  # type: ignore[redundant-cast]  # pyright needs it


def kind_of(value: object) -> str:
    """Return what a value is, for a message."""
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__


def _is_unicode(text: str) -> bool:
    """Return whether a string can be encoded: not with half a surrogate pair."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
