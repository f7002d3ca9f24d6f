"""Rules for how the value of a parameter or header is serialized: as a media type, or by style and explode."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.json_values import as_object, as_strings
from contract_diff.core.severity import INCOMPARABLE, NARROWS, WIDENS
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import is_true, keyword_value, resolved_child
from contract_diff.rules.media_type_names import SENT_AS_TEXT
from contract_diff.rules.media_types import compare_content
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Found, Header, Parameter

DEFAULT_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
SCALARS = frozenset({"null", "boolean", "integer", "number", "string"})


def compare_value(part: Parameter | Header) -> Found:
    """Report another serialization, and compare the content or the schema."""
    base, head = (resolved_child(node, "content") is not None for node in (part.base, part.head))
    if base != head:
        detail = f"{part.name} is {'now' if head else 'no longer'} written as a media type"
        yield part.notice(f"{part.kind}-content", INCOMPARABLE, detail)
    elif base:
        yield from compare_content(part)
    else:
        yield from _compare_style(part)
        yield from _compare_reserved(part)
        yield part.schemas(as_text=SENT_AS_TEXT)


def _compare_style(part: Parameter | Header) -> Iterator[Notice]:
    types = _types(part.base) | _types(part.head)
    base, head = _style(part.base, types), _style(part.head, types)
    # Another style implies another explode: one cause, one finding.
    keyword = next((keyword for keyword in base if base[keyword] != head[keyword]), None)
    if keyword is not None:
        detail = f"{part.name}: {keyword} {base[keyword]} to {head[keyword]}"
        yield part.notice(f"{part.kind}-{keyword}", INCOMPARABLE, detail)


def _compare_reserved(part: Parameter | Header) -> Iterator[Notice]:
    base, head = (_place(node) == "query" and is_true(node, "allowReserved") for node in (part.base, part.head))
    if base != head:
        effect = WIDENS if head else NARROWS
        yield part.notice(f"{part.kind}-reserved", effect, f"{part.name}: allowReserved {effect.word} what is accepted")


def _types(node: Node) -> frozenset[str]:
    """Return the types that a value can have; without a type, those whose serialization depends on style."""
    types = keyword_value(resolved_child(node, "schema"), "type")
    if types is None:
        return SCALARS if resolved_child(node, "schema", "enum") else frozenset({"array", "object"})
    return frozenset(as_strings(types))


def _style(node: Node, types: frozenset[str]) -> dict[str, Any]:
    """Return what decides the bytes: for a scalar, neither explode nor the delimiter of a query does."""
    raw, place = as_object(node.raw), _place(node)
    style = str(raw.get("style", DEFAULT_STYLES.get(place, "simple")))
    if types <= SCALARS:
        return {"style": style if place == "path" else ""}
    explode_matters = place != "header" or "object" in types
    return {"style": style, "explode": raw.get("explode", style == "form") if explode_matters else None}


def _place(node: Node) -> str:
    return str(as_object(node.raw).get("in", "header"))
