"""Converts the contract for openapi-python-client: rewrites what the generator would ignore or misread."""

import copy
from typing import Any

from contract_diff.core import json_pointers
from scripts.contract import Document, operations
from scripts.openapi.schemas import PREFIX, rename_components, resolve_reference
from scripts.regenerate.alternatives import merge_alternatives
from scripts.regenerate.class_names import component_names, replace_references
from scripts.regenerate.compositions import flatten_compositions
from scripts.regenerate.enum_members import NAMES, VALUES
from scripts.regenerate.events import prepare_events
from scripts.regenerate.inline_schemas import OWN_PLACE, Origins, name_inline_schemas
from scripts.regenerate.media import Media, body_media, is_whole, success_media
from scripts.regenerate.unions import TAG, tag_unions

# For the pipeline and for people only; and what would make the generator choose other names or refuse a value.
_DROPPED = frozenset({"example", "examples", "externalDocs", "title", "default", "prefixItems", "discriminator"})
_KEPT = frozenset({NAMES, VALUES})
# Maps whose keys are names that the API chose.
_NAME_MAPS = frozenset({"properties", "schemas", "parameters", "responses", "requestBodies", "pathItems", "paths"})
JSON = "application/json"


def generator_input(document: Document) -> tuple[Document, Origins]:
    """Return a copy of the contract in the generator's dialect, and the origin of each of its schemas."""
    source = copy.deepcopy(document)
    source.setdefault("components", {}).setdefault("schemas", {})
    names = component_names(source)
    rename_components(source, names)
    prepare_events(source)
    merge_alternatives(source)
    tag_unions(source)
    converted = _convert({key: source.get(key, {}) for key in ("paths", "components")})
    # What 3.2 adds is refused, or not used; the generator knows 3.0 and 3.1.
    prepared: Document = {**source, **converted, "openapi": "3.1.0"}
    prepared["components"].pop("examples", None)
    for path, verb, operation in operations(source):
        _convert_operation(source, operation, prepared["paths"][path][verb])
    _split_components(prepared)
    schemas: Document = document.get("components", {}).get("schemas", {})
    origins = {names.get(name, name): json_pointers.join("/components/schemas", name) for name in schemas}
    name_inline_schemas(prepared, origins)
    flatten_compositions(prepared["components"]["schemas"], origins)
    return prepared, origins


