"""Where a schema states a keyword: in itself, or in what it refers to or combines."""

from collections.abc import Callable
from typing import Any

from contract_diff.changes.lifecycle import LIFECYCLE_KEYWORDS
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object, is_object
from contract_diff.reading.document import Node
from contract_diff.schemas.normal_form import AllOf

COMBINING_KEYWORDS = ("allOf", "anyOf", "oneOf")


def composed_of(node: Node, keywords: tuple[str, ...] = COMBINING_KEYWORDS) -> list[Node]:
    """Return the schemas that a schema combines by some keywords, and the one that it refers to."""
    below = [branch for keyword in keywords for branch in _branches(node, keyword)]
    return [*below, node.document.target(node)] if "$ref" in node.raw else below


def applied_by(node: Node) -> list[Node]:
    """Return the schemas that a schema applies to every value but null: no branch of a union of several."""
    unions = (_branches(node, keyword) for keyword in ("anyOf", "oneOf"))
    nullable = (branches for branches in unions if len(branches) == 2)
    others = ([branch for branch in branches if not _is_null(branch)] for branches in nullable)
    return [*composed_of(node, ("allOf",)), *(branches[0] for branches in others if len(branches) == 1)]


def _branches(node: Node, keyword: str) -> list[Node]:
    return [node.child(keyword, str(index)) for index in range(len(as_array(node.raw.get(keyword))))]


def _is_null(node: Node) -> bool:
    return as_object(node.raw).get("type") == "null"


def locate(schema: AllOf, keyword: str, below: Callable[[Node], list[Node]] = composed_of) -> Pointer | None:
    """Return the pointer of the nearest keyword of a schema; of the schema itself if it is nowhere."""
    seen: set[Node] = set()
    pending = list(schema)
    while pending:
        node = pending.pop(0)
        if node in seen or not is_object(node.raw):
            continue
        seen.add(node)
        if keyword in node.raw:
            return f"{node.pointer}/{keyword}"
        pending.extend(below(node))
    return schema[0].pointer if schema else None


def states(schema: AllOf, keyword: str) -> bool:
    """Return whether a schema states a keyword anywhere."""
    return (locate(schema, keyword) or "").endswith(f"/{keyword}")


def annotation(schema: AllOf, keyword: str, below: Callable[[Node], list[Node]] = composed_of) -> Any:
    """Return the value of the nearest keyword of a schema; None if it is nowhere."""
    pointer = locate(schema, keyword, below)
    if pointer is None or not pointer.endswith(f"/{keyword}"):
        return None
    return schema[0].document.get(pointer)


def stated_lifecycle(schema: AllOf) -> dict[str, Any]:
    """Return what a schema announces of its deprecation, sunset and stability."""
    values = {keyword: annotation(schema, keyword, applied_by) for keyword in LIFECYCLE_KEYWORDS}
    return {keyword: value for keyword, value in values.items() if value is not None}
