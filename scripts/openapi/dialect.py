"""The one form of the contract, to which both dialects (the pages and the live document) are converted.

The dialects differ in ways that don't matter to the API: how null is spelled, where the key is sent, whether an enum
has a name. `canonicalize` settles each of these one way, so that every remaining difference is a real one.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from scripts.contract import Document, operations, path_item
from scripts.openapi.hoisting import hoist_inline_schemas
from scripts.openapi.schemas import (
    PREFIX,
    Schema,
    component_name,
    component_schemas,
    resolve_reference,
    rewrite_schemas,
    subschemas,
)

BEARER: list[dict[str, list[str]]] = [{"BearerAuth": []}]
GLOBAL_MARKER = "x-documented-globally"
_TAG_PREFIX = "subpackage_"
_SHARED_PARTS = ("parameters", "responses", "requestBodies")
# Keywords that describe the place of a nullable reference rather than its target.
ANNOTATIONS = frozenset({"description", "default", "deprecated", "readOnly", "writeOnly", "title", "example"})


def canonicalize(document: Document) -> Document:
    """Convert an OpenAPI 3.1 document of either dialect to the contract's form.

    Args:
        document: A documentation page's fragment, the live document, or the contract itself. It stays as it is.

    Returns:
        A new document that describes the same API; equal to the argument if that is canonical already.

    Raises:
        KeyError: A $ref has no target; validate the document first.

    Example:
        >>> canonicalize({"paths": {}, "components": {"schemas": {"A": {"type": ["string"], "title": "A"}}}})[
        ...     "components"
        ... ]["schemas"]
        {'A': {'type': 'string'}}
    """
    document = deepcopy(document)
    _inline_path_items(document)
    _inline_shared_parts(document)
    for _, _, operation in operations(document):
        _normalize_security(operation, document)
        _normalize_parameters(operation)
        operation["tags"] = [tag.removeprefix(_TAG_PREFIX) for tag in operation.get("tags", [])]
    document["security"] = deepcopy(BEARER)
    for tag in document.get("tags", []):
        tag["name"] = tag["name"].removeprefix(_TAG_PREFIX)
    rewrite_schemas(document, _normalize_schema)
    _drop_repeated_titles(document)
    _inline_constants(document)
    hoist_inline_schemas(document)
    _unify_enums(document)
    rewrite_schemas(document, lambda schema: _drop_repeated_description(schema, document))
    return document


def _inline_path_items(document: Document) -> None:
    """Copy shared path items to the paths that refer to them."""
    if "paths" in document:
        document["paths"] = {path: deepcopy(path_item(document, path)) for path in document["paths"]}
    document.get("components", {}).pop("pathItems", None)


def _inline_shared_parts(document: Document) -> None:
    """Copy shared parameters, responses and bodies to where they are used, except those documented globally."""
    for item in document.get("paths", {}).values():
        inherited = item.pop("parameters", [])
        _inherit_servers(item, document)
        for _, _, operation in operations({"paths": {"": item}}):
            _inherit_parameters(operation, inherited, document)
            for holder, key in _part_sites(operation):
                part = resolve_reference(document, holder[key])
                if not part.get(GLOBAL_MARKER):
                    holder[key] = deepcopy(part)
    components = document.get("components", {})
    for section in _SHARED_PARTS:
        parts = components.pop(section, {})
        if global_parts := {name: part for name, part in parts.items() if part.get(GLOBAL_MARKER)}:
            components[section] = global_parts


def _inherit_servers(item: Document, document: Document) -> None:
    """State the servers of a path at its operations, and only those that are not the document's."""
    servers = item.pop("servers", document.get("servers"))
    for _, _, operation in operations({"paths": {"": item}}):
        if (own := operation.pop("servers", servers)) != document.get("servers"):
            operation["servers"] = deepcopy(own)


def _inherit_parameters(operation: Document, inherited: list[Document], document: Document) -> None:
    own_parameters = operation.get("parameters", [])
    own_keys = {_parameter_key(document, parameter) for parameter in own_parameters}
    missing = [parameter for parameter in inherited if _parameter_key(document, parameter) not in own_keys]
    if missing or "parameters" in operation:
        operation["parameters"] = [*deepcopy(missing), *own_parameters]


def _part_sites(operation: Document) -> Iterator[tuple[Any, Any]]:
    if "requestBody" in operation:
        yield operation, "requestBody"
    parameters, responses = operation.get("parameters", []), operation.get("responses", {})
    yield from ((parameters, index) for index in range(len(parameters)))
    yield from ((responses, status) for status in list(responses))


def _parameter_key(document: Document, parameter: Document) -> tuple[str, str]:
    target = resolve_reference(document, parameter)
    return target["in"], target["name"]


def _is_authorization(parameter: Document) -> bool:
    return parameter.get("in") == "header" and parameter.get("name", "").lower() == "authorization"


def _normalize_security(operation: Document, document: Document) -> None:
    """State `security` only where it differs from the Bearer key that the whole API requires.

    A page declares the scheme but never requires it; it lists the header as a parameter where the key is needed.
    """
    parameters = operation.get("parameters", [])
    implied = BEARER if any(map(_is_authorization, parameters)) else []
    effective = operation.pop("security", document.get("security", implied))
    if effective != BEARER:
        operation["security"] = effective
    if parameters:
        operation["parameters"] = [parameter for parameter in parameters if not _is_authorization(parameter)]


