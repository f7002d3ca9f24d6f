"""The rules of the contract. Each is a function from the document to the problems that it reports."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from scripts.contract import Document, operations, webhooks
from scripts.import_spec.page import is_kebab_case
from scripts.openapi.comparison import Place, find_differences, to_pointer
from scripts.openapi.coverage import EVIDENCE, LEVELS
from scripts.openapi.dialect import BEARER, canonicalize
from scripts.openapi.schemas import PREFIX, component_schemas, resolve_reference
from scripts.openapi.validation import Problem
from scripts.openapi.values import make_validator
from scripts.phrases import excerpts

Rule = Callable[[Document], Iterator[Problem]]

# operationIds of the operations that require no key.
PUBLIC_OPERATIONS = frozenset({"get-health"})
_MAX_EXAMPLE_ERROR, _MAX_FORM = 160, 90
_LIST_PROPERTIES: dict[str, Document] = {
    "object": {"type": "string", "enum": ["list"]},
    "data": {"type": "array"},
    "has_more": {"type": "boolean"},
    "next_cursor": {"type": ["string", "null"]},
}
_ERROR = {"$ref": f"{PREFIX}Error"}
_ERROR_PROPERTIES = ("type", "code", "message")


def _at(*place: str) -> str:
    return to_pointer({}, place)


def check_operation_ids(document: Document) -> Iterator[Problem]:
    """Check that each operation has a unique kebab-case operationId."""
    counts = Counter(operation.get("operationId") for _, _, operation in operations(document))
    for path, method, operation in operations(document):
        name = operation.get("operationId")
        if not is_kebab_case(name):
            yield Problem(_at("paths", path, method), f"operationId {name!r} is missing or not kebab-case")
        elif counts[name] > 1:
            yield Problem(_at("paths", path, method, "operationId"), f"{name!r} is used {counts[name]} times")


def check_tags(document: Document) -> Iterator[Problem]:
    """Check that each operation has exactly one tag, and that the contract declares it."""
    declared = [tag["name"] for tag in document.get("tags", [])]
    for path, method, operation in operations(document):
        tags = operation.get("tags", [])
        if len(tags) != 1:
            yield Problem(_at("paths", path, method, "tags"), f"{len(tags)} tags; an operation has exactly one")
        for tag in tags:
            if tag not in declared:
                yield Problem(_at("paths", path, method, "tags"), f"tag {tag!r} is not declared at the top level")


def check_evidence(document: Document) -> Iterator[Problem]:
    """Check that each operation, webhook, parameter, schema and property states its evidence."""
    for place, node in _nodes_with_evidence(document):
        if node.get(EVIDENCE) not in LEVELS:
            level = repr(node[EVIDENCE]) if EVIDENCE in node else "missing"
            yield Problem(_at(*place), f"{EVIDENCE} is {level}; must be one of {', '.join(LEVELS)}")


def _nodes_with_evidence(document: Document) -> Iterator[tuple[Place, Document]]:
    for path, method, operation in operations(document):
        yield ("paths", path, method), operation
        for index, parameter in enumerate(operation.get("parameters", [])):
            if "$ref" not in parameter:
                yield ("paths", path, method, "parameters", str(index)), parameter
    for name, operation in webhooks(document):
        yield ("webhooks", name, "post"), operation
    for section in ("parameters", "responses"):
        for name, part in document.get("components", {}).get(section, {}).items():
            yield ("components", section, name), part
    for name, schema in component_schemas(document).items():
        yield ("components", "schemas", name), schema
        for property_name, property_schema in schema.get("properties", {}).items():
            if isinstance(property_schema, dict):
                yield ("components", "schemas", name, "properties", property_name), property_schema


def check_security(document: Document) -> Iterator[Problem]:
    """Check that the Bearer key is required everywhere but at the liveness probe."""
    if document.get("security") != BEARER:
        yield Problem("/security", f"is {document.get('security')!r}; the whole API requires BearerAuth")
    for path, method, operation in operations(document):
        is_public = operation.get("operationId") in PUBLIC_OPERATIONS
        required = [] if is_public else BEARER
        if operation.get("security", document.get("security")) != required:
            yield Problem(_at("paths", path, method, "security"), f"must amount to {required!r}")


def check_list_envelopes(document: Document) -> Iterator[Problem]:
    """Check that each list operation returns 200 with object, data, has_more and next_cursor, all required."""
    for path, method, operation in operations(document):
        if str(operation.get("operationId")).startswith("list-"):
            schema = _json_schema(document, operation.get("responses", {}).get("200", {}))
            for problem in _envelope_problems(document, schema):
                yield Problem(_at("paths", path, method, "responses", "200"), f"list envelope: {problem}")


def _envelope_problems(document: Document, schema: Document) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name, expected in _LIST_PROPERTIES.items():
        property_schema = resolve_reference(document, properties.get(name, {}))
        if name not in schema.get("required", []):
            yield f"{name!r} is not a required property"
        elif any(property_schema.get(key) != value for key, value in expected.items()):
            yield f"{name!r} is not {expected}"


def check_error_envelopes(document: Document) -> Iterator[Problem]:
    """Check that each 4xx and 5xx response has the documented error object."""
    for path, method, operation in operations(document):
        for status, response in operation.get("responses", {}).items():
            if str(status)[:1] in "45" and _media(document, response).get("schema") != _ERROR:
                yield Problem(_at("paths", path, method, "responses", str(status)), f"must return {_ERROR['$ref']}")
    envelope = component_schemas(document).get("Error", {})
    if envelope.get("required") != ["error"]:
        yield Problem("/components/schemas/Error", "must require 'error'")
    error = resolve_reference(document, envelope.get("properties", {}).get("error", {}))
    for name in _ERROR_PROPERTIES:
        if name not in error.get("required", []):
            yield Problem("/components/schemas/Error/properties/error", f"must require {name!r}")


def _media(document: Document, response: Any) -> Document:
    media: Document = resolve_reference(document, response).get("content", {}).get("application/json", {})
    return media


def _json_schema(document: Document, response: Any) -> Document:
    schema: Document = resolve_reference(document, _media(document, response).get("schema", {}))
    return schema


def check_examples(document: Document) -> Iterator[Problem]:
    """Check that each example value is valid against its schema."""
    for pointer, schema, value in _example_values(document):
        for error in sorted(make_validator(schema, document).iter_errors(value), key=str):
            keys = "".join(f".{key}" for key in error.absolute_path)
            yield Problem(pointer, f"example{keys}: {error.message[:_MAX_EXAMPLE_ERROR]}")


def _example_values(document: Document) -> Iterator[tuple[str, Document, Any]]:
    """Yield pointer, schema and value of each example: first the shared ones, by the schema of their name."""
    shared = document.get("components", {}).get("examples", {})
    for name in [name for name in shared if name in component_schemas(document)]:
        pointer = _at("components", "examples", name, "value")
        yield pointer, {"$ref": PREFIX + name}, shared[name].get("value")
    sections = ("paths", "webhooks")
    holders = (found for name in sections for found in _schema_holders(document.get(name, {}), (name,)))
    for place, holder in holders:
        if "example" in holder:
            yield _at(*place, "example"), holder["schema"], holder["example"]
        for name, example in holder.get("examples", {}).items():
            value = resolve_reference(document, example).get("value")
            yield _at(*place, "examples", name), holder["schema"], value


def _schema_holders(node: Any, place: Place) -> Iterator[tuple[Place, Document]]:
    if isinstance(node, dict) and "schema" in node:
        yield place, node
    elif isinstance(node, dict | list):
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _schema_holders(child, (*place, str(key)))


def check_canonical_form(document: Document) -> Iterator[Problem]:
    """Check that the contract has the form to which both dialects are converted."""
    for place, actual, expected in find_differences(document, canonicalize(document)):
        base, head = excerpts(repr(actual), repr(expected), _MAX_FORM)
        yield Problem(to_pointer(document, place), f"not canonical: {base} must be written {head}")


RULES: dict[str, Rule] = {
    "operation-id": check_operation_ids,
    "one-tag": check_tags,
    "evidence": check_evidence,
    "security": check_security,
    "list-envelope": check_list_envelopes,
    "error-envelope": check_error_envelopes,
    "examples": check_examples,
}
