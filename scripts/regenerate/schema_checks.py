"""Schemas that can't become classes as they are: refused by their place, before the generator drops them."""

from collections.abc import Iterator, Mapping
from typing import Any

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import resolve_reference, subschemas
from scripts.regenerate.naming import field_name

_DATA = frozenset({"example", "examples", "default", "enum", "const", "value"})
_NAME_MAPS = frozenset({"properties", "patternProperties", "schemas", "parameters", "responses", "$defs", "paths"})


def schema_problems(document: Document) -> Iterator[Problem]:
    """Yield what can't be generated in any schema, and references that lead elsewhere."""
    dangling = list(_reference_problems(document, document, ""))
    yield from dangling
    if not dangling:
        for pointer, schema in walk_schemas(document):
            yield from _enum_problems(schema, pointer)
            yield from _field_problems(schema, pointer)


def walk_schemas(document: Document) -> Iterator[tuple[str, Document]]:
    """Yield every schema of a document with its JSON pointer."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _inside(schema, json_pointers.join("/components/schemas", name))
    yield from _elsewhere(document, "")


def _inside(schema: Any, pointer: str) -> Iterator[tuple[str, Document]]:
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for _, (holder, key) in subschemas(schema):
        keyword = next((word for word, value in schema.items() if value is holder), "")
        tokens = (str(key),) if holder is schema else (keyword, str(key))
        yield from _inside(holder[key], json_pointers.join(pointer, *tokens))


def _elsewhere(node: Any, pointer: str) -> Iterator[tuple[str, Document]]:
    items = enumerate(node) if isinstance(node, list) else node.items() if isinstance(node, dict) else ()
    for key, child in items:
        place = json_pointers.join(pointer, str(key))
        if key == "schema" and "content" not in node:
            yield from _inside(child, place)
        elif key not in _DATA and place != "/components/schemas":
            yield from _elsewhere(child, place)


def _reference_problems(document: Document, node: Any, pointer: str, names: bool = False) -> Iterator[Problem]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _reference_problems(document, item, f"{pointer}/{index}")
    elif isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str) and not names and (fault := _reference_fault(document, target)):
            yield Problem(pointer, f"$ref {target!r} {fault}")
        for key, child in node.items():
            if names or key not in _DATA:
                place = json_pointers.join(pointer, str(key))
                yield from _reference_problems(document, child, place, not names and key in _NAME_MAPS)


def _reference_fault(document: Document, target: str) -> str | None:
    tokens = target.split("/")
    if tokens[:2] != ["#", "components"] or len(tokens) != 4:
        return "is not a name under components; move what it refers to there"
    try:
        resolve_reference(document, {"$ref": target})
    except (KeyError, TypeError):
        return "points nowhere; correct its name"
    return None


def _enum_problems(schema: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    values = schema.get("enum")
    if not isinstance(values, list):
        return
    if not values:
        yield Problem(f"{pointer}/enum", "an enum without values allows nothing; list its values, or remove it")
    is_string = "string" in str(schema.get("type", "")) or any(isinstance(value, str) for value in values)
    for index, value in enumerate(values):
        if isinstance(value, dict | list):
            yield Problem(f"{pointer}/enum/{index}", "an object or a list can't be a value of an enum; remove it")
        elif is_string and not isinstance(value, str | None):
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            yield Problem(
                f"{pointer}/enum/{index}",
                f"the value {shown} is not a string, as the others are; quote it",
            )
        elif value in values[:index]:
            yield Problem(f"{pointer}/enum/{index}", f"the value {value!r} is listed twice; remove one")


def _field_problems(schema: Mapping[str, Any], pointer: str) -> Iterator[Problem]:
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return
    seen: dict[str, str] = {}
    for wire, part in properties.items():
        if part is False:
            yield Problem(
                json_pointers.join(pointer, "properties", wire), "no value is valid here; remove the property"
            )
        first = seen.setdefault(field_name(wire), wire)
        if first != wire:
            yield Problem(
                json_pointers.join(pointer, "properties", wire),
                f"the properties {first!r} and {wire!r} would both be the field {field_name(wire)}; "
                "remove one in overlays/spec",
            )
