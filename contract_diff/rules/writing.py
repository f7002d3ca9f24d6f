"""How the value of a parameter or header is written: as a media type, or by style, explode and reserved characters."""

from typing import Any, NamedTuple

from contract_diff.core.json_values import as_object, as_texts
from contract_diff.core.severity import INCOMPARABLE, NARROWS, WIDENS, Direction
from contract_diff.reading.document import Node
from contract_diff.rules.media import compare_content
from contract_diff.rules.operation import AS_PARAMETER, Found, Operation, child, flag, text_of

DEFAULT_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
SCALARS = frozenset({"null", "boolean", "integer", "number", "string"})


class Carrier(NamedTuple):
    """What carries the value: `parameter` or `header`, how findings name it, and which way it goes."""

    kind: str
    name: str
    direction: Direction


def compare_values(operation: Operation, carrier: Carrier, old: Node, new: Node) -> Found:
    """The differences in how a value is written, and in what it may be."""
    media = [child(node, "content") is not None for node in (old, new)]
    if media[0] != media[1]:
        detail = f"{carrier.name} is {'now' if media[1] else 'no longer'} written as a media type"
        yield operation.notice(f"{carrier.kind}-content", INCOMPARABLE, carrier.direction, detail, old, new)
    elif media[0]:
        yield from compare_content(operation, carrier.name, carrier.direction, old, new)
    else:
        yield from _by_style(operation, carrier, old, new)
        yield operation.root(carrier.direction, old, new, AS_PARAMETER)


def _by_style(operation: Operation, carrier: Carrier, old: Node, new: Node) -> Found:
    before, after = (_written(node, _kinds(old) | _kinds(new)) for node in (old, new))
    # Another style implies another explode: one cause, one finding.
    keyword = next((keyword for keyword in before if before[keyword] != after[keyword]), None)
    if keyword is not None:
        detail = f"{carrier.name}: {keyword} {before[keyword]} to {after[keyword]}"
        yield operation.notice(f"{carrier.kind}-{keyword}", INCOMPARABLE, carrier.direction, detail, old, new)
    allowed = [_place(node) == "query" and flag(node, "allowReserved") for node in (old, new)]
    if allowed[0] != allowed[1]:
        effect = WIDENS if allowed[1] else NARROWS
        detail = f"{carrier.name}: allowReserved {effect.word} what is accepted"
        yield operation.notice(f"{carrier.kind}-reserved", effect, carrier.direction, detail, old, new)


def _kinds(node: Node) -> frozenset[str]:
    kinds = text_of(child(node, "schema"), "type")
    if kinds is None:
        return SCALARS if child(node, "schema", "enum") else frozenset({"array", "object"})
    return frozenset(as_texts(kinds))


def _written(node: Node, kinds: frozenset[str]) -> dict[str, Any]:
    """What decides the bytes: of a scalar, neither explode nor a query's delimiter does."""
    raw, place = as_object(node.raw), _place(node)
    style = str(raw.get("style", DEFAULT_STYLES.get(place, "simple")))
    if kinds <= SCALARS:
        return {"style": style if place == "path" else ""}
    matters = place != "header" or "object" in kinds
    return {"style": style, "explode": raw.get("explode", style == "form") if matters else None}


def _place(node: Node) -> str:
    return str(as_object(node.raw).get("in", "header"))
