"""From a schema as written to its normal form.

The own keywords of a schema become one facet a type. Then every $ref, allOf, anyOf and oneOf is normalized and
intersected with that. For example, `{"type": "string", "anyOf": [{"maxLength": 3}, {"const": "other"}]}` becomes two
facets under `string`: `Strings(high=3)` and `Values({"other"})`. Keywords that can't be written as facets (if,
contains, a `not` of an infinite set, ...) stay with the facets as extras, and so does a schema that contains itself.
"""

from collections.abc import Iterable
from functools import reduce
from typing import Any, Protocol

from attrs import evolve

from contract_diff.core.budget import Budget
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import as_array, as_object, is_array, is_object
from contract_diff.reading.document import Node
from contract_diff.schemas import keywords
from contract_diff.schemas.conjunction import all_of, is_unconstrained
from contract_diff.schemas.constants import Selector, overlapping_pairs
from contract_diff.schemas.discriminators import branch_tags
from contract_diff.schemas.finite_values import finite
from contract_diff.schemas.intersection import intersect, union
from contract_diff.schemas.normal_form import (
    ANYTHING,
    FULL,
    NOTHING,
    TYPES,
    AllOf,
    Extra,
    Facet,
    JsonType,
    NormalForm,
    Tags,
    Values,
    View,
    with_extra,
)
from contract_diff.schemas.ranges import is_empty
from contract_diff.schemas.required_choice import required_choice
from contract_diff.schemas.unevaluated import close_properties, has_static_items, limit_items
from contract_diff.schemas.view import Views

# Keywords that are compared as a whole, with the types that they constrain.
WHOLE_KEYWORDS: dict[str, tuple[JsonType, ...]] = {
    "if": TYPES,
    "contains": ("array",),
    "unevaluatedItems": ("array",),
    "dependentSchemas": ("object",),
    "unevaluatedProperties": ("object",),
    "$dynamicRef": TYPES,
}
# From how many alternatives on it pays to sort them by what tells them apart.
MANY = 5
_NULL = NormalForm({"null": (FULL["null"],)})


class Disjointness(Protocol):
    """A proof that no value satisfies two schemas. If there is one for all branches of a oneOf, it means anyOf."""

    def __call__(self, normalizer: "Normalizer", first: AllOf, second: AllOf, view: View) -> bool:
        """Return whether certainly no value satisfies both."""
        ...


class Normalizer:
    """Normalizes schemas, each at most once for each view."""

    def __init__(self, disjointness: Disjointness, budget: Budget | None = None) -> None:
        self._disjointness = disjointness
        self._budget = budget or Budget()
        self._known: dict[tuple[AllOf, View], NormalForm] = {}
        self._known_nodes: dict[tuple[Node, View], NormalForm] = {}
        self._selectors: dict[tuple[int, View], tuple[tuple[Facet, ...], Selector]] = {}
        self._open: set[Node] = set()
        # How often a schema that is being normalized was met in itself.
        self._cuts = 0
        self.views = Views()

    def normalize(self, schema: AllOf, view: View) -> NormalForm:
        """Return the normal form of a conjunction of schemas."""
        key = (schema, view := self.views.simplest(view, schema))
        known = self._known.get(key)
        if known is None:
            cuts = self._cuts
            parts = ((self._node(node, view), _as_extra(node)) for node in schema)
            known = reduce(_intersect_part, parts, ANYTHING)
            # What contains a schema that is being normalized has another form when that is finished.
            if cuts == self._cuts or not self._open:
                self._known[key] = known
        return known

    def alternatives(self, form: NormalForm, facet: Facet, view: View) -> tuple[Facet, ...]:
        """Return the alternatives of a normal form that may accept values of a facet."""
        stated = form.of(facet.type)
        if len(stated) < MANY:
            return form.comparable(facet)
        key = (id(stated), view)
        if key not in self._selectors:
            # The alternatives are kept, so that no others get their identity.
            self._selectors[key] = (stated, Selector(self, stated, view))
        return NormalForm({facet.type: self._selectors[key][1].near(facet)}).comparable(facet)

    def normalize_own(self, node: Node, view: View) -> NormalForm:
        """Return the normal form of a schema's own assertions, without those that it combines."""
        raw = as_object(node.raw)
        own = self._own(node, raw, view)
        return union(own, _NULL) if keywords.admits_null(node) else own

    def _node(self, node: Node, view: View) -> NormalForm:
        node = node.resolved()
        if node.raw is False:
            return NOTHING
        if not is_object(node.raw):
            return ANYTHING
        known = self._known_nodes.get((node, view))
        if known is not None:
            return known
        if node in self._open or self._budget.is_spent:
            self._cuts += 1
            return _add_extra(ANYTHING, _as_extra(node), TYPES)
        cuts = self._cuts
        self._open.add(node)
        try:
            normal_form = self._keywords(node, node.raw, view)
        finally:
            self._open.discard(node)
        if cuts == self._cuts:
            self._known_nodes[node, view] = normal_form
        return normal_form

    def _keywords(self, node: Node, raw: dict[str, Any], view: View) -> NormalForm:
        below = [node.document.target(node)] if "$ref" in raw else []
        below.extend(node.child("allOf", str(i)) for i in range(len(as_array(raw.get("allOf")))))
        parts = [(self._node(part, view), _as_extra(part)) for part in below]
        unions = [keyword for keyword in ("anyOf", "oneOf") if raw.get(keyword)]
        parts.extend((self._union(node, keyword, view), Extra(keyword, node)) for keyword in unions)
        normal_form = reduce(_intersect_part, parts, self._own(node, raw, view))
        if "not" in raw:
            normal_form = self._without(normal_form, node, view)
        for keyword, kinds in WHOLE_KEYWORDS.items():
            if keyword in raw and not _has_no_effect(keyword, node, raw):
                normal_form = _whole(normal_form, Extra(keyword, node), kinds)
        return union(normal_form, _NULL) if keywords.admits_null(node) else normal_form

    def _union(self, node: Node, keyword: str, view: View) -> NormalForm:
        nodes = [node.child(keyword, str(index)).resolved() for index in range(len(as_array(node.raw[keyword])))]
        tags = branch_tags(node)
        joined = union(*(mark_branch(self._node(branch, view), branch, tags) for branch in nodes))
        if keyword == "anyOf" or not view.exclusive or "discriminator" in as_object(node.raw):
            return joined
        if names := required_choice(nodes):
            return union(*(mark_branch(form, branch, tags) for form, branch in zip(names, nodes, strict=True)))
        branches = [all_of([branch]) for branch in nodes]
        forms = [self.normalize(branch, view) for branch in branches]
        pairs = ((branches[first], branches[second]) for first, second in overlapping_pairs(self, forms, view))
        if all(self._disjointness(self, first, second, view) for first, second in pairs):
            return joined
        return _add_extra(joined, Extra("oneOf", node), TYPES)

    def _without(self, normal_form: NormalForm, node: Node, view: View) -> NormalForm:
        barred = self.normalize(all_of([node.child("not")]), evolve(view, conventional=False))
        extra = Extra("not", node)
        facets: dict[JsonType, tuple[Facet, ...]] = {}
        for kind, alternatives in normal_form.facets.items():
            if not _is_full(barred.of(kind), kind):
                kept = alternatives if not barred.of(kind) else tuple(_bar(f, barred, extra) for f in alternatives)
                facets[kind] = tuple(f for f in kept if not (isinstance(f, Values) and not f.items))
        return evolve(normal_form, facets={kind: kept for kind, kept in facets.items() if kept})

    def _own(self, node: Node, raw: dict[str, Any], view: View) -> NormalForm:
        facets: dict[JsonType, tuple[Facet, ...]] = {}
        for kind, is_integer in keywords.declared_types(raw).items():
            facets[kind] = (_facet(kind, node, raw, view, is_integer),)
        own = NormalForm({kind: kept for kind, kept in facets.items() if not is_empty(kept[0])})
        values = raw["enum"] if is_array(raw.get("enum")) else None
        own = own if values is None else intersect(finite(values), own)
        return intersect(finite([raw["const"]]), own) if "const" in raw else own


