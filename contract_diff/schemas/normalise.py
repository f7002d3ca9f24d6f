"""From a schema as written to its normal form, so that the same contract written otherwise compares equal."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object, canonical, is_array, is_object
from contract_diff.reading.document import Node
from contract_diff.schemas import keywords
from contract_diff.schemas.conjunction import make_term, says_nothing
from contract_diff.schemas.discriminators import Names, branch_names
from contract_diff.schemas.intersection import intersect, is_empty, union
from contract_diff.schemas.normal_form import (
    ANYTHING,
    FULL,
    NOTHING,
    TYPES,
    ArrayPart,
    Arrays,
    Extra,
    Facet,
    JsonType,
    Normal,
    ObjectPart,
    Objects,
    Term,
    Values,
    View,
    with_extra,
)
from contract_diff.schemas.view import Views

# Keywords that are compared as a whole, with the types that they speak about.
WHOLE_KEYWORDS: dict[str, tuple[JsonType, ...]] = {
    "if": TYPES,
    "contains": ("array",),
    "unevaluatedItems": ("array",),
    "dependentSchemas": ("object",),
    "unevaluatedProperties": ("object",),
    "$dynamicRef": TYPES,
}
# Keywords that evaluate items in ways that depend on the value.
EVALUATING = frozenset(
    {"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "contains", "items"}
)


class Normaliser:
    """Normalises schemas, each at most once for each view."""

    def __init__(self) -> None:
        self._known: dict[tuple[Term, View], Normal] = {}
        self._open: set[Node] = set()
        self.views = Views()
        self.disjoint: Callable[[Term, Term, View], bool] = _never_proven

    def term(self, term: Term, view: View) -> Normal:
        """The normal form of a conjunction of schemas."""
        key = (term, view := self.views.plainest(view, term))
        known = self._known.get(key)
        if known is None:
            parts = ((self._node(node, view), _as_a_whole(node)) for node in term)
            known = reduce(_meet_part, parts, ANYTHING)
            if not self._open:
                self._known[key] = known
        return known

    def _node(self, node: Node, view: View) -> Normal:
        node = node.resolved()
        if node.raw is False:
            return NOTHING
        if not is_object(node.raw):
            return ANYTHING
        if node in self._open:
            return _everywhere(ANYTHING, _as_a_whole(node), TYPES)
        self._open.add(node)
        try:
            return self._keywords(node, node.raw, view)
        finally:
            self._open.discard(node)

    def _keywords(self, node: Node, raw: dict[str, Any], view: View) -> Normal:
        below = [node.document.target(node)] if "$ref" in raw else []
        below.extend(node.child("allOf", str(i)) for i in range(len(as_array(raw.get("allOf")))))
        parts = [(self._node(part, view), _as_a_whole(part)) for part in below]
        unions = [keyword for keyword in ("anyOf", "oneOf") if raw.get(keyword)]
        parts.extend((self._union(node, keyword, view), Extra(keyword, node)) for keyword in unions)
        normal = reduce(_meet_part, parts, self._own(node, raw, view))
        if "not" in raw:
            normal = self._without(normal, node, view)
        for keyword, kinds in WHOLE_KEYWORDS.items():
            if keyword in raw and not _says_nothing(keyword, node, raw):
                normal = self._whole(normal, Extra(keyword, node), kinds)
        return union(normal, _NULL) if keywords.admits_null(raw) else normal

    def _union(self, node: Node, keyword: str, view: View) -> Normal:
        nodes = [node.child(keyword, str(index)).resolved() for index in range(len(as_array(node.raw[keyword])))]
        called = branch_names(node)
        joined = union(*(from_branch(self._node(branch, view), branch, called) for branch in nodes))
        if keyword == "anyOf" or not view.exclusive or "discriminator" in as_object(node.raw):
            return joined
        branches = [make_term([branch]) for branch in nodes]
        pairs = ((one, other) for index, one in enumerate(branches) for other in branches[index + 1 :])
        if all(self.disjoint(one, other, view) for one, other in pairs):
            return joined
        return _everywhere(joined, Extra("oneOf", node), TYPES)

    def _without(self, normal: Normal, node: Node, view: View) -> Normal:
        barred = self.term(make_term([node.child("not")]), replace(view, conventional=False))
        extra = Extra("not", node)
        facets: dict[JsonType, tuple[Facet, ...]] = {}
        for kind, alternatives in normal.facets.items():
            if not _is_full(barred.of(kind), kind):
                kept = alternatives if not barred.of(kind) else tuple(_bar(f, barred, extra) for f in alternatives)
                facets[kind] = tuple(f for f in kept if not (isinstance(f, Values) and not f.items))
        return replace(normal, facets={kind: kept for kind, kept in facets.items() if kept})

    def _whole(self, normal: Normal, extra: Extra, kinds: tuple[JsonType, ...]) -> Normal:
        if extra.keyword == "unevaluatedProperties":
            closed = _close(normal, extra.node)
            if closed is not None:
                return closed
        if extra.keyword == "unevaluatedItems" and EVALUATING.isdisjoint(extra.node.raw):
            return intersect(normal, _open_items(extra.node))
        return _everywhere(normal, extra, kinds)

    def own(self, node: Node, view: View) -> Normal:
        """The normal form of a schema's own assertions, without what it is combined of."""
        raw = as_object(node.raw)
        own = self._own(node, raw, view)
        return union(own, _NULL) if keywords.admits_null(raw) else own

    def _own(self, node: Node, raw: dict[str, Any], view: View) -> Normal:
        facets: dict[JsonType, tuple[Facet, ...]] = {}
        for kind, whole in keywords.declared_types(raw).items():
            facets[kind] = (self._facet(kind, node, raw, view, whole),)
        own = Normal({kind: kept for kind, kept in facets.items() if not is_empty(kept[0])})
        values = raw["enum"] if is_array(raw.get("enum")) else None
        own = own if values is None else intersect(_finite(values), own)
        return intersect(_finite([raw["const"]]), own) if "const" in raw else own

    def _facet(self, kind: JsonType, node: Node, raw: dict[str, Any], view: View, whole: bool) -> Facet:
        if kind == "number":
            return keywords.numbers(raw, whole)
        if kind == "string":
            return keywords.strings(node, raw)
        if kind == "array":
            return keywords.arrays(node, raw)
        return keywords.objects(node, raw, view) if kind == "object" else FULL[kind]