def _normalize_parameters(operation: Document) -> None:
    """State defaults explicitly, so that a source that omits them is equal."""
    if not operation.get("parameters", True):
        del operation["parameters"]
    for parameter in operation.get("parameters", []):
        if "$ref" not in parameter:
            parameter.setdefault("required", False)
    if "requestBody" in operation:
        operation["requestBody"].setdefault("required", False)
    if operation.get("deprecated") is False:
        del operation["deprecated"]


def _normalize_schema(schema: Schema) -> Schema:
    """Return a schema with one spelling for null, constants, single types and single alternatives."""
    if len(schema.get("allOf", [])) == 1:
        schema = {**schema.pop("allOf")[0], **schema}
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    schema, is_nullable = _without_null(schema)
    schema["required"] = _ordered_required(schema)
    if not schema["required"]:
        del schema["required"]
    return _with_null(schema) if is_nullable else schema


def _without_null(schema: Schema) -> tuple[Schema, bool]:
    """Return a schema without null in any of its spellings, and whether it had one."""
    is_nullable = schema.pop("nullable", False) is True
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            schema, had_null = _without_null_alternative(schema, keyword)
            is_nullable = is_nullable or had_null
    if None in schema.get("enum", []) and schema["enum"] != [None]:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
        is_nullable = True
    types = schema.get("type")
    if isinstance(types, list):
        is_nullable = is_nullable or "null" in types
        other_types = [name for name in types if name != "null"] or ["null"]
        schema["type"] = other_types[0] if len(other_types) == 1 else other_types
    return schema, is_nullable


def _without_null_alternative(schema: Schema, keyword: str) -> tuple[Schema, bool]:
    alternatives = [alternative for alternative in schema[keyword] if alternative != {"type": "null"}]
    had_null = len(alternatives) < len(schema[keyword])
    rest = {key: value for key, value in schema.items() if key != keyword}
    if len(alternatives) == 1:
        return {**alternatives[0], **rest}, had_null
    return {**schema, keyword: alternatives}, had_null


def _with_null(schema: Schema) -> Schema:
    """Return a schema that also allows null: in `type` where that is enough, else as an alternative.

    Example:
        >>> _with_null({"type": "string"})
        {'type': ['string', 'null']}
        >>> _with_null({"$ref": "#/components/schemas/Phase"})
        {'anyOf': [{'$ref': '#/components/schemas/Phase'}, {'type': 'null'}]}
    """
    if "$ref" in schema or "enum" in schema or "properties" in schema:  # It has a name, or will get one.
        return _with_null_alternative(schema)
    if "type" in schema:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": [*(name for name in types if name != "null"), "null"]}
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return {**schema, keyword: [*schema[keyword], {"type": "null"}]}
    return _with_null_alternative(schema) if "allOf" in schema else schema


def _with_null_alternative(schema: Schema) -> Schema:
    annotations = {key: schema[key] for key in schema if key in ANNOTATIONS or key.startswith("x-")}
    if "$ref" not in schema:  # The description stays with the schema that gets a name.
        annotations.pop("description", None)
    alternative = {key: value for key, value in schema.items() if key not in annotations}
    return {**annotations, "anyOf": [alternative, {"type": "null"}]}


def _ordered_required(schema: Schema) -> list[str]:
    names = list(schema.get("properties", {}))
    required = schema.get("required", [])
    return [name for name in names if name in required] + sorted(set(required) - set(names))


def _drop_repeated_titles(document: Document) -> None:
    for name, schema in component_schemas(document).items():
        if schema.get("title") == name:
            del schema["title"]


def _is_enum(schema: Schema) -> bool:
    return "enum" in schema and not schema.keys() - {"type", "enum", "description", "title", "x-evidence"}


def _inline_constants(document: Document) -> None:
    """Copy enums of one value to where they are used: a constant needs no name."""
    components = component_schemas(document)
    constants = {
        name: components.pop(name)
        for name in list(components)
        if _is_enum(components[name]) and len(components[name]["enum"]) == 1
    }

    def inline(schema: Schema) -> Schema:
        name = component_name(schema)
        if name not in constants:
            return schema
        constant = {key: value for key, value in constants[name].items() if key != "x-evidence"}
        return {**deepcopy(constant), **{key: value for key, value in schema.items() if key != "$ref"}}

    rewrite_schemas(document, inline)


def _unify_enums(document: Document) -> None:
    """Merge enums with the same values under the shortest of their names."""
    components = component_schemas(document)
    shortest_names: dict[str, str] = {}
    replaced: dict[str, Schema] = {}
    for name in sorted((name for name in components if _is_enum(components[name])), key=lambda n: (len(n), n)):
        if shortest_names.setdefault(_values_key(components[name]), name) != name:
            replaced[name] = components[name]
    for name in replaced:
        del components[name]

    def redirect(schema: Schema) -> Schema:
        name = component_name(schema)
        if name not in replaced:
            return schema
        enum = replaced[name]
        description = {"description": enum["description"]} if "description" in enum else {}
        return {**description, **schema, "$ref": PREFIX + shortest_names[_values_key(enum)]}

    rewrite_schemas(document, redirect)


def _values_key(enum: Schema) -> str:
    return str(sorted(map(repr, enum["enum"])))


def _drop_repeated_description(schema: Schema, document: Document) -> Schema:
    """Return a reference without its description if its target has the same one."""
    components = component_schemas(document)
    alternatives = [holder[key] for keyword, (holder, key) in subschemas(schema) if keyword in ("anyOf", "oneOf")]
    targets = [name for name in map(component_name, [schema, *alternatives]) if name]
    description = schema.get("description")
    if description is None or all(components.get(name, {}).get("description") != description for name in targets):
        return schema
    return {key: value for key, value in schema.items() if key != "description"}
