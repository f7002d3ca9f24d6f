"""The same contract in simpler words: 3.0's nullable and bounds as in 3.1, no allOf around one annotated schema."""

from scripts.contract import Document
from scripts.openapi.schemas import resolve_reference, spell_bounds
from scripts.regenerate.schema_checks import walk_schemas

_ANNOTATIONS = frozenset(
    {"title", "description", "default", "deprecated", "readOnly", "writeOnly", "example", "examples", "externalDocs"}
)
_NULL: Document = {"type": "null"}


def simplify(document: Document) -> Document:
    """Simplify a contract's schemas in place, and return it; what they mean, and their places, stay the same."""
    for _, schema in list(walk_schemas(document)):
        _unwrap(document, schema)
        _spell_null(schema)
        spell_bounds(schema)
    return document


def _unwrap(document: Document, schema: Document) -> None:
    """Replace an allOf by its one part that restricts anything, if that part has no place of its own to keep."""
    parts = schema.get("allOf", [])
    restricting = [part for part in parts if _restrictions(part)]
    named = [part for part in restricting if "$ref" in part]
    if len(named) != 1 or not _restrictions(schema) <= {"allOf", "type", "nullable"}:
        return
    others = [part for part in restricting if part is not named[0]]
    if not all(_repeats_type(document, part, named[0]) for part in others):
        return
    for key in ("allOf", "type"):
        schema.pop(key, None)
    for part in parts:
        schema.update({key: value for key, value in part.items() if key != "type" and key not in schema})


def _repeats_type(document: Document, part: Document, reference: Document) -> bool:
    try:
        types = resolve_reference(document, reference).get("type")
    except (KeyError, TypeError):  # it leads nowhere, and is reported by its place
        return False
    return _restrictions(part) <= {"type", "nullable"} and part.get("type") == types


def _restrictions(schema: Document) -> set[str]:
    return {key for key in schema if key not in _ANNOTATIONS and not key.startswith("x-")}


def _spell_null(schema: Document) -> None:
    """Write `nullable: true` as a type, an enum's value or an alternative."""
    if schema.pop("nullable", None) is not True:
        return
    if "$ref" in schema or "allOf" in schema:
        alternative = {key: schema.pop(key) for key in _restrictions(schema)}
        schema["anyOf"] = [alternative, dict(_NULL)]
        return
    if None not in schema.get("enum", [None]):
        schema["enum"].append(None)
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema and _NULL not in schema[keyword]:
            schema[keyword].append(dict(_NULL))
