"""Identical parts of two documents, including what they refer to: they need no comparison."""

from typing import Any

import msgspec

from contract_diff.core.json_values import Lookout
from contract_diff.reading.document import Document, Node
from contract_diff.schemas.normal_form import AllOf


class Sameness:
    """What is identical in two documents; the order of the sides doesn't matter."""

    def __init__(self, base: Document, head: Document) -> None:
        self._comparable = base.is_30 == head.is_30
        changed = _changed_targets(base, head) if self._comparable else frozenset[str]()
        self._nodes: dict[tuple[int, int], bool] = {}
        self._changed = Lookout(frozenset(), changed)

    def nodes(self, base: Node, head: Node) -> bool:
        """Return whether both nodes are identical, including everything that they refer to."""
        if base.document is head.document:
            return base.pointer == head.pointer
        # By identity: the documents outlive this object, and their values don't change.
        key = (id(base.raw), id(head.raw))
        if key not in self._nodes:
            self._nodes[key] = self.values(base.raw, head.raw)
        return self._nodes[key]

    def values(self, base: Any, head: Any) -> bool:
        """Return whether both values are identical, including everything that they refer to."""
        return self._comparable and _equal(base, head) and not self._changed.finds(base)

    def schemas(self, base: AllOf, head: AllOf) -> bool:
        """Return whether both conjunctions are identical."""
        return len(base) == len(head) and all(self.nodes(*pair) for pair in zip(base, head, strict=True))


def _equal(base: Any, head: Any) -> bool:
    # Python's == is quick, but treats 1 and true as equal.
    return base == head and _encoded(base) == _encoded(head)


def _encoded(value: Any) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def _changed_targets(base: Document, head: Document) -> frozenset[str]:
    changed: list[str] = []
    for reference in base.targets.keys() | head.targets.keys():
        base_target, head_target = base.targets.get(reference), head.targets.get(reference)
        if base_target is None or head_target is None or not _equal(base_target.raw, head_target.raw):
            changed.append(reference)
    return base.reaching(changed)
