"""Names for inline schemas: an enum or object that stands where it is used becomes a component of its own.

The generator would name it too, but mangles an inline enum's values and doesn't tell where a class came from.
"""

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from scripts.contract import Document, operations

Origins = dict[str, str]


def name_inline_schemas(document: Document) -> Origins:
    """Move inline enums and objects to components/schemas; give the JSON pointer that each component came from."""
    schemas: Document = document.setdefault("components", {}).setdefault("schemas", {})
    origins = {name: f"/components/schemas/{name}" for name in schemas}
    for name in list(schemas):
        _visit(schemas[name], name, origins[name], schemas, origins)
    for path, verb, operation in operations(document):
        at = json_pointers.join("/paths", path, verb)
        for holder, name, pointer in _places(operation, at):
            holder["schema"] = _named(holder["schema"], name, f"{pointer}/schema", schemas, origins)
    return origins


def _places(operation: Document, at: str) -> list[tuple[Document, str, str]]:
    """What holds a schema in an operation, with the name that an inline one gets, and its pointer."""
    id_ = operation.get("operationId", "")
    found = [
        (parameter, f"{id_}_{parameter.get('name')}", f"{at}/parameters/{index}")
        for index, parameter in enumerate(operation.get("parameters", []))
    ]
    contents = [(operation.get("requestBody", {}), f"{id_}_body", f"{at}/requestBody")]
    contents += [
        (reply, f"{id_}_response_{status}", f"{at}/responses/{status}")
        for status, reply in operation.get("responses", {}).items()
    ]
    for part, name, pointer in contents:
        for kind, media in part.get("content", {}).items():
            found.append((media, name, json_pointers.join(pointer, "content", kind)))
    return [place for place in found if isinstance(place[0].get("schema"), dict)]


def _visit(schema: Document, name: str, at: str, schemas: Document, origins: Origins) -> None:
    properties: Document = schema.get("properties", {})
    for key, part in properties.items():
        properties[key] = _named(part, f"{name}_{key}", f"{at}/properties/{key}", schemas, origins)
    if "items" in schema:
        schema["items"] = _named(schema["items"], f"{name}_item", f"{at}/items", schemas, origins)
    for word in ("anyOf", "oneOf"):
        parts = schema.get(word, [])
        several = sum(part != {"type": "null"} for part in parts) > 1
        for index, part in enumerate(parts):
            parts[index] = _named(part, f"{name}_{index}" if several else name, at, schemas, origins)


def _named(schema: Document, name: str, at: str, schemas: Document, origins: Origins) -> Document:
    if not isinstance(schema, dict) or "$ref" in schema:
        return schema
    _visit(schema, name, at, schemas, origins)
    if "enum" not in schema and not schema.get("properties"):
        return schema
    if name in schemas:
        raise InputError(f"{at}: would be named {name}, which exists; name it otherwise under components/schemas.")
    schemas[name], origins[name] = schema, at
    kept = {key: schema[key] for key in ("description",) if key in schema}
    return {"$ref": f"#/components/schemas/{name}", **kept}
