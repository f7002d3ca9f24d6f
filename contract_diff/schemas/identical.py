"""Which parts of two documents are literally the same, references included: nothing there needs comparing."""

from typing import Any

import msgspec

from contract_diff.core.json_values import Lookout
from contract_diff.reading.document import Document, Node
from contract_diff.schemas.normal_form import Term


class Sameness:
    """Answers for pairs of nodes of two documents, in either order."""

    def __init__(self, base: Document, head: Document) -> None:
        self._comparable = base.is_30 == head.is_30
        changed = _changed_targets(base, head) if self._comparable else frozenset[str]()
        self._nodes: dict[tuple[int, int], bool] = {}
        self._changed = Lookout(frozenset(), changed)

    def nodes(self, left: Node, right: Node) -> bool:
        """Whether both nodes say the same, word for word, down through their references."""
        if left.document is right.document:
            return left.pointer == right.pointer
        # By identity: the documents outlive this object, and their values do not change.
        key = (id(left.raw), id(right.raw))
        if key not in self._nodes:
            self._nodes[key] = self.values(left.raw, right.raw)
        return self._nodes[key]

    def values(self, left: Any, right: Any) -> bool:
        """Whether both values are the same, references included."""
        return self._comparable and _equal(left, right) and not self._changed.finds(left)

    def terms(self, left: Term, right: Term) -> bool:
        """Whether both conjunctions say the same."""
        return len(left) == len(right) and all(self.nodes(*pair) for pair in zip(left, right, strict=True))


def _equal(left: Any, right: Any) -> bool:
    # Python's == is quick, but holds 1 and true for equal.
    return left == right and _text(left) == _text(right)


def _text(value: Any) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def _changed_targets(base: Document, head: Document) -> frozenset[str]:
    changed: list[str] = []
    for reference in base.targets.keys() | head.targets.keys():
        left, right = base.targets.get(reference), head.targets.get(reference)
        if left is None or right is None or not _equal(left.raw, right.raw):
            changed.append(reference)
    return base.reaching(changed)
