"""Validators that are composed of the validators of subschemas.

A schema that only lists properties, items or branches needs no validator of its own: it uses those of its parts. So
each part is compiled once, however many schemas it is part of, and a part that a value doesn't have is never compiled.
For example, `{"properties": {"a": A, "b": B}}` validates `{"a": 1}` with the validator of A alone.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from contract_diff.core.json_values import as_array, as_object, as_strings, is_array, is_object
from contract_diff.core.ternary import Answer, every, some
from contract_diff.reading.document import Node
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.finite_values import type_of
from contract_diff.schemas.keywords import admits_null, declared_types
from contract_diff.schemas.normal_form import AllOf, View
from contract_diff.witnesses.standalone_schema import KEYWORDS

Validator: TypeAlias = Callable[[Any], Answer]

LISTING_KEYWORDS = frozenset({"type", "properties", "required", "items", "allOf", "anyOf"})
COMPOSING_KEYWORDS = frozenset({"properties", "items", "allOf", "anyOf"})
TYPES = frozenset({"null", "boolean", "string", "array", "object"})


class CompositeValidator:
    """The validator of a schema that `is_composite`.

    Args:
        node: The schema.
        hidden: The properties that the view doesn't show.
        view: How the schema is read.
        validator: The validator of a part.
    """

    def __init__(
        self, node: Node, hidden: frozenset[str], view: View, validator: Callable[[AllOf, View], Validator]
    ) -> None:
        raw = as_object(node.raw)
        self._node = node
        self._view = view
        self._validator = validator
        self._kinds = declared_types(raw)
        self._admits_null = admits_null(node)
        self._required = frozenset(as_strings(raw.get("required", []))) - hidden
        self._properties = as_object(raw.get("properties")).keys() - hidden
        self._parts: dict[tuple[str, ...], Validator] = {}
        # Schemas that combine others several times, which do so in turn, ask about the same value again and again.
        self._last: tuple[Any, Answer] | None = None

    def __call__(self, value: Any) -> Answer:
        """Return whether the schema accepts the value."""
        if self._last is None or self._last[0] is not value:
            self._last = (value, self._validate(value))
        return self._last[1]

    def _validate(self, value: Any) -> Answer:
        if value is None and self._admits_null:
            return Answer.YES
        if type_of(value) not in self._kinds or (is_object(value) and not self._required <= value.keys()):
            return Answer.NO
        return every(self._answers(value))

    def _answers(self, value: Any) -> Iterator[Answer]:
        raw = self._node.raw
        if is_object(value):
            yield from (self._part("properties", name)(value[name]) for name in self._properties & value.keys())
        elif is_array(value) and "items" in raw:
            yield from map(self._part("items"), value)
        for index in range(len(as_array(raw.get("allOf")))):
            yield self._part("allOf", str(index))(value)
        branches = range(len(as_array(raw.get("anyOf"))))
        if branches:
            yield some(self._part("anyOf", str(index))(value) for index in branches)

    def _part(self, *tokens: str) -> Validator:
        if tokens not in self._parts:
            self._parts[tokens] = self._validator(all_of([self._node.child(*tokens)]), self._view)
        return self._parts[tokens]


def is_composite(node: Node) -> bool:
    """Return whether a schema only lists parts, and isn't one of its own branches."""
    raw = as_object(node.raw)
    stated = KEYWORDS & raw.keys()
    is_listing = stated <= LISTING_KEYWORDS and not COMPOSING_KEYWORDS.isdisjoint(stated)
    is_readable = frozenset(as_strings(raw.get("type", []))) <= TYPES and not is_array(raw.get("items"))
    return is_listing and "discriminator" not in raw and is_readable and not _is_own_branch(node)


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
