"""The schemas of an OpenAPI document: where they are, what they refer to, what can be reached from them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from contract_diff.core import json_pointers
from scripts.contract import Document

Schema = dict[str, Any]
# A place in a document: the object or list that contains a schema, and its key in there.
Site = tuple[Any, Any]

PREFIX = "#/components/schemas/"
_MAPS = ("properties", "patternProperties", "$defs")
_SINGLES = ("items", "additionalProperties", "not")
_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
# Keys of values that no schema describes the inside of.
OPAQUE = frozenset({"example", "examples", "value"})
# Maps whose keys are names that the API chose, not keywords.
NAME_MAPS = frozenset(
    {"properties", "patternProperties", "responses", "content", "headers", "schemas", "securitySchemes", "paths"}
)


def component_name(node: Any) -> str | None:
    """Return the name of the component schema that a node refers to; None if it doesn't."""
    reference = node.get("$ref") if isinstance(node, dict) else None
    return reference[len(PREFIX) :] if isinstance(reference, str) and reference.startswith(PREFIX) else None


def component_schemas(document: Document) -> dict[str, Schema]:
    """Return the document's component schemas; add empty maps if they are missing."""
    schemas: dict[str, Schema] = document.setdefault("components", {}).setdefault("schemas", {})
    return schemas


def subschemas(schema: Schema) -> Iterator[tuple[str, Site]]:
    """Yield the schemas directly below a schema, each with the name of its property, or its keyword."""
    sites: list[tuple[str, Site]] = [(keyword, (schema, keyword)) for keyword in _SINGLES if keyword in schema]
    for keyword in _MAPS:
        sites += [(name, (schema[keyword], name)) for name in schema.get(keyword, {})]
    for keyword in _LISTS:
        sites += [(keyword, (schema[keyword], index)) for index in range(len(schema.get(keyword, [])))]
    return ((name, site) for name, site in sites if _is_schema(site))


def _is_schema(site: Site) -> bool:
    holder, key = site
    return isinstance(holder[key], dict) or (isinstance(holder[key], bool) and key != "additionalProperties")


def _inline_sites(node: Any) -> Iterator[Site]:
    """Yield the places outside components.schemas that contain a schema: parameters, bodies, headers."""
    if isinstance(node, list):
        for item in node:
            yield from _inline_sites(item)
    if not isinstance(node, dict):
        return
    for key, child in node.items():
        if key == "schema":
            yield node, key
        elif key != "schemas" and key not in OPAQUE:
            yield from _inline_sites(child)


def rewrite_schemas(document: Document, rule: Callable[[Schema], Schema]) -> None:
    """Replace every schema of a document by the rule's result for it, the inner schemas first."""

    def rewrite(schema: Schema | bool) -> Schema:
        if isinstance(schema, bool):
            schema = {} if schema else {"not": {}}
        for _, (holder, key) in list(subschemas(schema)):
            holder[key] = rewrite(holder[key])
        return rule(schema)

    components = component_schemas(document)
    for holder, key in [*((components, name) for name in components), *_inline_sites(document)]:
        holder[key] = rewrite(holder[key])


def rename_components(document: Document, new_names: dict[str, str]) -> None:
    """Rename component schemas, in place, and the references to them."""
    if not new_names:
        return

    def redirect(schema: Document) -> Document:
        name = component_name(schema)
        return {**schema, "$ref": PREFIX + new_names[name]} if name in new_names else schema

    rewrite_schemas(document, redirect)
    components = component_schemas(document)
    document["components"]["schemas"] = {new_names.get(name, name): schema for name, schema in components.items()}


def find_references(node: Any, *, names: bool = False) -> Iterator[Any]:
    """Yield the target of each $ref below a node; those in example values don't count.

    Args:
        node: Any part of a document.
        names: Whether the node's keys are names that the API chose, so that none of them is a keyword.
    """
    if isinstance(node, list):
        for item in node:
            yield from find_references(item)
    elif isinstance(node, dict):
        if "$ref" in node and not names:
            yield node["$ref"]
        for key, child in node.items():
            if names or not _is_example_value(key, child):
                yield from find_references(child, names=not names and key in NAME_MAPS)


def _is_example_value(key: str, child: Any) -> bool:
    return key in ("example", "value") or (key == "examples" and isinstance(child, list))


def reachable_schemas(document: Document, roots: Iterable[Any]) -> list[str]:
    """Return the names of the component schemas that parts of a document reach, sorted."""
    components = component_schemas(document)
    reached: set[str] = set()
    pending = list(roots)
    while pending:
        for reference in find_references(pending.pop()):
            name = str(reference).removeprefix(PREFIX)
            if name in components and name not in reached:
                reached.add(name)
                pending.append(components[name])
    return sorted(reached)


def resolve_reference(document: Document, node: Any) -> Any:
    """Return the target of a node's local $ref, or the node itself if it has none.

    Raises:
        KeyError: The reference has no target, or refers to itself.
    """
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


def spell_bounds(schema: Schema) -> None:
    """Write 3.0's `exclusiveMinimum: true` beside a minimum as 3.1's number, in place; likewise for a maximum."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)


def types_of(schema: Schema) -> list[str]:
    """Return the JSON types that a schema names itself; none if it doesn't."""
    found = schema.get("type", [])
    return found if isinstance(found, list) else [found]
