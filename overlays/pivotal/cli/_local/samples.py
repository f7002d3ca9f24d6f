"""Sample events, made from the contract's schemas."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import msgspec
from pivotal_runtime.description import Description, Field, Schema, WebhookEntry

from pivotal.cli._exits import CommandError


def sample_event(description: Description, entry: WebhookEntry) -> dict[str, Any]:
    """Return an event as the dashboard's test events are: not live, about a made-up record."""
    fields = description.resolve(entry.schema).fields
    event = {field.name: _value(description, field) for field in fields}
    fixed = {"id": f"evt_{uuid4().hex}", "type": entry.type, "livemode": False, "api_version": "v1"}
    return {**event, **{name: value for name, value in fixed.items() if name in event}}


def _value(description: Description, field: Field) -> Any:
    schema = description.resolve(field.schema)
    if field.schema.nullable or schema.nullable:
        return None
    if schema.default is not msgspec.UNSET:
        return schema.default
    return schema.enum[0] if schema.enum else _of_type(description, field.name, schema)


def _of_type(description: Description, name: str, schema: Schema) -> Any:
    now = datetime.now(UTC)
    match schema.types[:1]:
        case ("string",):
            formats = {"date-time": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"), "date": f"{now:%F}"}
            return formats.get(schema.format or "", f"sample_{name}")
        case ("integer" | "number",):
            return schema.minimum if schema.minimum is not None else 1
        case ("boolean",):
            return False
        case ("array",):
            return []
        case _:
            return {field.name: _value(description, field) for field in schema.fields}


def set_value(event: dict[str, Any], path: str, value: Any) -> None:
    """Set a value inside an event by its path, such as `data.object.phase`.

    Raises:
        CommandError: The path leads through something that is not an object.
    """
    target: Any = event
    *parents, last = path.split(".")
    for name in parents:
        if target.get(name) is None:
            target[name] = {}
        target = target[name]
        if not isinstance(cast(object, target), dict):
            raise CommandError(f"--set {path}: {name} is not an object.")
    target[last] = value
