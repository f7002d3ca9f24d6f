"""How style, explode and allowReserved write a value: as a parameter, a header, or a field of a form."""

from typing import Any

from contract_diff.changes.wording import show
from contract_diff.core.json_values import as_strings
from contract_diff.core.severity import EQUAL, NARROWS, WIDENS, Effect
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import keyword_value, resolved_child

DEFAULT_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
SCALARS = frozenset({"null", "boolean", "integer", "number", "string"})


def written_types(schema: Node | None) -> frozenset[str]:
    """Return the types that a value can have; without a type, those whose serialization depends on style."""
    types = keyword_value(schema, "type")
    if types is None:
        return SCALARS if resolved_child(schema, "enum") else frozenset({"array", "object"})
    return frozenset(as_strings(types))


def effective_style(stated: dict[str, Any], place: str, types: frozenset[str]) -> dict[str, Any]:
    """Return what decides the bytes: for a scalar, neither explode nor the delimiter of a query does.

    Args:
        stated: The object that may have the keywords.
        place: query, path, header or cookie; a form is written as a query is.
        types: The types that a value can have.
    """
    style = str(stated.get("style", DEFAULT_STYLES.get(place, "simple")))
    if types <= SCALARS:
        return {"style": style if place == "path" else ""}
    explode_matters = place != "header" or "object" in types
    return {"style": style, "explode": stated.get("explode", style == "form") if explode_matters else None}


def changed_style(base: dict[str, Any], head: dict[str, Any]) -> tuple[str, str] | None:
    """Return the keyword of two effective styles that decides other bytes, and the change in words.

    Another style implies another explode: one cause, one change.
    """
    keyword = next((keyword for keyword in base if base[keyword] != head[keyword]), None)
    return None if keyword is None else (keyword, f"{keyword} {_show(base[keyword])} to {_show(head[keyword])}")


def _show(value: Any) -> str:
    return value if isinstance(value, str) else show(value)


def reserved_effect(base: dict[str, Any], head: dict[str, Any]) -> Effect:
    """Return the effect of allowReserved, by which reserved characters are sent as they are."""
    base_allows, head_allows = (side.get("allowReserved") is True for side in (base, head))
    return EQUAL if base_allows == head_allows else WIDENS if head_allows else NARROWS
