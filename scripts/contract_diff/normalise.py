"""From a schema as written to its normal form, so that the same contract written otherwise compares equal."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Any

from scripts.contract_diff.combine import TooManyAlternativesError, intersect, meet_numbers, snap, union
from scripts.contract_diff.document import ANNOTATIONS, Node
from scripts.contract_diff.facets import (
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
    Numbers,
    ObjectPart,
    Objects,
    Strings,
    Term,
    Values,
    View,
    merge_terms,
    with_extra,
)
from scripts.contract_diff.jsonvalues import as_array, as_object, canonical, is_array, is_object
from scripts.contract_diff.regex import matches

# Formats that promise a range of integers (OpenAPI format registry).
INTEGER_FORMATS = {"int8": 7, "int16": 15, "int32": 31, "int64": 63}
# Formats that say how to show or store a value, and exclude none.
SILENT_FORMATS = frozenset({"password", "double", "html", "commonmark", "binary", "byte-size", "textarea"})
# Keywords that are compared as a whole, with the types that they speak about.
WHOLE_KEYWORDS: dict[str, tuple[JsonType, ...]] = {
    "if": TYPES,
    "contains": ("array",),
    "unevaluatedItems": ("array",),
    "dependentSchemas": ("object",),
    "unevaluatedProperties": ("object",),
    "$dynamicRef": TYPES,
}


class Normaliser:
    """Normalises schemas, each at most once for each view."""

    def __init__(self) -> None:
        self._known: dict[tuple[Term, View], Normal] = {}
        self._open: set[Node] = set()
        self.disjoint: Callable[[Term, Term, View], bool] = lambda _left, _right, _view: False

    def term(self, term: Term, view: View) -> Normal:
        """The normal form of a conjunction of schemas."""
        key = (term, view)
        known = self._known.get(key)
        if known is None:
            known = reduce(self._safe_intersect, (self._node(node, view) for node in term), ANYTHING)
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
            return _everywhere(ANYTHING, Extra("$ref", node), TYPES)
        self._open.add(node)
        try:
            return self._keywords(node, node.raw, view)
        finally:
            self._open.discard(node)

    def _keywords(self, node: Node, raw: dict[str, Any], view: View) -> Normal:
        parts = [self._own(node, raw, view)]
        if "$ref" in raw:
            parts.append(self._node(node.document.target(node), view))
        parts.extend(self._node(node.child("allOf", str(i)), view) for i in range(len(as_array(raw.get("allOf")))))
        parts.extend(self._union(node, keyword, view) for keyword in ("anyOf", "oneOf") if raw.get(keyword))
        normal = reduce(self._safe_intersect, parts)
        if "not" in raw:
            normal = self._without(normal, node, view)
        for keyword, kinds in WHOLE_KEYWORDS.items():
            if keyword in raw and not _says_nothing(keyword, raw):
                normal = self._whole(normal, Extra(keyword, node), kinds)
        return union(normal, _NULL) if raw.get("nullable") is True else normal

    def _safe_intersect(self, left: Normal, right: Normal) -> Normal:
        try:
            return intersect(left, right)
        except TooManyAlternativesError:
            origins = [facet.origin for facets in right.facets.values() for facet in facets if facet.origin]
            return _everywhere(left, Extra("anyOf", origins[0]), tuple(right.facets)) if origins else left

    def _union(self, node: Node, keyword: str, view: View) -> Normal:
        nodes = [node.child(keyword, str(index)).resolved() for index in range(len(as_array(node.raw[keyword])))]
        joined = union(*(_from_branch(self._node(branch, view), branch) for branch in nodes))
        if keyword == "anyOf" or "discriminator" in as_object(node.raw):
            return joined
        branches = [make_term([branch]) for branch in nodes]
        pairs = ((one, other) for index, one in enumerate(branches) for other in branches[index + 1 :])
        if all(self.disjoint(one, other, view) for one, other in pairs):
            return joined
        return replace(joined, exclusive=(*joined.exclusive, tuple(branches)))

    def _without(self, normal: Normal, node: Node, view: View) -> Normal:
        barred = self.term(make_term([node.child("not")]), replace(view, conventional=False))
        extra = Extra("not", node)
        facets: dict[JsonType, tuple[Facet, ...]] = {}
        for kind, alternatives in normal.facets.items():
            if barred.exclusive or not _is_full(barred.of(kind), kind):
                kept = alternatives if not barred.of(kind) else tuple(_bar(f, barred, extra) for f in alternatives)
                facets[kind] = tuple(f for f in kept if not (isinstance(f, Values) and not f.items))
        return replace(normal, facets={kind: kept for kind, kept in facets.items() if kept})

    def _whole(self, normal: Normal, extra: Extra, kinds: tuple[JsonType, ...]) -> Normal:
        if extra.keyword == "unevaluatedProperties":
            closed = _close(normal, extra.node)
            if closed is not None:
                return closed
        return _everywhere(normal, extra, kinds)

    def own(self, node: Node, view: View) -> Normal:
        """The normal form of a schema's own assertions, without what it is combined of."""
        raw = as_object(node.raw)
        own = self._own(node, raw, view)
        return union(own, _NULL) if raw.get("nullable") is True else own

    def _own(self, node: Node, raw: dict[str, Any], view: View) -> Normal:
        facets: dict[JsonType, tuple[Facet, ...]] = {}
        for kind, whole in _declared_types(raw).items():
            facets[kind] = (self._facet(kind, node, raw, view, whole),)
        own = intersect(Normal(facets), ANYTHING)
        values = raw["enum"] if is_array(raw.get("enum")) else None
        own = own if values is None else intersect(_finite(values), own)
        return intersect(_finite([raw["const"]]), own) if "const" in raw else own

    def _facet(self, kind: JsonType, node: Node, raw: dict[str, Any], view: View, whole: bool) -> Facet:
        if kind == "number":
            return _numbers(raw, whole)
        if kind == "string":
            return _strings(node, raw)
        if kind == "array":
            return _arrays(node, raw)
        return _objects(node, raw, view) if kind == "object" else FULL[kind]


