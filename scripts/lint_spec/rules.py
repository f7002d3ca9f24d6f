"""The rules of a contract document. Each is a function from the document to the problems that it finds."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from openapi_schema_validator import OAS31Validator

from scripts.contract import Document, operations
from scripts.import_spec.page import is_kebab_case
from scripts.openapi.comparison import differences, pointer
from scripts.openapi.coverage import EVIDENCE, LEVELS
from scripts.openapi.dialect import BEARER, canonical
from scripts.openapi.schemas import PREFIX, component_schemas, resolve
from scripts.openapi.validation import Problem

Rule = Callable[[Document], Iterator[Problem]]

OPEN_OPERATIONS = frozenset({"get-health"})
_LIST_FIELDS: dict[str, Document] = {
    "object": {"type": "string", "enum": ["list"]},
    "data": {"type": "array"},
    "has_more": {"type": "boolean"},
    "next_cursor": {"type": ["string", "null"]},
}
_ERROR = {"$ref": f"{PREFIX}Error"}
_ERROR_FIELDS = ("type", "code", "message")


def _at(*parts: str) -> str:
    return pointer({}, parts)


def operation_ids(document: Document) -> Iterator[Problem]:
    """Each operation has a kebab-case operationId of its own."""
    names = Counter(operation.get("operationId") for _, _, operation in operations(document))
    for path, method, operation in operations(document):
        name = operation.get("operationId")
        if not is_kebab_case(name):
            yield Problem(_at("paths", path, method), f"operationId {name!r} is missing or not kebab-case")
        elif names[name] > 1:
            yield Problem(_at("paths", path, method, "operationId"), f"{name!r} is used {names[name]} times")


def one_declared_tag(document: Document) -> Iterator[Problem]:
    """Each operation has exactly one tag, and the contract declares it."""
    declared = [tag["name"] for tag in document.get("tags", [])]
    for path, method, operation in operations(document):
        tags = operation.get("tags", [])
        if len(tags) != 1:
            yield Problem(_at("paths", path, method, "tags"), f"{len(tags)} tags; an operation has exactly one")
        for tag in tags:
            if tag not in declared:
                yield Problem(_at("paths", path, method, "tags"), f"tag {tag!r} is not declared at the top level")


def evidence(document: Document) -> Iterator[Problem]:
    """Each operation, parameter, schema and property says how well it is known."""
    for place, node in _evident(document):
        if node.get(EVIDENCE) not in LEVELS:
            found = repr(node[EVIDENCE]) if EVIDENCE in node else "missing"
            yield Problem(_at(*place), f"{EVIDENCE} is {found}; one of {', '.join(LEVELS)}")


def _evident(document: Document) -> Iterator[tuple[tuple[str, ...], Document]]:
    for path, method, operation in operations(document):
        yield ("paths", path, method), operation
        for index, parameter in enumerate(operation.get("parameters", [])):
            if "$ref" not in parameter:
                yield ("paths", path, method, "parameters", str(index)), parameter
    for section in ("parameters", "responses"):
        for name, part in document.get("components", {}).get(section, {}).items():
            yield ("components", section, name), part
    for name, schema in component_schemas(document).items():
        yield ("components", "schemas", name), schema
        for field, description in schema.get("properties", {}).items():
            if isinstance(description, dict):
                yield ("components", "schemas", name, "properties", field), description


def security(document: Document) -> Iterator[Problem]:
    """The Bearer key is asked for everywhere but at the liveness probe."""
    if document.get("security") != BEARER:
        yield Problem("/security", f"is {document.get('security')!r}; the whole API asks for BearerAuth")
    for path, method, operation in operations(document):
        is_open = operation.get("operationId") in OPEN_OPERATIONS
        wanted = [] if is_open else BEARER
        if operation.get("security", document.get("security")) != wanted:
            yield Problem(_at("paths", path, method, "security"), f"must amount to {wanted!r}")


def list_envelope(document: Document) -> Iterator[Problem]:
    """Each list operation answers 200 with object, data, has_more and next_cursor, all required."""
    for path, method, operation in operations(document):
        if not str(operation.get("operationId")).startswith("list-"):
            continue
        place = ("paths", path, method, "responses", "200")
        schema = _json_schema(document, operation.get("responses", {}).get("200", {}))
        fields = schema.get("properties", {})
        for name, wanted in _LIST_FIELDS.items():
            field = resolve(document, fields.get(name, {}))
            if name not in schema.get("required", []):
                yield Problem(_at(*place), f"list envelope: {name!r} is not a required field")
            elif any(field.get(key) != value for key, value in wanted.items()):
                yield Problem(_at(*place), f"list envelope: {name!r} is not {wanted}")


def error_envelope(document: Document) -> Iterator[Problem]:
    """Each 4xx and 5xx answers the documented error object."""
    for path, method, operation in operations(document):
        for status, response in operation.get("responses", {}).items():
            media = resolve(document, response).get("content", {}).get("application/json", {})
            if str(status)[:1] in "45" and media.get("schema") != _ERROR:
                yield Problem(_at("paths", path, method, "responses", str(status)), f"must answer {_ERROR['$ref']}")
    envelope = component_schemas(document).get("Error", {})
    inner = resolve(document, envelope.get("properties", {}).get("error", {}))
    if envelope.get("required") != ["error"]:
        yield Problem("/components/schemas/Error", "must require 'error'")
    for name in _ERROR_FIELDS:
        if name not in inner.get("required", []):
            yield Problem("/components/schemas/Error/properties/error", f"must require {name!r}")


def _json_schema(document: Document, response: Any) -> Document:
    media = resolve(document, response).get("content", {}).get("application/json", {})
    schema: Document = resolve(document, media.get("schema", {}))
    return schema


def examples(document: Document) -> Iterator[Problem]:
    """Each example value is valid against its schema."""
    for place, schema, value in _example_values(document):
        validator = OAS31Validator(
            {**schema, "components": document["components"]}, format_checker=OAS31Validator.FORMAT_CHECKER
        )
        for error in sorted(validator.iter_errors(value), key=str):
            where = "".join(f".{part}" for part in error.absolute_path)
            yield Problem(place, f"example{where}: {error.message[:160]}")


def _example_values(document: Document) -> Iterator[tuple[str, Document, Any]]:
    """Yield pointer, schema and value of each example: shared ones by the schema of their name, then uses."""
    shared = document.get("components", {}).get("examples", {})
    for name in [name for name in shared if name in component_schemas(document)]:
        place = _at("components", "examples", name, "value")
        yield place, {"$ref": PREFIX + name}, shared[name].get("value")
    for at, holder in _schema_holders(document.get("paths", {}), ("paths",)):
        if "example" in holder:
            yield _at(*at, "example"), holder["schema"], holder["example"]
        for name, example in holder.get("examples", {}).items():
            yield _at(*at, "examples", name), holder["schema"], resolve(document, example).get("value")


def _schema_holders(node: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Document]]:
    if isinstance(node, dict) and "schema" in node:
        yield place, node
    elif isinstance(node, dict | list):
        for key, child in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _schema_holders(child, (*place, str(key)))


def canonical_form(document: Document) -> Iterator[Problem]:
    """The contract is in the one form that both dialects are brought to."""
    wanted = canonical(document)
    for at, found, form in differences(document, wanted):
        yield Problem(pointer(document, at), f"not canonical: {found!r} is written {form!r}"[:200])


RULES: dict[str, Rule] = {
    "operation-id": operation_ids,
    "one-tag": one_declared_tag,
    "evidence": evidence,
    "security": security,
    "list-envelope": list_envelope,
    "error-envelope": error_envelope,
    "examples": examples,
    "canonical-form": canonical_form,
}
