"""How the value of a parameter or header is written: as a media type, or by style, explode and reserved characters."""

from typing import Any, NamedTuple

from scripts.contract_diff.answer import INCOMPARABLE, NARROWS, WIDENS, Direction
from scripts.contract_diff.document import Node
from scripts.contract_diff.jsonvalues import as_object, as_texts
from scripts.contract_diff.rules.media import compare_content
from scripts.contract_diff.wire import AS_PARAMETER, Found, Operation, child, flag, text_of

DEFAULT_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
SCALARS = frozenset({"null", "boolean", "integer", "number", "string"})


class Carrier(NamedTuple):
    """What carries the value: `parameter` or `header`, how findings name it, and which way it goes."""

    kind: str
    name: str
    direction: Direction


def compare_values(operation: Operation, carrier: Carrier, old: Node, new: Node) -> Found:
    """The differences in how a value is written, and in what it may be."""
    before, after = (_written(node, _kinds(old) | _kinds(new)) for node in (old, new))
    for keyword in ("content", "style", "explode"):
        if before.get(keyword) != after.get(keyword):
            detail = f"{carrier.name}: {keyword} {before.get(keyword)} to {after.get(keyword)}"
            yield operation.notice(f"{carrier.kind}-{keyword}", INCOMPARABLE, carrier.direction, detail, old, new)
    if before.get("reserved") != after.get("reserved"):
        effect = WIDENS if after.get("reserved") else NARROWS
        detail = f"{carrier.name}: allowReserved {effect.word} what is accepted"
        yield operation.notice(f"{carrier.kind}-reserved", effect, carrier.direction, detail, old, new)
    if before["content"] and after["content"]:
        yield from compare_content(operation, carrier.name, carrier.direction, old, new)
    elif not before["content"] and not after["content"]:
        yield operation.root(carrier.direction, old, new, AS_PARAMETER)


def _kinds(node: Node) -> frozenset[str]:
    kinds = text_of(child(node, "schema"), "type")
    if kinds is None:
        return SCALARS if child(node, "schema", "enum") else frozenset({"array", "object"})
    return frozenset(as_texts(kinds))


def _written(node: Node, kinds: frozenset[str]) -> dict[str, Any]:
    """What decides the bytes: of a scalar, neither explode nor a query's delimiter does."""
    raw = as_object(node.raw)
    if "content" in raw:
        return {"content": True}
    place = str(raw.get("in", "header"))
    style = str(raw.get("style", DEFAULT_STYLES.get(place, "simple")))
    explode = raw.get("explode", style == "form")
    common = {"content": False, "reserved": place == "query" and flag(node, "allowReserved")}
    if kinds <= SCALARS:
        return {**common, "style": style if place == "path" else ""}
    matters = place != "header" or "object" in kinds
    return {**common, "style": style, "explode": explode if matters else None}