_NULL = Normal({"null": (FULL["null"],)})


def make_term(nodes: Iterable[Node]) -> Term:
    """A conjunction: references followed, schemas that say nothing left out."""
    resolved = (node.resolved() for node in nodes)
    return merge_terms(tuple(node for node in resolved if not says_nothing(node.raw)))


def says_nothing(raw: Any) -> bool:
    """Whether a schema accepts everything by having no assertion."""
    return raw is True or (is_object(raw) and "$ref" not in raw and ANNOTATIONS.issuperset(raw))


def _says_nothing(keyword: str, raw: dict[str, Any]) -> bool:
    if keyword == "if":
        return "then" not in raw and "else" not in raw
    return keyword.startswith("unevaluated") and says_nothing(raw[keyword])


def _declared_types(raw: dict[str, Any]) -> dict[JsonType, bool]:
    """The declared types; the value says whether numbers must be whole."""
    declared = raw.get("type", list(TYPES))
    names = set(as_array(declared) if is_array(declared) else [declared])
    types: dict[JsonType, bool] = {kind: False for kind in TYPES if kind in names}
    if "integer" in names and "number" not in names:
        types["number"] = True
    return types


def _is_full(facets: tuple[Facet, ...], kind: JsonType) -> bool:
    return any(facet == FULL[kind] for facet in facets)


def _bar(facet: Facet, barred: Normal, extra: Extra) -> Facet:
    excluded = [other for other in barred.of(facet.type)]
    finite = [other for other in excluded if isinstance(other, Values) and not other.extras]
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


def _from_branch(normal: Normal, branch: Node) -> Normal:
    return replace(
        normal,
        facets={kind: tuple(replace(f, origin=branch) for f in facets) for kind, facets in normal.facets.items()},
    )


def _close(normal: Normal, node: Node) -> Normal | None:
    """`unevaluatedProperties` as `additionalProperties`, where the evaluated names are known statically."""
    objects = normal.of("object")
    if not objects:
        return normal
    if len(objects) > 1 or not isinstance(objects[0], Objects) or objects[0].extras:
        return None
    facet = objects[0]
    if any(part.rest_is_stated for part in facet.parts):
        return normal
    names = {name: () for part in facet.parts for name in part.properties}
    part = ObjectPart(
        dict[str, Term](names),
        {pattern: () for pattern in facet.patterns},
        make_term([node.child("unevaluatedProperties")]),
        rest_is_stated=True,
        owner=node.pointer,
    )
    return replace(normal, facets={**normal.facets, "object": (replace(facet, parts=(*facet.parts, part)),)})


def _finite(values: Iterable[Any]) -> Normal:
    facets: dict[JsonType, tuple[Facet, ...]] = {}
    for value in values:
        kind = type_of(value)
        known = facets.get(kind, ())
        items = known[0].items if known and isinstance(known[0], Values) else frozenset[str]()
        facets[kind] = (Values(type=kind, items=items | {canonical(value)}),)
    return Normal(facets)


def type_of(value: Any) -> JsonType:
    """The JSON type of a value."""
    names: list[tuple[type, JsonType]] = [(bool, "boolean"), (int, "number"), (float, "number"), (str, "string")]
    for python, name in names:
        if isinstance(value, python):
            return name
    return "null" if value is None else "array" if is_array(value) else "object"


def _number(value: Any) -> Fraction | None:
    return Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _count(value: Any) -> int | None:
    number = _number(value)
    return None if number is None else int(number)


def _numbers(raw: dict[str, Any], whole: bool) -> Numbers:
    facet = Numbers(type="number", step=Fraction(1) if whole else None)
    step = _number(raw.get("multipleOf"))
    bounds = [
        Numbers(type="number", low=_number(raw.get("minimum")), low_open=raw.get("exclusiveMinimum") is True),
        Numbers(type="number", high=_number(raw.get("maximum")), high_open=raw.get("exclusiveMaximum") is True),
        Numbers(type="number", low=_number(raw.get("exclusiveMinimum")), low_open=True),
        Numbers(type="number", high=_number(raw.get("exclusiveMaximum")), high_open=True),
        Numbers(type="number", step=abs(step) if step else None),
        _number_format(str(raw.get("format", "")), whole),
    ]
    return reduce(meet_numbers, bounds, snap(facet))


