"""Unions of objects: the property that distinguishes them, as a discriminator or as a constant."""

from collections.abc import Iterator
from typing import Any

from scripts.contract import Document
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import component_name, resolve_reference
from scripts.regenerate.schema_checks import walk_schemas

# Written into a schema that is tagged: the tag's property and value.
TAG = "x-sdk-tag"
_PREFIX = "#/components/schemas/"


def tag_unions(document: Document) -> None:
    """Write its tag into each component schema that is one of several objects of a union.

    Objects that nothing distinguishes become one object without known fields: plain data.
    """
    found = [(schema, _tags(document, schema)) for _, schema in walk_schemas(document)]
    for _, tags in found:
        for name, tag in (tags or {}).items():
            document["components"]["schemas"][name][TAG] = list(tag)
    for schema in [schema for schema, tags in found if tags is None]:
        _make_plain(document, schema)


def _make_plain(document: Document, schema: Document) -> None:
    parts = [part for word in ("anyOf", "oneOf") for part in schema.pop(word, [])]
    objects = [part for part in parts if _is_object(document, part) or _is_map(document, part)]
    names = [name for part in objects if (name := component_name(part)) is not None]
    kinds = f"One of {', '.join(names)}, as plain data." if names else ""
    schema["description"] = " ".join(filter(None, (schema.get("description"), kinds)))
    plain = {"type": "object", "additionalProperties": True}
    others = [part for part in parts if part not in objects]
    schema.update({"anyOf": [plain, *others]} if others else plain)
    schema.pop("discriminator", None)


def union_problems(document: Document) -> Iterator[Problem]:
    """Yield each object that two unions distinguish in different ways."""
    tagged: dict[str, tuple[str, str]] = {}
    for pointer, schema in walk_schemas(document):
        for name, tag in (_tags(document, schema) or {}).items():
            if tagged.setdefault(name, tag) != tag:
                yield Problem(
                    pointer,
                    f"{name} is {tag[0]}={tag[1]} here and {'='.join(tagged[name])} in another union; "
                    "use one discriminator in overlays/spec",
                )


def _tags(document: Document, schema: Document) -> dict[str, tuple[str, str]] | None:
    """Return the tag of each object of a union; nothing if it is not a union of objects; None without tags."""
    parts = [part for word in ("anyOf", "oneOf") for part in schema.get(word, []) if _is_object(document, part)]
    names = [component_name(part) for part in parts]
    alternatives = [part for word in ("anyOf", "oneOf") for part in schema.get(word, [])]
    if parts and any(_is_map(document, part) for part in alternatives):
        return None
    if len(parts) < 2 or (len(set(names)) == 1 and names[0] is not None):
        return {}
    # OpenAPI 3.2: an object with any other tag is of the default kind, which no decoder can be told.
    if None in names or "defaultMapping" in schema.get("discriminator", {}):
        return None
    known = [str(name) for name in names]
    for wire in _candidates(document, schema, known[0]):
        values = [_value(document, schema, name, wire) for name in known]
        if all(value is not None for value in values) and len(set(values)) == len(values):
            return {name: (wire, str(value)) for name, value in zip(known, values, strict=True)}
    return None


def _candidates(document: Document, schema: Document, name: str) -> list[str]:
    declared = schema.get("discriminator", {}).get("propertyName")
    return [declared] if declared else list(properties_of_object(document, {"$ref": _PREFIX + name}))


def _value(document: Document, schema: Document, name: str, wire: str) -> str | None:
    """Return the value of the tag in one object: its constant, its key in the mapping, or its schema's name."""
    part: Document = resolve_reference(document, properties_of_object(document, {"$ref": _PREFIX + name}).get(wire, {}))
    values = [part["const"]] if "const" in part else part.get("enum", [])
    if len(values) == 1 and isinstance(values[0], str):
        return values[0]
    if "discriminator" not in schema:
        return None
    mapping: Document = schema["discriminator"].get("mapping", {})
    keys = [key for key, target in mapping.items() if str(target).removeprefix(_PREFIX) == name]
    return keys[0] if len(keys) == 1 else None if keys else name


def properties_of_object(document: Document, schema: Any) -> Document:
    """Return the properties of an object and of the objects that it is composed of."""
    resolved: Document = resolve_reference(document, schema)
    properties: Document = {}
    for part in resolved.get("allOf", []):
        properties |= properties_of_object(document, part)
    return {**properties, **resolved.get("properties", {})}


def _is_map(document: Document, part: Any) -> bool:
    resolved = resolve_reference(document, part)
    return isinstance(resolved, dict) and resolved.get("type") == "object" and not _is_object(document, part)


def _is_object(document: Document, part: Any) -> bool:
    resolved = resolve_reference(document, part)
    return isinstance(resolved, dict) and bool(resolved.get("properties") or resolved.get("allOf"))
