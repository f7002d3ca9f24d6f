"""How the parts of a body are written: the Encoding Object, its defaults filled in."""

from typing import Any

from contract_diff.core.json_values import as_object, as_texts
from contract_diff.core.severity import UNKNOWN, Direction
from contract_diff.reading.document import Node
from contract_diff.rules.operation import Found, Operation, child, children

SCALARS = frozenset({"string", "number", "integer", "boolean"})
STYLE_KEYWORDS = ("style", "explode", "allowReserved")


def encodings(operation: Operation, where: str, direction: Direction, old: Node, new: Node, is_url: bool) -> Found:
    """The differences between the encodings of two forms."""
    before, after = (
        {part: as_object(node.raw) for part, node in children(side, "encoding").items()} for side in (old, new)
    )
    for part in sorted(before.keys() | after.keys()):
        stated = before.get(part), after.get(part)
        if stated[0] != stated[1] and _written(old, part, stated[0], is_url) != _written(new, part, stated[1], is_url):
            verb = "added" if part not in before else "removed" if part not in after else "changed"
            detail = f"{where}: encoding of `{part}` {verb}"
            yield operation.notice("encoding", UNKNOWN, direction, detail, old, new)


def item_encodings(operation: Operation, where: str, direction: Direction, old: Node, new: Node) -> Found:
    """Whether parts without a name, or items of a stream, are written otherwise."""
    for keyword in ("prefixEncoding", "itemEncoding"):
        if as_object(old.raw).get(keyword) != as_object(new.raw).get(keyword):
            yield operation.notice("encoding", UNKNOWN, direction, f"{where}: {keyword} changed", old, new)


def _written(form: Node, part: str, stated: dict[str, Any] | None, is_url: bool) -> dict[str, Any]:
    """What decides the bytes of a part."""
    raw = stated or {}
    schema = child(form, "schema", "properties", part)
    item = child(schema, "items") if _kinds(schema) == {"array"} else schema
    style = {keyword: raw[keyword] for keyword in STYLE_KEYWORDS if keyword in raw}
    # How objects are written by default, and whether a stated style bars the content type, differs by version.
    if is_url and item and _kinds(item) and _kinds(item) <= SCALARS:
        name = style.get("style", "form")
        style = {"style": name, "explode": name == "form", "allowReserved": False, **style}
    types = raw.get("contentType", _default_type(item))
    return {**style, "types": _media_types(types), "headers": raw.get("headers") or {}}


def _kinds(schema: Node | None) -> frozenset[str]:
    return frozenset(as_texts(as_object(schema.raw).get("type")) if schema else ()) - {"null"}


def _default_type(schema: Node | None) -> str | None:
    """The media type of a part, or of its items, where none is stated; None where that differs by version."""
    kinds = _kinds(schema)
    if schema is None or not kinds:
        return None
    raw = as_object(schema.raw)
    if "contentEncoding" in raw or raw.get("format") == "binary":
        return "application/octet-stream" if schema.document.is_30 or "contentEncoding" in raw else None
    return "application/json" if kinds == {"object"} else "text/plain" if kinds <= SCALARS else None


def _media_types(stated: Any) -> frozenset[str]:
    return frozenset("".join(text.split()).lower() for text in str(stated).split(","))
