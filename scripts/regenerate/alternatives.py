"""Alternatives that no decoder can tell apart by their JSON type: several strings, or several lists, become one."""

from typing import Any

from scripts.contract import Document
from scripts.openapi.schemas import resolve_reference
from scripts.regenerate.schema_checks import walk_schemas


def merge_alternatives(document: Document) -> None:
    """Merge the strings and the lists of each union, in place: a string of any form, and a list of any of the items."""
    for _, schema in list(walk_schemas(document)):
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                merged = _merge_lists(document, _merge_strings(document, schema[keyword]))
                if len(merged) < len(schema[keyword]):
                    schema[keyword] = merged


def _merge_strings(document: Document, parts: list[Any]) -> list[Any]:
    strings = [part for part in parts if _is(document, part, "string")]
    if len(strings) < 2:
        return parts
    others = [part for part in parts if part not in strings]
    values = [value for part in strings for value in _strings(document, part)]
    known = {"description": f"Such as {', '.join(values)}."} if values else {}
    return [*others, {"type": "string", **known}]


def _strings(document: Document, part: Document) -> list[str]:
    resolved: Document = resolve_reference(document, part)
    return [value for value in resolved.get("enum", [resolved.get("const")]) if isinstance(value, str)]


def _merge_lists(document: Document, parts: list[Any]) -> list[Any]:
    lists = [part for part in parts if _is(document, part, "array")]
    if len(lists) < 2:
        return parts
    items = [resolve_reference(document, part).get("items", {}) for part in lists]
    return [*(part for part in parts if part not in lists), {"type": "array", "items": {"anyOf": items}}]


def _is(document: Document, part: Any, kind: str) -> bool:
    resolved = resolve_reference(document, part)
    return isinstance(resolved, dict) and (resolved.get("type") == kind or _is_constant(resolved, kind))


def _is_constant(schema: Document, kind: str) -> bool:
    """Return whether a schema without a type allows strings only."""
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return kind == "string" and "type" not in schema and bool(values) and all(isinstance(v, str) for v in values)
