"""Objects composed by allOf, written out: of two declarations of a property, the narrower, last one counts."""

from scripts.contract import Document
from scripts.openapi.schemas import component_name

AT = "x-sdk-at"


def flatten_compositions(schemas: Document, origins: dict[str, str]) -> None:
    """Replace each composed object among the component schemas by one object with all properties."""
    for name, schema in list(schemas.items()):
        if is_composed_object(schemas, schema):
            flat = {key: value for key, value in schema.items() if key not in ("allOf", "properties", "required")}
            flat["type"] = "object"
            flat["properties"], flat["required"] = _collect(schemas, origins, schema, origins[name], (name,))
            schemas[name] = flat


def is_composed_object(schemas: Document, schema: Document) -> bool:
    """Return whether a schema is composed by allOf of objects, so that it can be written out as one."""
    return "allOf" in schema and _is_object(schemas, schema)


def merged_properties(
    schemas: Document, origins: dict[str, str], schema: Document, at: str
) -> tuple[Document, list[str]]:
    """Return the properties of a composed object, each with its own place, and the required ones."""
    return _collect(schemas, origins, schema, at, ())


def _is_object(schemas: Document, schema: Document, seen: tuple[str, ...] = ()) -> bool:
    """Return whether every part is an object with known properties, or says nothing of properties."""
    for part in schema["allOf"]:
        name = component_name(part)
        target = schemas.get(name, {}) if name is not None else part
        if name in seen or "enum" in target or "anyOf" in target or "oneOf" in target:
            return False
        nested = (*seen, name) if name else seen
        if "allOf" in target and not _is_object(schemas, target, nested):
            return False
        if "allOf" not in target and not target.get("properties") and target.get("type", "object") != "object":
            return False
    return True


def _collect(
    schemas: Document, origins: dict[str, str], schema: Document, at: str, seen: tuple[str, ...]
) -> tuple[Document, list[str]]:
    properties: Document = {}
    required: list[str] = []
    for index, part in enumerate(schema.get("allOf", [])):
        name = component_name(part)
        if name is not None and name not in seen:
            found = _collect(schemas, origins, schemas[name], origins[name], (*seen, name))
        else:
            found = _collect(schemas, origins, part, f"{at}/allOf/{index}", seen) if name is None else ({}, [])
        _merge(properties, found[0])
        required += found[1]
    own = {
        wire: {AT: f"{at}/properties/{wire}", **part} if isinstance(part, dict) else part
        for wire, part in schema.get("properties", {}).items()
    }
    _merge(properties, own)
    return properties, [*required, *schema.get("required", [])]


def _merge(properties: Document, more: Document) -> None:
    for wire, part in more.items():
        described = {key: properties[wire][key] for key in ("description",) if key in properties.get(wire, {})}
        kept = set(part) - {AT, "description", "readOnly", "writeOnly", "deprecated"}
        properties[wire] = {**described, **part} if kept else {**properties.get(wire, {}), **part}
