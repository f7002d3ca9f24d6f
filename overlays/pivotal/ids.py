"""The two ids of every record: `id`, a cuid, and `display_id`, a small integer that people see.

Each path accepts either: all digits are looked up as a display_id, anything else as a cuid. A slug is not accepted.

Documentation: https://docs.pivotal.app/api/guides/display-id-vs-id
"""

import re
from typing import Literal, Protocol, SupportsIndex, TypeAlias, cast

from pivotal_runtime.base_models import Model
from pivotal_runtime.ids import APP_HOST, id_from_url, path_segment

from pivotal.errors import InvalidArgumentError

__all__ = ["AnyId", "IdKind", "Identified", "id_kind", "is_cuid", "is_cuid2", "parse_id", "same_record"]

IdKind = Literal["display_id", "cuid"]


class Identified(Protocol):
    """A record with both ids, such as a Customer."""

    @property
    def id(self) -> str:
        """The cuid."""
        ...

    @property
    def display_id(self) -> int:
        """The display_id."""
        ...


AnyId: TypeAlias = "str | int | SupportsIndex | Identified"

_CUID = re.compile(r"c[0-9a-z]{24}")
_CUID2 = re.compile(r"[a-z][0-9a-z]{1,31}")


def parse_id(value: AnyId, owner: str = "", *, host: str = APP_HOST) -> str:
    """Return the id for a path from any form of id.

    Args:
        value: A display_id (an int, or a string of digits), a cuid, a record, or the URL of its page in the app.
        owner: The kind of record that the id must name, such as `customer`; empty for any.
        host: The host of the app, for URLs.

    Raises:
        InvalidArgumentError: The value can't be an id, or names a record of another kind.

    Example:
        >>> parse_id("https://my.pivotal.app/customers/245-aurora")
        '245'
        >>> parse_id(245), parse_id("cl9bn00of0000g7l8gcq8c4xk")
        ('245', 'cl9bn00of0000g7l8gcq8c4xk')
    """
    for name, text in (("owner", owner), ("host", host)):
        if not isinstance(cast(object, text), str):
            raise InvalidArgumentError(f"{name}: got {type(text).__name__}; pass a string.")
    if isinstance(value, str) and "://" in value:
        return id_from_url(value, owner, host)
    if not isinstance(value, str | SupportsIndex | Model):
        value = getattr(value, "id", value)
    path_segment(value, owner)  # raises for a value that can't be an id
    return value if isinstance(value, str) else path_segment(value, owner)


def id_kind(value: str | int) -> IdKind:
    """Return the kind of an id, by the server's rule: all digits are a display_id, anything else is a cuid.

    Example:
        >>> id_kind("42"), id_kind("clx7f9d2a9b3e4")
        ('display_id', 'cuid')
    """
    text = parse_id(value)
    return "display_id" if text.isascii() and text.isdigit() else "cuid"


def is_cuid(value: str) -> bool:
    """Return whether a string has the form of a cuid (version 1): c and 24 lower-case letters or digits.

    The API's ids are opaque, and some samples have another form: don't reject an id because this returns False.

    Example:
        >>> is_cuid("cl9bn00of0000g7l8gcq8c4xk")
        True
    """
    return isinstance(cast(object, value), str) and _CUID.fullmatch(value) is not None


def is_cuid2(value: str) -> bool:
    """Return whether a string has the form of a cuid2: a lower-case letter, then 1 to 31 lower-case letters or digits.

    Example:
        >>> is_cuid2("tz4a98xxat96iws9zmbrgj3a")
        True
    """
    return isinstance(cast(object, value), str) and _CUID2.fullmatch(value) is not None


def same_record(record: Identified, value: AnyId) -> bool:
    """Return whether a value names this record, by either id.

    Args:
        record: A record with both ids.
        value: A display_id, a cuid, another record, or the URL of a page in the app.

    Example:
        >>> from types import SimpleNamespace
        >>> aurora = SimpleNamespace(id="clx7f9d2a9b3e4", display_id=245)
        >>> same_record(aurora, "https://my.pivotal.app/customers/245-aurora"), same_record(aurora, 7)
        (True, False)

    Raises:
        InvalidArgumentError: The first value is not a record, or the second can't be an id.
    """
    if not (hasattr(record, "id") and hasattr(record, "display_id")):
        raise InvalidArgumentError(f"record: got {type(record).__name__}; pass one with both ids, such as a Customer.")
    text = parse_id(value)
    return (text.lstrip("0") or "0") == str(record.display_id) or text == record.id
