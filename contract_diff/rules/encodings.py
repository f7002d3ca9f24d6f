"""Rules for how the fields of a form are encoded: the Encoding Object, with its defaults filled in."""

from collections.abc import Iterator
from typing import Any

from contract_diff.changes.keyword_places import composed_of
from contract_diff.core.json_values import as_object, as_strings, is_object
from contract_diff.core.severity import EQUAL, INCOMPARABLE, UNKNOWN, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import keyword_value, resolved_child, resolved_children
from contract_diff.rules.media_type_names import FORM, MediaTypeName, parse_media_type
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import MediaType

SCALARS = frozenset({"string", "number", "integer", "boolean"})
STYLE_KEYWORDS = ("style", "explode", "allowReserved")


def compare_encodings(media_type: MediaType) -> Iterator[Notice]:
    """Report fields of a form that are encoded differently; encodings apply to forms only."""
    if not media_type.media.is_form:
        return
    base, head = (
        {name: as_object(node.raw) for name, node in resolved_children(side, "encoding").items()}
        for side in (media_type.base, media_type.head)
    )
    fields = [_field_names(side) for side in (media_type.base, media_type.head)]
    # A field that comes or goes takes its encoding along.
    for name in sorted((base.keys() | head.keys()) - (fields[0] ^ fields[1])):
        if base.get(name) != head.get(name) and _differs(media_type, name, base.get(name), head.get(name)):
            verb = "added" if name not in base else "removed" if name not in head else "changed"
            effect = _effect(base.get(name, {}), head.get(name, {}))
            if effect != EQUAL:
                yield media_type.notice("encoding", effect, f"{media_type.name}: encoding of `{name}` {verb}")


def _field_names(form: Node) -> frozenset[str]:
    """Return the fields that a form declares, directly or in what its schema combines."""
    pending, names, seen = [resolved_child(form, "schema")], set[str](), set[Node]()
    while pending:
        node = pending.pop()
        if node is not None and node not in seen and is_object(node.raw):
            seen.add(node)
            names.update(as_object(node.raw.get("properties")))
            pending.extend(composed_of(node))
    return frozenset(names)


def _effect(base: dict[str, Any], head: dict[str, Any]) -> Effect:
    """Return how the accepted parts change: decided if one side's media types include the other's."""
    stated = [side.get("contentType") for side in (base, head)]
    if None in stated or {**base, "contentType": ""} != {**head, "contentType": ""}:
        return UNKNOWN
    listed = [[parse_media_type(name) for name in str(names).split(",")] for names in stated]
    effect = Effect(_covered(*listed), _covered(*reversed(listed)))
    return UNKNOWN if effect == INCOMPARABLE else effect


def _covered(names: list[MediaTypeName], by: list[MediaTypeName]) -> Answer:
    return Answer.of(all(any(other.covers(name) for other in by) for name in names))


def compare_item_encodings(media_type: MediaType) -> Iterator[Notice]:
    """Report another encoding of parts without a name, or of the items of a stream."""
    for keyword in ("prefixEncoding", "itemEncoding"):
        if keyword_value(media_type.base, keyword) != keyword_value(media_type.head, keyword):
            yield media_type.notice("encoding", UNKNOWN, f"{media_type.name}: {keyword} changed")


def _differs(media_type: MediaType, name: str, base: dict[str, Any] | None, head: dict[str, Any] | None) -> bool:
    is_url = media_type.media.essence == FORM
    return _effective(media_type.base, name, base, is_url) != _effective(media_type.head, name, head, is_url)


def _effective(form: Node, name: str, encoding: dict[str, Any] | None, is_url: bool) -> dict[str, Any]:
    """Return what decides the bytes of a field."""
    raw = encoding or {}
    schema = resolved_child(form, "schema", "properties", name)
    item = resolved_child(schema, "items") if _types(schema) == {"array"} else schema
    style = {keyword: raw[keyword] for keyword in STYLE_KEYWORDS if keyword in raw}
    # How objects are written by default, and whether a style overrides the content type, differs by version.
    if is_url and item and _types(item) and _types(item) <= SCALARS:
        style_name = style.get("style", "form")
        style = {"style": style_name, "explode": style_name == "form", "allowReserved": False, **style}
    media_types = raw.get("contentType", _default_type(item))
    return {**style, "types": _media_types(media_types), "headers": raw.get("headers") or {}}


def _types(schema: Node | None) -> frozenset[str]:
    return frozenset(as_strings(keyword_value(schema, "type"))) - {"null"}


def _default_type(schema: Node | None) -> str | None:
    """Return the default media type of a field, or of its items; None if it differs by version."""
    types = _types(schema)
    if schema is None or not types:
        return None
    raw = as_object(schema.raw)
    if "contentEncoding" in raw or raw.get("format") == "binary":
        return "application/octet-stream" if schema.document.is_30 or "contentEncoding" in raw else None
    return "application/json" if types == {"object"} else "text/plain" if types <= SCALARS else None


def _media_types(names: Any) -> frozenset[str]:
    return frozenset("".join(name.split()).lower() for name in str(names).split(","))
