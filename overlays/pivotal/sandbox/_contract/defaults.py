"""Values for properties that nobody sent."""

from typing import Any

import msgspec
from pivotal_runtime.description import Description, Field, Schema

UNSET = msgspec.UNSET
_DEEPEST = 8  # of required objects inside each other
_BY_FORMAT = {"date-time": "1970-01-01T00:00:00Z", "date": "1970-01-01"}
_BY_TYPE: dict[str, Any] = {"string": "", "boolean": False, "array": [], "null": None}


def stated_default(description: Description, schema: Schema) -> Any:
    """Return the default that the contract states; UNSET if it states none."""
    return description.resolve(schema).default if schema.default is UNSET else schema.default


def default_of(description: Description, field: Field) -> Any:
    """Return the value of a property of a record that nobody set; UNSET if the record then lacks it."""
    stated = stated_default(description, field.schema)
    if stated is not UNSET:
        return stated
    if field.schema.nullable or description.resolve(field.schema).nullable:
        return None
    return _plain(description, field.schema, 0) if field.required else UNSET


def _plain(description: Description, schema: Schema, depth: int) -> Any:
    """Return a value that the schema accepts: the first of an enum, nothing, zero or empty."""
    schema = description.resolve(schema)
    if schema.nullable or depth > _DEEPEST:
        return None
    if schema.enum:
        return schema.enum[0]
    parts = schema.any_of or schema.all_of
    if parts:
        return _plain(description, parts[0], depth + 1)
    kind = schema.types[0] if schema.types else "object" if schema.fields else "null"
    if kind in ("integer", "number"):
        return max(schema.minimum or 0, 0)
    if kind == "object":
        required = (field for field in schema.fields if field.required)
        return {field.name: _plain(description, field.schema, depth + 1) for field in required}
    return _BY_FORMAT.get(schema.format or "", _BY_TYPE[kind])