def _convert_operation(source: Document, operation: Document, converted: Document) -> None:
    # The generator reads only an operation's own security.
    converted.setdefault("security", source.get("security", []))
    # What a failure contains is the same for all operations, and hand-written.
    converted["responses"] = {}
    for status, media in success_media(source, operation, "").items():
        content = {} if media is None else {"content": {JSON: {"schema": _answer_schema(media)}}}
        converted["responses"]["200" if status == "default" else status] = {"description": "", **content}
    if media := body_media(source, operation, ""):
        body = resolve_reference(source, operation["requestBody"])
        schema: Document = _convert(copy.deepcopy(media.schema))
        if media.kind == "multipart":
            schema = _mark_files(schema)
        if is_whole(source, media):
            required = ["body"] if body.get("required") else []
            schema = {"type": "object", "required": required, "properties": {"body": schema}}
        converted["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}


def _mark_files(schema: Document) -> Document:
    """Return the schema of a multipart body with its files as 3.0 writes them: 3.1 states the media type of each."""
    properties = {name: _mark_file(part) for name, part in schema.get("properties", {}).items()}
    return {**schema, "properties": properties} if properties else schema


def _mark_file(part: Any) -> Any:
    if "items" in part:
        return {**part, "items": _mark_file(part["items"])}
    is_file = "contentMediaType" in part and "contentEncoding" not in part and part.get("type", "string") == "string"
    return {**part, "type": "string", "format": "binary"} if is_file else part


def _answer_schema(media: Media) -> Document:
    if media.kind == "json":
        converted: Document = _convert(copy.deepcopy(media.schema))
        return converted
    return {"type": "string"}


def _convert(node: Any, named: bool = False) -> Any:
    """Convert a node; if `named`, its keys are names that the API chose, so none is dropped."""
    if isinstance(node, list):
        return [_convert(item) for item in node]
    if not isinstance(node, dict):
        return node
    children = {
        key: _convert_child(key, value, named)
        for key, value in node.items()
        if named or key in _KEPT or not (key in _DROPPED or (key.startswith("x-") and key != TAG))
    }
    return children if named else _convert_schema(children, node)


def _convert_child(key: str, value: Any, named: bool) -> Any:
    if key in _KEPT | {"enum", "const", TAG} and not named:
        return value
    if value is True and (named or key == "items"):
        return {}  # the schema of any value
    return _convert(value, named=isinstance(value, dict) and key in _NAME_MAPS and not named)


def _convert_schema(schema: Document, original: Document) -> Document:
    if schema.get("format") == "uuid":
        del schema["format"]  # An id is an opaque string, whatever it looks like.
    if "prefixItems" in original:
        rest = [original["items"]] if isinstance(original.get("items"), dict) else []
        items = [_convert(item) for item in (*original["prefixItems"], *rest)]
        schema["items"] = items[0] if len(items) == 1 else {"anyOf": items}
    return _convert_enum(schema)


def _convert_enum(schema: Document) -> Document:
    values = schema.get("enum")
    if not isinstance(values, list):
        return schema
    others = [value for value in values if value is not None]
    if values and not others:
        return {**{key: value for key, value in schema.items() if key != "enum"}, "type": "null"}
    if len(values) == 1 and others:
        rest = {key: value for key, value in schema.items() if key != "enum"}
        return {**rest, "const": values[0]}
    if None in values:
        kept = {key: schema[key] for key in ("description", *_KEPT) if key in schema}
        if isinstance(kept.get(NAMES), list) and len(kept[NAMES]) == len(values):
            kept[NAMES] = [name for name, value in zip(kept[NAMES], values, strict=True) if value is not None]
        alone = _convert_enum({**kept, "type": _type_of(others), "enum": others})
        return {"anyOf": [{**alone, OWN_PLACE: True}, {"type": "null"}]}
    if not all(isinstance(value, str) for value in others):
        listed = f"One of {', '.join(map(str, others))}."
        return {"type": _type_of(others), "description": " ".join(filter(None, (schema.get("description"), listed)))}
    # The generator names members by its own rule, and refuses values whose names are equal.
    return {**schema, "type": "string", "enum": [f"v{index}" for index in range(len(values))], VALUES: values}


def _type_of(values: list[Any]) -> str:
    if all(isinstance(value, bool) for value in values):
        return "boolean"
    if all(isinstance(value, int) for value in values):
        return "integer"
    return "string" if all(isinstance(value, str) for value in values) else "number"


def _split_components(document: Document) -> None:
    """Make a component that is a class or null the class alone, and each reference to it the class or null.

    A component that is another name for a component, or for it or null, disappears in the same way.
    """
    schemas: Document = document["components"]["schemas"]
    targets: dict[str, tuple[str, bool]] = {}
    for name, schema in list(schemas.items()):
        inner = _without_null(schema)
        kept = schema if inner is None else inner
        if "$ref" in kept:
            targets[name] = (kept["$ref"].removeprefix(PREFIX), inner is not None)
            del schemas[name]
        elif inner is not None:
            inner.pop(OWN_PLACE, None)
            schemas[name] = inner
            targets[name] = (name, True)
    if targets:
        replace_references(document, lambda name, node: _follow(node, name, targets))


def _follow(reference: Document, name: str, targets: dict[str, tuple[str, bool]]) -> Document:
    siblings = {key: value for key, value in reference.items() if key != "$ref"}
    is_nullable, seen = False, set[str]()
    while name in targets and name not in seen:
        seen.add(name)
        name, splits = targets[name]
        is_nullable = is_nullable or splits
    target = {"$ref": PREFIX + name}
    return {**siblings, "anyOf": [target, {"type": "null"}]} if is_nullable else {**siblings, **target}


def _without_null(schema: Document) -> Document | None:
    for keyword in ("anyOf", "oneOf"):
        parts = [part for part in schema.get(keyword, []) if part != {"type": "null"}]
        is_class = len(parts) == 1 and not parts[0].keys().isdisjoint({"enum", "properties", "allOf", "$ref"})
        if is_class and len(schema[keyword]) == 2:
            return {**parts[0], **{key: value for key, value in schema.items() if key != keyword}}
    types = schema.get("type")
    if isinstance(types, list) and "null" in types and "object" in types and schema.get("properties"):
        return {**schema, "type": "object"}
    return None
