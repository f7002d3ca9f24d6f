"""Names for inline schemas: nested objects and enums become components.

A nested schema is named as the documentation's generator does it: after the schema and the property that contain it
(`Error.error.type` is `ErrorErrorType`). An enum of a parameter is named after operation and parameter
(`ListTasksState`), also where that generator named it after path and method (`ApiV1TasksGetParametersState`).
"""

import json
import re
from collections.abc import Iterator

from scripts.contract import Document, operations
from scripts.openapi.schemas import PREFIX, Schema, Site, component_schemas, rename_components, subschemas

# Keywords that add nothing to the name of a schema below them.
_NAMELESS_KEYWORDS = frozenset({"anyOf", "oneOf", "allOf"})


def to_pascal_case(name: str) -> str:
    """Return the words of an identifier or a path in Pascal case: `api_key` becomes `ApiKey`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^0-9A-Za-z]+", name))


def hoist_inline_schemas(document: Document) -> None:
    """Turn every inline object and multi-value enum of a document into a component, in place."""
    _name_after_operations(document)
    components = component_schemas(document)
    for name in list(components):
        _hoist_below(components[name], name, components)
    references: dict[str, Schema] = {}
    for name, (holder, key) in _operation_sites(document):
        # The same body at several operations is one schema.
        content = json.dumps(holder[key], sort_keys=True)
        if content in references:
            holder[key] = dict(references[content])
        else:
            _hoist_site((holder, key), name, components)
            references[content] = holder[key]


def _name_after_operations(document: Document) -> None:
    components = component_schemas(document)
    new_names: dict[str, str] = {}
    for path, method, operation in operations(document):
        prefix = f"{to_pascal_case(path)}{to_pascal_case(method)}Parameters"
        for name in [name for name in components if name.startswith(prefix) and "operationId" in operation]:
            new_name = to_pascal_case(operation["operationId"]) + name.removeprefix(prefix)
            if new_name not in components and new_name not in new_names.values():
                new_names[name] = new_name
    rename_components(document, new_names)


def _deserves_name(schema: Schema) -> bool:
    return bool(schema.get("properties")) or len(schema.get("enum", [])) > 1


def _operation_sites(document: Document) -> Iterator[tuple[str, Site]]:
    """Yield each schema that an operation contains inline, with the name that it would get."""
    for path, method, operation in operations(document):
        stem = to_pascal_case(operation.get("operationId", f"{path} {method}"))
        for parameter in operation.get("parameters", []):
            if "schema" in parameter:
                yield stem + to_pascal_case(parameter["name"]), (parameter, "schema")
        bodies = [(f"{stem}Request", operation.get("requestBody", {}))]
        for status, response in operation.get("responses", {}).items():
            bodies.append((f"{stem}Response" if status.startswith("2") else f"{stem}Response{status}", response))
        for name, body in bodies:
            yield from ((name, (media, "schema")) for media in body.get("content", {}).values() if "schema" in media)


def _hoist_below(schema: Schema, name: str, components: dict[str, Schema]) -> None:
    for key, site in list(subschemas(schema)):
        _hoist_site(site, name if key in _NAMELESS_KEYWORDS else name + to_pascal_case(key), components)


def _hoist_site(site: Site, name: str, components: dict[str, Schema]) -> None:
    holder, key = site
    schema: Schema = holder[key]
    _hoist_below(schema, name, components)
    if _deserves_name(schema):
        name = _free_name(name, schema, components)
        components[name] = schema
        holder[key] = {"$ref": PREFIX + name}


def _free_name(name: str, schema: Schema, components: dict[str, Schema]) -> str:
    """Return the name, numbered if another schema has it already."""
    number, candidate = 1, name
    while candidate in components and components[candidate] != schema:
        number += 1
        candidate = f"{name}{number}"
    return candidate
