"""JSON instances of the schemas of the corrected contract, which clients are made from."""

from typing import Any

from scripts.contract import load
from scripts.project import CONTRACT
from scripts.regenerate.corrections import apply_corrections

DOCUMENT = apply_corrections(load(CONTRACT))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
_TEXT = {"date-time": "2026-01-02T03:04:05.678000Z", "date": "2026-01-02"}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema that references lead to."""
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def kinds(schema: dict[str, Any]) -> list[str]:
    """Return the JSON types that a schema allows."""
    type_ = resolved(schema).get("type", "object")
    return list(type_) if isinstance(type_, list) else [type_]


def full(schema: dict[str, Any]) -> Any:
    """Return a value with every property."""
    schema = resolved(schema)
    if "enum" in schema:
        return schema["enum"][0]
    match next(kind for kind in kinds(schema) if kind != "null"):
        case "object":
            return {name: full(part) for name, part in schema.get("properties", {}).items()}
        case "array":
            return [full(schema["items"])]
        case "integer":
            return 7
        case "number":
            return 1.5
        case "boolean":
            return True
        case _:
            return _TEXT.get(schema.get("format", ""), 'Zoë "\\ \n/')


def minimal(schema: dict[str, Any]) -> Any:
    """Return a value with the required properties only, empty or null wherever that is allowed."""
    schema = resolved(schema)
    if "null" in kinds(schema):
        return None
    if "enum" in schema or kinds(schema)[0] not in ("object", "array"):
        return full(schema)
    if kinds(schema) == ["array"]:
        return []
    return {name: minimal(schema["properties"][name]) for name in schema.get("required", [])}


def others(schema: dict[str, Any]) -> list[Any]:
    """Return values that a schema allows beside the one in a full instance: at most one for each type."""
    values: list[Any] = [None] if "null" in kinds(schema) else []
    if "array" in kinds(schema):
        values.append([])
    if "integer" in kinds(schema):
        values.append(8)
    if "string" in kinds(schema) and "enum" not in schema and "format" not in schema:
        values.append("other")
    return values


Path = tuple[str | int, ...]


def places(schema: dict[str, Any], at: Path = ()) -> list[tuple[Path, dict[str, Any]]]:
    """Return every value inside a full instance, as path and schema."""
    schema = resolved(schema)
    entries = [(at, schema)]
    for name, part in schema.get("properties", {}).items():
        entries += places(part, (*at, name))
    if "items" in schema:
        entries += places(schema["items"], (*at, 0))
    return entries


def put(instance: Any, at: tuple[str | int, ...], value: Any) -> None:
    """Set the value at a path."""
    for step in at[:-1]:
        instance = instance[step]
    instance[at[-1]] = value


def msgspec_path(at: tuple[str | int, ...]) -> str:
    """Return a path as errors show it, such as $.data[0].name."""
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