def _facet(kind: JsonType, node: Node, raw: dict[str, Any], view: View, is_integer: bool) -> Facet:
    if kind == "number":
        return keywords.numbers(raw, is_integer)
    if kind == "string":
        return keywords.strings(node, raw)
    if kind == "array":
        return keywords.arrays(node, raw)
    return keywords.objects(node, raw, view) if kind == "object" else FULL[kind]


def _as_extra(node: Node) -> Extra:
    return Extra("allOf", node.resolved())


def _intersect_part(normal_form: NormalForm, part: tuple[NormalForm, Extra]) -> NormalForm:
    return intersect(normal_form, *part)


def _has_no_effect(keyword: str, node: Node, raw: dict[str, Any]) -> bool:
    if keyword == "unevaluatedItems" and "items" in raw and not is_array(raw["items"]):
        return True
    is_bare = keyword == "if" and "then" not in raw and "else" not in raw
    is_open = keyword.startswith("unevaluated") and is_unconstrained(raw[keyword])
    # They evaluate properties or items, on which another schema may depend.
    return (is_bare or is_open) and not node.document.tracks_evaluation


def _whole(normal_form: NormalForm, extra: Extra, kinds: tuple[JsonType, ...]) -> NormalForm:
    if extra.keyword == "unevaluatedProperties":
        closed = close_properties(normal_form, extra.node)
        if closed is not None:
            return closed
    if extra.keyword == "unevaluatedItems" and has_static_items(extra.node):
        return intersect(normal_form, limit_items(extra.node))
    return _add_extra(normal_form, extra, kinds)


def _is_full(facets: tuple[Facet, ...], kind: JsonType) -> bool:
    return any(facet == FULL[kind] for facet in facets)


def _bar(facet: Facet, barred: NormalForm, extra: Extra) -> Facet:
    """Return the facet without the barred values; keep `not` as an extra unless both sides are finite."""
    excluded = barred.of(facet.type)
    sets = [candidate for candidate in excluded if isinstance(candidate, Values) and candidate.is_plain]
    if isinstance(facet, Values) and len(sets) == len(excluded):
        return evolve(facet, items=facet.items.difference(*(values.items for values in sets)))
    return with_extra(facet, extra)


def _add_extra(normal_form: NormalForm, extra: Extra, kinds: Iterable[JsonType]) -> NormalForm:
    touched = set(kinds)
    facets = {
        kind: tuple(with_extra(facet, extra) for facet in alternatives) if kind in touched else alternatives
        for kind, alternatives in normal_form.facets.items()
    }
    return evolve(normal_form, facets=facets)


def mark_branch(normal_form: NormalForm, branch: Node, tags: dict[Pointer, Tags]) -> NormalForm:
    """Return the facets of a union's branch, marked with their origin; objects also with the branch's tags."""
    own = tags.get(branch.pointer, Tags())
    facets = {
        kind: tuple(evolve(facet, origin=branch, tags=own if kind == "object" else Tags()) for facet in alternatives)
        for kind, alternatives in normal_form.facets.items()
    }
    return evolve(normal_form, facets=facets)
