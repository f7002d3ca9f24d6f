"""What changed between two facets of one type: a change for each keyword, and the pairs to go on with."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeAlias

from contract_diff.changes.change import Change, Pair, Side, locate
from contract_diff.containment.scalars import formats, patterns
from contract_diff.containment.subset import Subset
from contract_diff.core.json_pointers import join
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, INCOMPARABLE, NARROWS, WIDENS, Effect
from contract_diff.core.ternary import Answer
from contract_diff.schemas.conjunction import is_never
from contract_diff.schemas.normal_form import Arrays, Facet, Numbers, Objects, Strings, Values
from contract_diff.schemas.object_properties import declares, member, pattern_member

RANGE_KEYWORDS = {
    Strings: ("minLength", "maxLength"),
    Arrays: ("minItems", "maxItems"),
    Objects: ("minProperties", "maxProperties"),
    Numbers: ("minimum", "maximum"),
}
WORDS_OF_STRINGS = {"contentEncoding": "encodings", "contentMediaType": "media_types"}

Found: TypeAlias = Iterator[Change | Pair]


class FacetDiff:
    """Compares facets within one pair of schemas."""

    def __init__(self, subset: Subset, pair: Pair) -> None:
        self._subset = subset
        self._pair = pair

    def compare(self, old: Facet, new: Facet) -> Found:
        """The changes between two facets of the same type, and the pairs below them."""
        if isinstance(old, Values) and isinstance(new, Values):
            yield from self._values(old, new)
        elif isinstance(old, Values) or isinstance(new, Values):
            yield from self._enum_or_not(old, new)
        elif isinstance(old, Numbers) and isinstance(new, Numbers):
            yield from self._numbers(old, new)
        elif isinstance(old, Strings) and isinstance(new, Strings):
            yield from self._strings(old, new)
        elif isinstance(old, Arrays) and isinstance(new, Arrays):
            yield from self._arrays(old, new)
        elif isinstance(old, Objects) and isinstance(new, Objects):
            yield from self._objects(old, new)

    def change(self, rule: str, effect: Effect, detail: str, keyword: str | None = None) -> Change:
        """A change at a keyword of this pair."""
        base, head = (locate(term, keyword or rule) for term in self._pair[:2])
        return Change(rule, effect, detail, base, head, self._pair, _is_null if rule == "null" else None)

    def _values(self, old: Values, new: Values) -> Found:
        for effect, verb, items in (
            (NARROWS, "removed", old.items - new.items),
            (WIDENS, "added", new.items - old.items),
        ):
            if items:
                yield self.change("enum", effect, f"{verb} {', '.join(sorted(items))}", _enum_keyword(self._pair))

    def _enum_or_not(self, old: Facet, new: Facet) -> Found:
        effect = self._effect(lambda one, other: self._subset.facets(one, other, self._pair.view), old, new)
        kept = new if isinstance(new, Values) else old
        listed = ", ".join(sorted(kept.items)) if isinstance(kept, Values) else ""
        verb = "now only" if kept is new else "no longer only"
        if effect != EQUAL:
            yield self.change("enum", effect, f"{verb} {listed}", _enum_keyword(self._pair))

    @staticmethod
    def _effect(contains: Callable[[Any, Any], Answer], old: Any, new: Any) -> Effect:
        return Effect(contains(old, new), contains(new, old))

    def _range(self, old: Any, new: Any) -> Found:
        low, high = RANGE_KEYWORDS[type(old)]
        yield from self._bound(low, old.low, new.low, raising_narrows=True)
        yield from self._bound(high, old.high, new.high, raising_narrows=False)

    def _bound(self, keyword: str, old: Any, new: Any, raising_narrows: bool) -> Found:
        if old == new:
            return
        introduced = old is None
        narrows = introduced if introduced or new is None else (new > old) == raising_narrows
        yield self.change(keyword, NARROWS if narrows else WIDENS, f"{show(old)} to {show(new)}")

    def _set(self, keyword: str, old: frozenset[str], new: frozenset[str]) -> Found:
        if old == new:
            return
        effect = NARROWS if old < new else WIDENS if new < old else INCOMPARABLE
        yield self.change(keyword, effect, f"{show_set(old)} to {show_set(new)}")

    def _formats(self, old: Numbers | Strings, new: Numbers | Strings) -> Found:
        if old.formats != new.formats:
            effect = self._effect(formats, old.formats, new.formats)
            yield self.change("format", effect, f"{show_set(old.formats)} to {show_set(new.formats)}")

    def _numbers(self, old: Numbers, new: Numbers) -> Found:
        bounded_old, bounded_new = old, new
        if old.step != new.step:
            yield self._step(old.step, new.step)
            bounded_old, bounded_new = replace(old, step=None), replace(new, step=None)
        yield from self._range(bounded_old, bounded_new)
        for keyword, bound, is_open in (("minimum", "low", "low_open"), ("maximum", "high", "high_open")):
            same = getattr(old, bound) == getattr(new, bound) is not None
            if same and getattr(old, is_open) != getattr(new, is_open):
                exclusive = f"exclusive{keyword.capitalize()}"
                effect = NARROWS if getattr(new, is_open) else WIDENS
                yield self.change(keyword, effect, f"{show(getattr(old, bound))} {effect.word}", exclusive)
        yield from self._formats(old, new)

    def _step(self, old: Fraction | None, new: Fraction | None) -> Change:
        keyword = "type" if {old, new} == {None, Fraction(1)} else "multipleOf"
        names = [("number" if step is None else "integer") if keyword == "type" else show(step) for step in (old, new)]

        def divides(one: Fraction | None, other: Fraction | None) -> Answer:
            return Answer.of(other is None or (one is not None and (one / other).denominator == 1))

        return self.change(keyword, self._effect(divides, old, new), f"{names[0]} to {names[1]}")

    def _strings(self, old: Strings, new: Strings) -> Found:
        yield from self._range(old, new)
        for keyword, name in WORDS_OF_STRINGS.items():
            yield from self._set(keyword, getattr(old, name), getattr(new, name))
        yield from self._formats(old, new)
        effect = self._effect(patterns, old, new)
        if effect != EQUAL:
            yield self.change("pattern", effect, f"{show_set(old.patterns)} to {show_set(new.patterns)}")
        if old.content and new.content:
            yield Pair(old.content, new.content, self._pair.view)
        elif old.content or new.content:
            detail = f"{'added' if new.content else 'removed'} contentSchema"
            yield self.change("contentSchema", NARROWS if new.content else WIDENS, detail)

    def _arrays(self, old: Arrays, new: Arrays) -> Found:
        yield from self._range(old, new)
        if old.unique != new.unique:
            effect = self._effect(lambda a, b: Answer.of(a.unique or not b.unique or a.high in (0, 1)), old, new)
            if effect != EQUAL:
                yield self.change("uniqueItems", effect, f"{show(old.unique)} to {show(new.unique)}")
        length = max(old.prefix_length, new.prefix_length)
        for index in range(length):
            yield from self._place(old, new, index)
        yield from self._subschemas("items", old.item(length), new.item(length))

    def _place(self, old: Arrays, new: Arrays, index: int) -> Found:
        was, now = index < old.prefix_length, index < new.prefix_length
        if was == now or bool(old.item(index)) == bool(new.item(index)):
            yield from self._subschemas("prefixItems", old.item(index), new.item(index))
        else:
            effect = self._effect(lambda a, b: self._subset.item(a, b, index, self._pair.view), old, new)
            verb = "added" if now else "removed"
            yield self.change(f"item-{verb}", effect, f"item {index} {verb}", "prefixItems")

    def _subschemas(self, keyword: str, old: Any, new: Any) -> Found:
        if old and new:
            yield Pair(old, new, self._pair.view)
            return
        effect = self._effect(lambda a, b: self._subset.terms(a, b, self._pair.view), old, new)
        if effect != EQUAL:
            verb = "constrained" if new else "unconstrained"
            yield self.change(keyword, effect, f"{keyword} is now {verb}")

    def _objects(self, old: Objects, new: Objects) -> Found:
        yield from self._range(old, new)
        for name in sorted(old.declared | new.declared | old.required | new.required):
            yield from self._member(old, new, name)
        yield from self._closing(old, new)
        for pattern in sorted(old.patterns | new.patterns):
            yield from self._pattern(old, new, pattern)
        yield from self._subschemas("propertyNames", old.names, new.names)
        yield from self._dependent(old, new)

    def _member(self, old: Objects, new: Objects, name: str) -> Found:
        was, now = name in old.declared, name in new.declared
        if was and now:
            mine, theirs = member(old, name), member(new, name)
            if mine != theirs and (mine and theirs):
                yield Pair(mine, theirs, self._pair.view)
            elif bool(mine) != bool(theirs):
                yield from self._retyped(old, new, name)
        elif was or now:
            yield self._declared(old, new, name)
            return
        if (name in old.required) != (name in new.required):
            gained = name in new.required
            detail = f"{show_name(name)} is {'now' if gained else 'no longer'} required"
            yield self._named("required", NARROWS if gained else WIDENS, detail, name, old, new)

    def _retyped(self, old: Objects, new: Objects, name: str) -> Found:
        effect = self._effect(lambda a, b: self._subset.member(a, b, name, self._pair.view), old, new)
        if effect != EQUAL:
            verb = "constrained" if member(new, name) else "unconstrained"
            yield self._named("type", effect, f"{show_name(name)} is now {verb}", name, old, new)

    def _declared(self, old: Objects, new: Objects, name: str) -> Change:
        def keeps(one: Objects, other: Objects) -> Answer:
            if name in other.required and name not in one.required:
                return Answer.UNKNOWN if name in one.hidden else Answer.NO
            return self._subset.member(one, other, name, self._pair.view)

        added = name in new.declared
        other = old if added else new
        rule = ("property-shown" if added else "property-hidden") if name in other.hidden else None
        verb = "added" if added else "removed"
        need = "required " if name in (new if added else old).required else "optional "
        detail = f"{need}property {show_name(name)} {'shown' if added else 'hidden'}" if rule else ""
        return self._named(
            rule or f"property-{verb}",
            self._effect(keeps, old, new),
            detail or f"{need}property {show_name(name)} {verb}",
            name,
            old,
            new,
        )

    def _named(self, rule: str, effect: Effect, detail: str, name: str, old: Objects, new: Objects) -> Change:
        places = [_property_place(term, facet, name) for term, facet in zip(self._pair[:2], (old, new), strict=True)]
        declared = {"base": name in old.declared, "head": name in new.declared}

        def shows(value: Any, side: Side) -> bool:
            # With the member where its schema, or this side alone, speaks of it; else without what need not be there.
            present = rule == "type" or (declared[side] and not all(declared.values()))
            return (name in as_object(value)) == present

        return Change(rule, effect, detail, places[0], places[1], self._pair, shows)

    def _closing(self, old: Objects, new: Objects) -> Found:
        mine, theirs = old.rest, new.rest
        if mine and theirs and not is_never(mine) and not is_never(theirs):
            yield Pair(mine, theirs, self._pair.view)
            return
        effect = self._effect(lambda a, b: self._subset.terms(a, b, self._pair.view), mine, theirs)
        if effect != EQUAL:
            words = ["closed" if is_never(term) else "open" if not term else "constrained" for term in (mine, theirs)]
            keyword = "unevaluatedProperties" if _mentions(self._pair, "unevaluatedProperties") else None
            yield self.change("additionalProperties", effect, f"{words[0]} to {words[1]}", keyword)

    def _pattern(self, old: Objects, new: Objects, pattern: str) -> Found:
        mine, theirs = pattern_member(old, pattern), pattern_member(new, pattern)
        if pattern in old.patterns and pattern in new.patterns and mine and theirs:
            yield Pair(mine, theirs, self._pair.view)
            return
        effect = self._effect(lambda a, b: self._subset.terms(a, b, self._pair.view), mine, theirs)
        if effect != EQUAL:
            verb = "added" if pattern in new.patterns else "removed"
            yield self.change("patternProperties", effect, f"{verb} names that match {pattern}")

    def _dependent(self, old: Objects, new: Objects) -> Found:
        for effect, pairs in (
            (NARROWS, new.dependent - old.dependent),
            (WIDENS, old.dependent - new.dependent),
        ):
            if pairs:
                listed = ", ".join(f"{show_name(a)} needs {show_name(b)}" for a, b in sorted(pairs))
                verb = "added" if effect is NARROWS else "removed"
                yield self.change("dependentRequired", effect, f"{verb} {listed}")


def _is_null(value: Any, side: Side) -> bool:
    return value is None


def _enum_keyword(pair: Pair) -> str:
    return "enum" if _mentions(pair, "enum") or not _mentions(pair, "const") else "const"


def _mentions(pair: Pair, keyword: str) -> bool:
    return any((locate(term, keyword) or "").endswith(f"/{keyword}") for term in pair[:2])


def _property_place(term: Any, facet: Objects, name: str) -> str | None:
    if not declares(facet, name) and name not in facet.hidden:
        return term[0].pointer if term else None
    for part in facet.parts:
        if name in part.properties and part.owner:
            return join(part.owner, "properties", name)
    return term[0].pointer if term else None


def show(value: Any) -> str:
    """A keyword's value for people."""
    if value is None:
        return "none"
    if isinstance(value, Fraction):
        return str(value.numerator) if value.denominator == 1 else str(float(value))
    return json.dumps(value)


def show_set(items: Iterable[str]) -> str:
    """Several texts for people."""
    return " and ".join(sorted(items)) or "none"


def show_name(name: str) -> str:
    """A name for people."""
    return f"`{name}`"