def _never_proven(_left: Term, _right: Term, _view: View) -> bool:
    """Stands in until a prover of disjointness is there."""
    return False


def _as_a_whole(node: Node) -> Extra:
    return Extra("allOf", node.resolved())


def _meet_part(normal: Normal, part: tuple[Normal, Extra]) -> Normal:
    return intersect(normal, *part)


_NULL = Normal({"null": (FULL["null"],)})


def _says_nothing(keyword: str, node: Node, raw: dict[str, Any]) -> bool:
    if keyword == "unevaluatedItems" and "items" in raw and not is_array(raw["items"]):
        return True
    bare = keyword == "if" and "then" not in raw and "else" not in raw
    free = keyword.startswith("unevaluated") and says_nothing(raw[keyword])
    # They evaluate members, which another schema may count.
    return (bare or free) and not node.document.tracks_evaluation


def _is_full(facets: tuple[Facet, ...], kind: JsonType) -> bool:
    return any(facet == FULL[kind] for facet in facets)


def _bar(facet: Facet, barred: Normal, extra: Extra) -> Facet:
    excluded = barred.of(facet.type)
    finite = [other for other in excluded if isinstance(other, Values) and other.is_plain]
    if isinstance(facet, Values) and len(finite) == len(excluded):
        return replace(facet, items=facet.items.difference(*(other.items for other in finite)))
    return with_extra(facet, extra)


def _everywhere(normal: Normal, extra: Extra, kinds: Iterable[JsonType]) -> Normal:
    touched = set(kinds)
    return replace(
        normal,
        facets={
            kind: tuple(with_extra(f, extra) for f in facets) if kind in touched else facets
            for kind, facets in normal.facets.items()
        },
    )


def from_branch(normal: Normal, branch: Node, called: dict[Pointer, Names]) -> Normal:
    """What a branch accepts, as alternatives that know where they come from; only objects bear a name."""
    names = called.get(branch.pointer, Names())
    return replace(
        normal,
        facets={
            kind: tuple(replace(f, origin=branch, called=names if kind == "object" else Names()) for f in facets)
            for kind, facets in normal.facets.items()
        },
    )


def _close(normal: Normal, node: Node) -> Normal | None:
    """`unevaluatedProperties` as `additionalProperties`, where the evaluated names are known statically."""
    objects = normal.of("object")
    if not objects:
        return normal
    facet = objects[0]
    if len(objects) > 1 or not isinstance(facet, Objects) or facet.extras:
        return None
    if any(part.rest_is_stated for part in facet.parts):
        return normal
    names = {name: () for part in facet.parts for name in part.properties}
    part = ObjectPart(
        dict[str, Term](names),
        dict.fromkeys(facet.patterns, ()),
        make_term([node.child("unevaluatedProperties")]),
        rest_is_stated=True,
        owner=node.pointer,
    )
    return replace(normal, facets={**normal.facets, "object": (replace(facet, parts=(*facet.parts, part)),)})


def _open_items(node: Node) -> Normal:
    """`unevaluatedItems` as the items behind the prefix, where nothing but the prefix is evaluated."""
    evaluated: tuple[Term, ...] = ((),) * len(as_array(node.raw.get("prefixItems")))
    part = ArrayPart(evaluated, make_term([node.child("unevaluatedItems")]))
    return replace(ANYTHING, facets={**ANYTHING.facets, "array": (Arrays(type="array", parts=(part,)),)})


def _finite(values: Iterable[Any]) -> Normal:
    found: dict[JsonType, set[str]] = {}
    for value in values:
        kind = type_of(value)
        found.setdefault(kind, set()).add(canonical(value))
    return Normal({kind: (Values(type=kind, items=frozenset(items)),) for kind, items in found.items()})


def type_of(value: Any) -> JsonType:
    """The JSON type of a value."""
    names: list[tuple[type, JsonType]] = [
        (bool, "boolean"),
        (int, "number"),
        (float, "number"),
        (str, "string"),
    ]
    for python, name in names:
        if isinstance(value, python):
            return name
    return "null" if value is None else "array" if is_array(value) else "object"
