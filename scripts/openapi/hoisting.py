"""Names for what a source describes inline: nested objects and enums become components.

A nested schema is named as the documentation's generator does it: after the schema and the property that hold
it (`Error.error.type` is `ErrorErrorType`), or after path, method and parameter.
"""

import json
import re
from collections.abc import Iterator

from scripts.contract import Document, operations
from scripts.openapi.schemas import PREFIX, Schema, Site, component_schemas, subschemas

_TRANSPARENT = frozenset({"anyOf", "oneOf", "allOf"})


def pascal(text: str) -> str:
    """Join the words of an identifier or a path in Pascal case: `api_key` to `ApiKey`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^0-9A-Za-z]+", text))


def hoist(document: Document) -> None:
    """Turn every inline object and multi-value enum of a document into a component, in place."""
    components = component_schemas(document)
    for name in list(components):
        _hoist_under(components[name], name, components)
    named: dict[str, Schema] = {}
    for name, (holder, key) in _operation_sites(document):
        # The same body written out at several operations is one schema.
        text = json.dumps(holder[key], sort_keys=True)
        if text in named:
            holder[key] = dict(named[text])
        else:
            _hoist_site((holder, key), name, components)
            named[text] = holder[key]


def _deserves_name(schema: Schema) -> bool:
    return bool(schema.get("properties")) or len(schema.get("enum", [])) > 1


def _operation_sites(document: Document) -> Iterator[tuple[str, Site]]:
    """Yield each schema that an operation holds outside a component, with the name that it would get."""
    for path, method, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if "schema" in parameter:
                name = f"{pascal(path)}{pascal(method)}Parameters{pascal(parameter['name'])}"
                yield name, (parameter, "schema")
        stem = pascal(operation.get("operationId", f"{path} {method}"))
        bodies = [(f"{stem}Request", operation.get("requestBody", {}))]
        for status, response in operation.get("responses", {}).items():
            bodies.append((f"{stem}Response" if status.startswith("2") else f"{stem}Response{status}", response))
        for name, body in bodies:
            yield from ((name, (media, "schema")) for media in body.get("content", {}).values() if "schema" in media)


def _hoist_under(schema: Schema, name: str, components: dict[str, Schema]) -> None:
    for member, site in list(subschemas(schema)):
        _hoist_site(site, name if member in _TRANSPARENT else name + pascal(member), components)


def _hoist_site(site: Site, name: str, components: dict[str, Schema]) -> None:
    holder, key = site
    schema: Schema = holder[key]
    if not _deserves_name(schema):
        _hoist_under(schema, name, components)
        return
    _hoist_under(schema, name, components)
    name = _free_name(name, schema, components)
    components[name] = schema
    holder[key] = {"$ref": PREFIX + name}


def _free_name(name: str, schema: Schema, components: dict[str, Schema]) -> str:
    """The name, numbered where another schema has it already."""
    number, candidate = 1, name
    while candidate in components and components[candidate] != schema:
        number += 1
        candidate = f"{name}{number}"
    return candidate
