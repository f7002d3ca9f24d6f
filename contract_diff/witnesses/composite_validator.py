"""Judging layer by layer: what only lists members, items or branches is judged by the judges of these.

So one validator of a part serves all the wholes that it is a part of, and what a value does not have costs nothing.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from contract_diff.core.json_values import as_array, as_object, as_texts, is_array, is_object
from contract_diff.core.ternary import Answer, every, some
from contract_diff.reading.document import Node
from contract_diff.schemas.conjunction import make_term
from contract_diff.schemas.keywords import admits_null, declared_types
from contract_diff.schemas.normal_form import Term, View
from contract_diff.schemas.normalise import type_of
from contract_diff.witnesses.standalone_schema import KEYWORDS

Verdict: TypeAlias = Callable[[Any], Answer]

LISTING = frozenset({"type", "properties", "required", "items", "allOf", "anyOf"})
COMPOSED = frozenset({"properties", "items", "allOf", "anyOf"})
TYPES = frozenset({"null", "boolean", "string", "array", "object"})


class Layer:
    """The outermost layer of a schema.

    Args:
        node: a schema that only lists, as `only_lists` tells.
        hidden: the members that the view does not show.
        judge: the judge of a part.
    """

    def __init__(self, node: Node, hidden: frozenset[str], view: View, judge: Callable[[Term, View], Verdict]) -> None:
        raw = as_object(node.raw)
        self._node = node
        self._view = view
        self._judge = judge
        self._kinds = declared_types(raw)
        self._null = admits_null(raw)
        self._required = frozenset(as_texts(raw.get("required", []))) - hidden
        self._members = as_object(raw.get("properties")).keys() - hidden
        self._parts: dict[tuple[str, ...], Verdict] = {}

    def __call__(self, value: Any) -> Answer:
        """Whether the value is one of the schema."""
        if value is None and self._null:
            return Answer.YES
        if type_of(value) not in self._kinds or (is_object(value) and not self._required <= value.keys()):
            return Answer.NO
        return every(self._answers(value))

    def _answers(self, value: Any) -> Iterator[Answer]:
        raw = self._node.raw
        if is_object(value):
            yield from (self._part("properties", name)(value[name]) for name in self._members & value.keys())
        elif is_array(value) and "items" in raw:
            yield from map(self._part("items"), value)
        for index in range(len(as_array(raw.get("allOf")))):
            yield self._part("allOf", str(index))(value)
        branches = range(len(as_array(raw.get("anyOf"))))
        if branches:
            yield some(self._part("anyOf", str(index))(value) for index in branches)

    def _part(self, *tokens: str) -> Verdict:
        if tokens not in self._parts:
            self._parts[tokens] = self._judge(make_term([self._node.child(*tokens)]), self._view)
        return self._parts[tokens]


def only_lists(node: Node) -> bool:
    """Whether a schema says nothing but what its parts are, and is none of its own branches."""
    raw = as_object(node.raw)
    said = KEYWORDS & raw.keys()
    plain = said <= LISTING and not COMPOSED.isdisjoint(said) and "discriminator" not in raw
    readable = frozenset(as_texts(raw.get("type", []))) <= TYPES and not is_array(raw.get("items"))
    return plain and readable and not _is_own_branch(node)


def _is_own_branch(node: Node) -> bool:
    pending, seen = _branches(node), set[Node]()
    while pending and node not in seen:
        branch = pending.pop()
        if branch not in seen:
            seen.add(branch)
            pending.extend(_branches(branch))
    return node in seen


def _branches(node: Node) -> list[Node]:
    raw = as_object(node.raw)
    return [
        node.child(keyword, str(index)).resolved()
        for keyword in ("allOf", "anyOf")
        for index in range(len(as_array(raw.get(keyword))))
    ]
