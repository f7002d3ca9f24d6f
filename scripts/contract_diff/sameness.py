"""Which parts of two documents are literally the same, references included: nothing there needs comparing."""

from collections.abc import Iterator
from typing import Any

from scripts.contract import InputError
from scripts.contract_diff.document import Document, Node
from scripts.contract_diff.facets import Term
from scripts.contract_diff.jsonvalues import is_array, is_object, objects_in


class Sameness:
    """Answers for pairs of nodes of two documents, in either order."""

    def __init__(self, base: Document, revision: Document) -> None:
        self._settled: dict[int, bool] = {}
        self._documents = (base, revision)
        self._comparable = base.is_30 == revision.is_30
        self._changed = _changed_targets(base, revision) if self._comparable else frozenset[str]()

    def nodes(self, left: Node, right: Node) -> bool:
        """Whether both nodes say the same, word for word, down through their references."""
        if left.document is right.document:
            return left.pointer == right.pointer
        return self._comparable and self.values(left.raw, right.raw)

    def values(self, left: Any, right: Any) -> bool:
        """Whether both values are the same, references included."""
        return _equal(left, right) and self._refers_to_nothing_changed(left)

    def _refers_to_nothing_changed(self, value: Any) -> bool:
        # By identity: the documents outlive this object, and their values do not change.
        known = self._settled.get(id(value))
        if known is None:
            known = self._settled[id(value)] = self._changed.isdisjoint(references(value))
        return known

    def terms(self, left: Term, right: Term) -> bool:
        """Whether both conjunctions say the same."""
        return len(left) == len(right) and all(self.nodes(*pair) for pair in zip(left, right, strict=True))


def _equal(left: Any, right: Any) -> bool:
    # Python's == is quick, but holds 1 and true for equal; keys and texts need no second look.
    return left == right and _same_types(left, right)


def _same_types(left: Any, right: Any) -> bool:
    if is_object(left):
        return all(_same_types(item, right[key]) for key, item in left.items() if not isinstance(item, str))
    if is_array(left):
        pairs = zip(left, right, strict=True)
        return all(_same_types(item, other) for item, other in pairs if not isinstance(item, str))
    return isinstance(left, bool) == isinstance(right, bool)


def references(value: Any) -> Iterator[str]:
    """Every $ref below a value."""
    return (item["$ref"] for item in objects_in(value) if isinstance(item.get("$ref"), str))


def _changed_targets(base: Document, revision: Document) -> frozenset[str]:
    targets = {target for side in (base, revision) for root in side.roots for target in references(root)}
    users: dict[str, list[str]] = {}
    pending: list[str] = []
    for target in sorted(targets):
        left, right = referred(base, target), referred(revision, target)
        if left is None or not _equal(left, right):
            pending.append(target)
        else:
            for used in references(left):
                users.setdefault(used, []).append(target)
    changed: set[str] = set()
    while pending:
        target = pending.pop()
        if target not in changed:
            changed.add(target)
            pending.extend(users.get(target, ()))
    return frozenset(changed)


def referred(document: Document, reference: str) -> Any:
    """What a $ref names; None where it names nothing, as those may that stand in extensions and examples."""
    try:
        return document.target(Node(document, "", {"$ref": reference})).raw
    except InputError:
        return None
