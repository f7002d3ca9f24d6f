"""The one form of the contract, to which the pages' dialect and the live document's are both brought.

What differs between the two says nothing about the API: how null is spelled, where the key travels, whether
an enum has a name. `canonical` settles each of these points one way, so that what still differs is meant.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from scripts.contract import Document, operations
from scripts.openapi.hoisting import hoist
from scripts.openapi.schemas import PREFIX, Schema, component_schemas, referred, resolve, rewrite, subschemas

BEARER: list[dict[str, list[str]]] = [{"BearerAuth": []}]
GLOBAL = "x-documented-globally"
_SHARED_PARTS = ("parameters", "responses", "requestBodies")
# What says something about the place that a nullable reference stands in, not about what it refers to.
_ANNOTATIONS = frozenset({"description", "default", "deprecated", "readOnly", "writeOnly", "title", "example"})


def canonical(document: Document) -> Document:
    """Bring an OpenAPI 3.1 document of either dialect to the contract's form; the argument is left alone.

    Args:
        document: A documentation page's fragment, the live document, or the contract itself.

    Returns:
        A new document that describes the same API. A document that is canonical comes back equal.

    Raises:
        KeyError: A $ref points nowhere; check the document before.

    Example:
        >>> canonical({"paths": {}, "components": {"schemas": {"A": {"type": ["string"], "title": "A"}}}})[
        ...     "components"
        ... ]["schemas"]
        {'A': {'type': 'string'}}
    """
    document = deepcopy(document)
    _inline_shared_parts(document)
    for _, _, operation in operations(document):
        _normalise_security(operation, document)
        _normalise_parameters(operation)
        operation["tags"] = [tag.removeprefix("subpackage_") for tag in operation.get("tags", [])]
    document["security"] = deepcopy(BEARER)
    for tag in document.get("tags", []):
        tag["name"] = tag["name"].removeprefix("subpackage_")
    rewrite(document, _normalise_schema)
    _drop_repeated_titles(document)
    _inline_constants(document)
    hoist(document)
    _unify_enums(document)
    rewrite(document, lambda schema: _without_repeated_description(schema, document))
    return document


def _inline_shared_parts(document: Document) -> None:
    """Put shared parameters, responses and bodies where they are used, except those documented globally."""
    for item in document.get("paths", {}).values():
        common = item.pop("parameters", [])
        for _, _, operation in operations({"paths": {"": item}}):
            own = {_parameter_key(document, parameter) for parameter in operation.get("parameters", [])}
            inherited = [one for one in common if _parameter_key(document, one) not in own]
            if inherited or "parameters" in operation:
                operation["parameters"] = [*deepcopy(inherited), *operation.get("parameters", [])]
            for holder, key in _part_sites(operation):
                if not resolve(document, holder[key]).get(GLOBAL):
                    holder[key] = deepcopy(resolve(document, holder[key]))
    components = document.get("components", {})
    for section in _SHARED_PARTS:
        kept = {name: part for name, part in components.get(section, {}).items() if part.get(GLOBAL)}
        components.pop(section, None)
        if kept:
            components[section] = kept


def _part_sites(operation: Document) -> Iterator[tuple[Any, Any]]:
    if "requestBody" in operation:
        yield operation, "requestBody"
    for key in ("parameters", "responses"):
        parts = operation.get(key, [])
        yield from ((parts, name) for name in (range(len(parts)) if isinstance(parts, list) else list(parts)))


def _parameter_key(document: Document, parameter: Document) -> tuple[str, str]:
    target = resolve(document, parameter)
    return target["in"], target["name"]


def _is_authorization(parameter: Document) -> bool:
    return parameter.get("in") == "header" and parameter.get("name", "").lower() == "authorization"


def _normalise_security(operation: Document, document: Document) -> None:
    """Say `security` only where it differs from the Bearer key that the whole API asks for.

    A page declares the scheme, never requires it, and lists the header as a parameter where it is needed.
    """
    parameters = operation.get("parameters", [])
    implied = BEARER if any(map(_is_authorization, parameters)) else []
    effective = operation.pop("security", document.get("security", implied))
    if effective != BEARER:
        operation["security"] = effective
    if parameters:
        operation["parameters"] = [one for one in parameters if not _is_authorization(one)]


def _normalise_parameters(operation: Document) -> None:
    """State what is the default, so that a source that leaves it out says the same."""
    if not operation.get("parameters", True):
        del operation["parameters"]
    for parameter in operation.get("parameters", []):
        if "$ref" not in parameter:
            parameter.setdefault("required", False)
    if "requestBody" in operation:
        operation["requestBody"].setdefault("required", False)
    if operation.get("deprecated") is False:
        del operation["deprecated"]


def _normalise_schema(schema: Schema) -> Schema:
    """One spelling for null, constants, single types and single alternatives."""
    if len(schema.get("allOf", [])) == 1:
        schema = {**schema.pop("allOf")[0], **schema}
    if "const" in schema:
        schema["enum"] = [schema.pop("const")]
    nullable = schema.pop("nullable", False) is True
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            schema, found = _without_null_alternative(schema, keyword)
            nullable = nullable or found
    if None in schema.get("enum", []) and schema["enum"] != [None]:
        schema["enum"] = [value for value in schema["enum"] if value is not None]
        nullable = True
    types = schema.get("type")
    if isinstance(types, list):
        nullable = nullable or "null" in types
        plain = [name for name in types if name != "null"] or ["null"]
        schema["type"] = plain[0] if len(plain) == 1 else plain
    schema["required"] = _ordered_required(schema)
    if not schema["required"]:
        del schema["required"]
    return _with_null(schema) if nullable else schema


def _ordered_required(schema: Schema) -> list[str]:
    names = list(schema.get("properties", {}))
    required = schema.get("required", [])
    return [name for name in names if name in required] + sorted(set(required) - set(names))


def _without_null_alternative(schema: Schema, keyword: str) -> tuple[Schema, bool]:
    alternatives = [one for one in schema[keyword] if one != {"type": "null"}]
    found = len(alternatives) < len(schema[keyword])
    rest = {key: value for key, value in schema.items() if key != keyword}
    if len(alternatives) == 1:
        return {**alternatives[0], **rest}, found
    return {**schema, keyword: alternatives}, found


def _with_null(schema: Schema) -> Schema:
    """Allow null: in `type` where that is all it takes, as an alternative for what has or gets a name."""
    named = "$ref" in schema or "enum" in schema or "properties" in schema
    if "type" in schema and not named:
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return {**schema, "type": [*(name for name in types if name != "null"), "null"]}
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema and not named:
            return {**schema, keyword: [*schema[keyword], {"type": "null"}]}
    if not named:
        return schema
    outside = {key: schema[key] for key in schema if key in _ANNOTATIONS or key.startswith("x-")}
    if "$ref" not in schema:  # A description of what gets a name goes with the name.
        outside.pop("description", None)
    inside = {key: value for key, value in schema.items() if key not in outside}
    return {**outside, "anyOf": [inside, {"type": "null"}]}


def _drop_repeated_titles(document: Document) -> None:
    for name, schema in component_schemas(document).items():
        if schema.get("title") == name:
            del schema["title"]


def _is_enum(schema: Schema) -> bool:
    return "enum" in schema and not schema.keys() - {"type", "enum", "description", "title", "x-evidence"}


def _inline_constants(document: Document) -> None:
    """Put enums of one value where they are used: a name for a constant says nothing."""
    components = component_schemas(document)
    constants = {
        name: components.pop(name)
        for name in list(components)
        if _is_enum(components[name]) and len(components[name]["enum"]) == 1
    }

    def inlined(schema: Schema) -> Schema:
        name = referred(schema)
        if name not in constants:
            return schema
        site = {key: value for key, value in schema.items() if key != "$ref"}
        return {**deepcopy({k: v for k, v in constants[name].items() if k != "x-evidence"}), **site}

    rewrite(document, inlined)


def _unify_enums(document: Document) -> None:
    """Let enums with the same values share the shortest of their names."""
    components = component_schemas(document)
    winners: dict[str, str] = {}
    renamed: dict[str, Schema] = {}
    for name in sorted((name for name in components if _is_enum(components[name])), key=lambda n: (len(n), n)):
        values = str(sorted(map(repr, components[name]["enum"])))
        if winners.setdefault(values, name) != name:
            renamed[name] = components[name]
    for name in renamed:
        del components[name]

    def redirected(schema: Schema) -> Schema:
        name = referred(schema)
        if name not in renamed:
            return schema
        enum = renamed[name]
        said = {"description": enum["description"]} if "description" in enum else {}
        winner = winners[str(sorted(map(repr, enum["enum"])))]
        return {**said, **schema, "$ref": PREFIX + winner}

    rewrite(document, redirected)


def _without_repeated_description(schema: Schema, document: Document) -> Schema:
    """Drop from a reference the description that its target gives as well."""
    components = component_schemas(document)
    targets = [referred(schema), *(referred(holder[key]) for _, (holder, key) in _alternatives(schema))]
    said = schema.get("description")
    if said is not None and any(components.get(name, {}).get("description") == said for name in targets if name):
        return {key: value for key, value in schema.items() if key != "description"}
    return schema


def _alternatives(schema: Schema) -> Iterator[tuple[str, tuple[Any, Any]]]:
    return (found for found in subschemas(schema) if found[0] in ("anyOf", "oneOf"))