def _number_format(name: str, whole: bool) -> Numbers:
    bits = INTEGER_FORMATS.get(name)
    if bits is not None and whole:
        return Numbers(type="number", low=Fraction(-(2**bits)), high=Fraction(2**bits - 1))
    spoken = bool(name) and bits is None and name not in SILENT_FORMATS
    return Numbers(type="number", formats=frozenset({name}) if spoken else frozenset())


def _strings(node: Node, raw: dict[str, Any]) -> Strings:
    def word(keyword: str) -> frozenset[str]:
        value = raw.get(keyword)
        return frozenset({value}) if isinstance(value, str) and value else frozenset()

    patterns = frozenset(pattern for pattern in word("pattern") if pattern not in ("^", "", ".*", "^.*$"))
    return Strings(
        type="string",
        low=_count(raw.get("minLength")) or 0,
        high=_count(raw.get("maxLength")),
        patterns=patterns,
        formats=word("format") - SILENT_FORMATS,
        encodings=word("contentEncoding"),
        media_types=word("contentMediaType"),
        content=make_term([node.child("contentSchema")]) if "contentSchema" in raw else (),
    )


def _arrays(node: Node, raw: dict[str, Any]) -> Arrays:
    tuple_keyword = "prefixItems" if "prefixItems" in raw or not is_array(raw.get("items")) else "items"
    rest_keyword = "items" if tuple_keyword == "prefixItems" else "additionalItems"
    prefix = tuple(make_term([node.child(tuple_keyword, str(i))]) for i in range(len(as_array(raw.get(tuple_keyword)))))
    rest = make_term([node.child(rest_keyword)]) if rest_keyword in raw else ()
    while prefix and prefix[-1] == rest:
        prefix = prefix[:-1]
    return Arrays(
        type="array",
        low=_count(raw.get("minItems")) or 0,
        high=_count(raw.get("maxItems")),
        unique=raw.get("uniqueItems") is True,
        parts=(ArrayPart(prefix, rest),) if prefix or rest else (),
    )


def _objects(node: Node, raw: dict[str, Any], view: View) -> Objects:
    properties = {name: node.child("properties", name) for name in as_object(raw.get("properties"))}
    hidden = frozenset(name for name, child in properties.items() if _is_hidden(child, view))
    part = ObjectPart(
        {name: make_term([child]) for name, child in properties.items()},
        {name: make_term([node.child("patternProperties", name)]) for name in as_object(raw.get("patternProperties"))},
        make_term([node.child("additionalProperties")]) if "additionalProperties" in raw else (),
        "additionalProperties" in raw,
        node.pointer,
    )
    speaks = part.properties or part.patterns or part.rest_is_stated
    return Objects(
        type="object",
        low=_count(raw.get("minProperties")) or 0,
        high=_count(raw.get("maxProperties")),
        required=frozenset(str(name) for name in as_array(raw.get("required"))) - hidden,
        parts=(part,) if speaks else (),
        names=make_term([node.child("propertyNames")]) if "propertyNames" in raw else (),
        dependent=frozenset(
            (name, str(other))
            for name, others in as_object(raw.get("dependentRequired")).items()
            for other in as_array(others)
        ),
        hidden=hidden,
    )


def _is_hidden(node: Node, view: View, depth: int = 4) -> bool:
    """readOnly stands on the property, behind its $ref, or in an allOf of it."""
    keyword = "readOnly" if view.direction == "request" else "writeOnly"
    raw = as_object(node.raw)
    if raw.get(keyword) is True and not ("$ref" in raw and node.document.is_30):
        return True
    if depth == 0:
        return False
    below = [node.child("allOf", str(index)) for index in range(len(as_array(raw.get("allOf"))))]
    if "$ref" in raw:
        below.append(node.document.target(node))
    return any(_is_hidden(child, view, depth - 1) for child in below)


def member(facet: Objects, name: str) -> Term:
    """The schema of the member with this name."""
    if name in facet.hidden:
        return ()
    return merge_terms(*(_member_of(part, name) for part in facet.parts))


def _member_of(part: ObjectPart, name: str) -> Term:
    found = [part.properties[name]] if name in part.properties else []
    found.extend(term for pattern, term in part.patterns.items() if matches(pattern, name))
    return merge_terms(*found) if found else part.rest


def pattern_member(facet: Objects, pattern: str) -> Term:
    """The schema of members whose name matches this pattern and is not declared."""
    return merge_terms(*(part.patterns.get(pattern, part.rest) for part in facet.parts))


def declares(facet: Objects, name: str) -> bool:
    """Whether some part speaks about this name."""
    return name in facet.declared or any(matches(pattern, name) for pattern in facet.patterns)
