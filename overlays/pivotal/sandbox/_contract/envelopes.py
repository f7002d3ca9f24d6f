"""How a list is written around its rows."""

from collections.abc import Sequence
from typing import Any

import msgspec
from attrs import frozen
from pivotal_runtime.description import Description, Field, OperationEntry, Schema

_PAGING = ("has_more", "next_cursor")


@frozen
class Envelope:
    """The bytes of a list response around its rows.

    Args:
        head: What comes before the rows.
        paging: The paging properties that come after, in their order.
    """

    head: bytes
    paging: tuple[str, ...] = ()

    def around(self, rows: Sequence[str], more: bool, cursor: str | None) -> bytes:
        """Return the response with these rows, each in JSON."""
        values: dict[str, Any] = {"has_more": more, "next_cursor": cursor}
        tail = b"".join(b',"%s":%s' % (name.encode(), msgspec.json.encode(values[name])) for name in self.paging)
        return self.head + ",".join(rows).encode() + b"]" + tail + (b"}" if self.head != b"[" else b"")


def envelope_of(description: Description, operation: OperationEntry) -> tuple[Envelope, Schema] | None:
    """Return the envelope of a list and the schema of its rows; None if it has another form."""
    schema = operation.success.schema
    resolved = description.resolve(schema) if schema else Schema()
    if resolved.types == ("array",) and resolved.items:
        return Envelope(b"["), resolved.items
    arrays = [field for field in resolved.fields if description.resolve(field.schema).items]
    others = [field for field in resolved.fields if field not in arrays and field.name not in _PAGING]
    constants = {field.name: value for field in others if (value := _constant(description, field)) is not None}
    if len(arrays) != 1 or any(field.required and field.name not in constants for field in others):
        return None
    items = description.resolve(arrays[0].schema).items or Schema()
    start = msgspec.json.encode(constants)[:-1] + (b"," if constants else b"")
    names = {field.name for field in resolved.fields}
    paging = tuple(name for name in _PAGING if name in names)
    return Envelope(start + msgspec.json.encode(arrays[0].name) + b":[", paging), items


def _constant(description: Description, field: Field) -> Any:
    values = description.resolve(field.schema).enum
    return values[0] if values is not None and len(values) == 1 else None
