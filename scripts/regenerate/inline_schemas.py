"""Names for inline schemas: an inline enum or object becomes a component.

The generator would name it too, but it mangles the values of an inline enum and doesn't report where a class came from.
"""

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from scripts.contract import Document, operations

# The JSON pointer into the contract of each schema, by its name.
Origins = dict[str, str]


def name_inline_schemas(document: Document) -> Origins:
    """Move inline enums and objects to components/schemas and return the origin of each component."""
    schemas: Document = document.setdefault("components", {}).setdefault("schemas", {})
    origins = {name: f"/components/schemas/{name}" for name in schemas}
    for name in list(schemas):
        _name_nested(schemas[name], name, origins[name], schemas, origins)
    for path, verb, operation in operations(document):
        at = json_pointers.join("/paths", path, verb)
        for holder, name, pointer in _schema_holders(operation, at):
            holder["schema"] = _name_schema(holder["schema"], name, f"{pointer}/schema", schemas, origins)
    return origins


def _schema_holders(operation: Document, at: str) -> list[tuple[Document, str, str]]:
    """Return what contains a schema in an operation, each with the name for an inline schema, and its pointer."""
    id_ = operation.get("operationId", "")
    holders = [
        (parameter, f"{id_}_{parameter.get('name')}", f"{at}/parameters/{index}")
        for index, parameter in enumerate(operation.get("parameters", []))
    ]
    contents = [(operation.get("requestBody", {}), f"{id_}_body", f"{at}/requestBody")]
    contents += [
        (response, f"{id_}_response_{status}", f"{at}/responses/{status}")
        for status, response in operation.get("responses", {}).items()
    ]
    for part, name, pointer in contents:
        for media_type, media in part.get("content", {}).items():
            holders.append((media, name, json_pointers.join(pointer, "content", media_type)))
    return [entry for entry in holders if isinstance(entry[0].get("schema"), dict)]


def _name_nested(schema: Document, name: str, at: str, schemas: Document, origins: Origins) -> None:
    properties: Document = schema.get("properties", {})
    for key, part in properties.items():
        properties[key] = _name_schema(part, f"{name}_{key}", f"{at}/properties/{key}", schemas, origins)
    if "items" in schema:
        schema["items"] = _name_schema(schema["items"], f"{name}_item", f"{at}/items", schemas, origins)
    for keyword in ("anyOf", "oneOf"):
        alternatives = schema.get(keyword, [])
        several = sum(alternative != {"type": "null"} for alternative in alternatives) > 1
        for index, alternative in enumerate(alternatives):
            alternative_name = f"{name}_{index}" if several else name
            alternatives[index] = _name_schema(alternative, alternative_name, at, schemas, origins)


def _name_schema(schema: Document, name: str, at: str, schemas: Document, origins: Origins) -> Document:
    if not isinstance(schema, dict) or "$ref" in schema:
        return schema
    _name_nested(schema, name, at, schemas, origins)
    if "enum" not in schema and not schema.get("properties"):
        return schema
    if name in schemas:
        raise InputError(f"{at}: would be named {name}, which exists; name it differently under components/schemas.")
    schemas[name], origins[name] = schema, at
    annotations = {key: schema[key] for key in ("description",) if key in schema}
    return {"$ref": f"#/components/schemas/{name}", **annotations}
