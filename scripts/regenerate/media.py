"""Media types of bodies and answers: which one the client uses, and how it is encoded."""

from collections.abc import Mapping
from typing import Any, Literal

from attrs import frozen

from contract_diff.core import json_pointers
from scripts.contract import Document
from scripts.openapi.schemas import resolve_reference

Kind = Literal["json", "form", "multipart", "text", "bytes"]
# The first kind that an operation offers is used.
_PREFERRED: tuple[Kind, ...] = ("json", "form", "multipart", "text", "bytes")


@frozen
class Media:
    """The content that the client sends or reads."""

    kind: Kind
    content_type: str
    schema: Document
    pointer: str


def kind_of(content_type: str) -> Kind:
    """Return how content of a media type is encoded."""
    name = content_type.partition(";")[0].strip().lower()
    if name in ("application/json", "*/*", "application/*") or name.endswith("+json"):
        return "json"
    if name == "application/x-www-form-urlencoded":
        return "form"
    if name == "multipart/form-data":
        return "multipart"
    return "text" if name.startswith("text/") else "bytes"


def chosen_media(document: Document, content: Mapping[str, Any], pointer: str) -> Media | None:
    """Return the media type that the client uses, or None for no content."""
    kinds: dict[str, Kind] = {content_type: kind_of(content_type) for content_type in content}
    for content_type in sorted(content, key=lambda name: _PREFERRED.index(kinds[name])):
        raw = content[content_type] or {}
        schema = resolve_reference(document, raw).get("schema", {})
        at = f"{_place(raw, json_pointers.join(pointer, 'content', content_type))}/schema"
        name = "application/json" if "*" in content_type else content_type
        return Media(kinds[content_type], name, schema if isinstance(schema, dict) else {}, at)
    return None


def body_media(document: Document, operation: Document, pointer: str) -> Media | None:
    """Return the body of an operation, or None if it has none."""
    body = operation.get("requestBody")
    if body is None:
        return None
    place = _place(body, f"{pointer}/requestBody")
    return chosen_media(document, resolve_reference(document, body).get("content", {}), place)


def success_media(document: Document, operation: Document, pointer: str) -> dict[str, Media | None]:
    """Return the content of each successful answer, by status; `default` counts if nothing else does."""
    responses: Document = operation.get("responses", {})
    statuses = [status for status in responses if str(status).startswith("2")]
    found: dict[str, Media | None] = {}
    for status in statuses or [status for status in responses if status == "default"]:
        place = _place(responses[status], json_pointers.join(pointer, "responses", str(status)))
        content = resolve_reference(document, responses[status]).get("content", {})
        found[str(status)] = chosen_media(document, content, place)
    return found


def is_whole(document: Document, media: Media) -> bool:
    """Return whether a body is one value: not an object whose properties become arguments."""
    if media.kind in ("text", "bytes"):
        return True
    return not _has_properties(document, media.schema)


def _has_properties(document: Document, schema: Document) -> bool:
    resolved: Document = resolve_reference(document, schema)
    if isinstance(resolved.get("type"), list) and "null" in resolved["type"]:
        return False
    parts = resolved.get("allOf", [])
    if resolved.get("properties") or any(_has_properties(document, part) for part in parts):
        return True
    return resolved.get("type") == "object" and resolved.get("additionalProperties") is False


def _place(node: Document, pointer: str) -> str:
    return str(node["$ref"]).removeprefix("#") if "$ref" in node else pointer
