"""Walking the schemas of an OpenAPI document: where they stand, what they refer to, what can be reached."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from contract_diff.core import json_pointers
from scripts.contract import Document

Schema = dict[str, Any]
# A place in the document: the object or list that holds a schema, and the key under which it does.
Site = tuple[Any, Any]

PREFIX = "#/components/schemas/"
_MAPS = ("properties", "patternProperties", "$defs")
_SINGLES = ("items", "additionalProperties", "not")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_OPAQUE = frozenset({"example", "examples", "value"})
# Maps whose keys are names that the API chose, and no keywords.
NAME_MAPS = frozenset(
    {"properties", "patternProperties", "responses", "content", "headers", "schemas", "securitySchemes", "paths"}
)


def referred(node: Any) -> str | None:
    """Name of the component schema that a node is a $ref to, or None."""
    reference = node.get("$ref") if isinstance(node, dict) else None
    return reference[len(PREFIX) :] if isinstance(reference, str) and reference.startswith(PREFIX) else None


def component_schemas(document: Document) -> dict[str, Schema]:
    """The document's component schemas; adds the empty maps where they are missing."""
    schemas: dict[str, Schema] = document.setdefault("components", {}).setdefault("schemas", {})
    return schemas


def subschemas(schema: Schema) -> Iterator[tuple[str, Site]]:
    """Yield the schemas right under a schema, each with the name of the property, or the keyword."""
    places: list[tuple[str, Site]] = [(keyword, (schema, keyword)) for keyword in _SINGLES if keyword in schema]
    for keyword in _MAPS:
        places += [(name, (schema[keyword], name)) for name in schema.get(keyword, {})]
    for keyword in _LISTS:
        places += [(keyword, (schema[keyword], index)) for index in range(len(schema.get(keyword, [])))]
    return ((name, site) for name, site in places if _is_schema(site))


def _is_schema(site: Site) -> bool:
    holder, key = site
    return isinstance(holder[key], dict) or (isinstance(holder[key], bool) and key != "additionalProperties")


def inline_sites(node: Any) -> Iterator[Site]:
    """Yield the places outside components.schemas that hold a schema: parameters, bodies, headers."""
    if isinstance(node, list):
        for item in node:
            yield from inline_sites(item)
    if not isinstance(node, dict):
        return
    for key, child in node.items():
        if key == "schema":
            yield node, key
        elif key != "schemas" and key not in _OPAQUE:
            yield from inline_sites(child)


def rewrite(document: Document, rule: Callable[[Schema], Schema]) -> None:
    """Replace every schema by what rule makes of it, the inner ones first."""

    def rewritten(schema: Schema | bool) -> Schema:
        if isinstance(schema, bool):
            schema = {} if schema else {"not": {}}
        for _, (holder, key) in list(subschemas(schema)):
            holder[key] = rewritten(holder[key])
        return rule(schema)

    components = component_schemas(document)
    for holder, key in [*((components, name) for name in components), *inline_sites(document)]:
        holder[key] = rewritten(holder[key])


def references(node: Any, *, names: bool = False) -> Iterator[Any]:
    """Yield the target of each $ref under a node, example values left out.

    Args:
        node: Any part of a document.
        names: Whether the node's keys are names that the API chose, which mean nothing here.
    """
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    elif isinstance(node, dict):
        if "$ref" in node and not names:
            yield node["$ref"]
        for key, child in node.items():
            if names or not _is_example_value(key, child):
                yield from references(child, names=not names and key in NAME_MAPS)


def _is_example_value(key: str, child: Any) -> bool:
    return key in ("example", "value") or (key == "examples" and isinstance(child, list))


def reached(document: Document, roots: Iterable[Any]) -> list[str]:
    """Names of the component schemas that the given parts of a document reach, sorted."""
    components = component_schemas(document)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        for reference in references(waiting.pop()):
            name = str(reference).removeprefix(PREFIX)
            if name in components and name not in found:
                found.add(name)
                waiting.append(components[name])
    return sorted(found)


def resolve(document: Document, node: Any) -> Any:
    """Follow a node's local $ref, if it is one, to what it means. Raises KeyError where nothing is there."""
    followed: set[str] = set()
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        if node["$ref"] in followed:
            raise KeyError(node["$ref"])
        followed.add(node["$ref"])
        target: Any = document
        for key in json_pointers.split(node["$ref"].removeprefix("#")):
            target = target[key]
        node = target
    return node
