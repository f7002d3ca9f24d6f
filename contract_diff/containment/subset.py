"""Containment of schemas: is every value of one a value of the other? Recursion by assumption, memoised."""

import math
from dataclasses import replace
from typing import Protocol, TypeAlias

from contract_diff.containment.disjoint import Disjointness
from contract_diff.containment.scalars import count_numbers, numbers, range_within, strings
from contract_diff.core.json_values import as_object
from contract_diff.core.patterns import disjoint as disjoint_patterns
from contract_diff.core.ternary import Answer, every, some
from contract_diff.schemas.conjunction import is_never, make_term
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.intersection import implied_range
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import (
    FULL,
    Arrays,
    Extra,
    Facet,
    Normal,
    Numbers,
    Objects,
    Strings,
    Term,
    Values,
    View,
)
from contract_diff.schemas.normalise import Normaliser
from contract_diff.schemas.object_properties import declares, member, pattern_member

PairKey: TypeAlias = tuple[Term, Term, View]


class Oracle(Protocol):
    """A second opinion on what the structure alone does not decide."""

    def proves(self, outer: Term, inner: Term, view: View) -> bool:
        """Whether every value of inner is surely a value of outer."""
        ...

    def refutes(self, outer: Term, inner: Term, view: View) -> bool:
        """Whether a value of inner is known that is none of outer."""
        ...

    def shows_all(self, outer: Term, inner: Term, view: View) -> bool:
        """Whether every difference can be shown by a value: not where the schemas say what no validator asserts."""
        ...


class Subset:
    """Decides containment between schemas of two documents."""

    def __init__(self, normaliser: Normaliser, sameness: Sameness, oracle: Oracle) -> None:
        self.normaliser = normaliser
        self._sameness = sameness
        self._oracle = oracle
        self._disjoint = Disjointness(normaliser)
        self._final: dict[PairKey, Answer] = {}
        self._active: dict[PairKey, int] = {}
        self._provisional: dict[PairKey, int] = {}
        self._lowest: float = math.inf

    def terms(self, inner: Term, outer: Term, view: View) -> Answer:
        """Whether every value of inner is a value of outer.

        A pair that is met again while it is being decided is assumed to hold: a difference must then show
        elsewhere on the way round. A result that rests on such an assumption is kept only if it is borne out.
        """
        if not outer or self._sameness.terms(inner, outer):
            return Answer.YES
        key = (inner, outer, self.normaliser.views.plainest(view, inner, outer))
        if key in self._final:
            return self._final[key]
        assumed = self._active.get(key, self._provisional.get(key))
        if assumed is not None:
            self._lowest = min(self._lowest, assumed)
            return Answer.YES
        return self._settle(key)

    def _settle(self, key: PairKey) -> Answer:
        depth, outside, settled = len(self._active), self._lowest, len(self._provisional)
        self._active[key], self._lowest = depth, math.inf
        answer = self._decide(*key)
        del self._active[key]
        since = list(self._provisional)[settled:]
        if answer is not Answer.YES or self._lowest >= depth:
            self._final[key] = answer
            for other in since:
                del self._provisional[other]
                if answer is Answer.YES:
                    self._final[other] = Answer.YES
            self._lowest = outside
        else:
            self._provisional[key] = int(self._lowest)
            self._lowest = min(self._lowest, outside)
        return answer

    def _decide(self, inner: Term, outer: Term, view: View) -> Answer:
        mine, theirs = self.normaliser.term(inner, view), self.normaliser.term(outer, view)
        answer = self.normals(mine, theirs, view)
        if answer is Answer.YES:
            return answer
        # The structure only names a suspect: NO takes a value. As text, a value may be one of another type as well.
        as_text = view.text and mine.facets.keys() | theirs.facets.keys() != {"string"}
        suspected = answer is Answer.NO or not as_text
        if suspected and self._oracle.refutes(outer, inner, view):
            return Answer.NO
        if self._oracle.proves(outer, inner, view):
            return Answer.YES
        return Answer.UNKNOWN if self._oracle.shows_all(outer, inner, view) else answer

    def normals(self, inner: Normal, outer: Normal, view: View) -> Answer:
        """Containment of normal forms by type and alternative."""
        return every(self._facet_in(facet, outer, view) for facets in inner.facets.values() for facet in facets)

    def _facet_in(self, facet: Facet, outer: Normal, view: View) -> Answer:
        as_text = self._as_text(facet, outer, view)
        if as_text is not Answer.NO:
            return as_text
        if isinstance(facet, Values) and len(facet.items) > 1 and not facet.extras:
            single = (replace(facet, items=frozenset({item})) for item in sorted(facet.items))
            return every(self._facet_in(one, outer, view) for one in single)
        others = outer.like(facet)
        answer = some(self.facets(facet, other, view) for other in others)
        # Several alternatives may cover together what none covers alone.
        undecided = answer is Answer.NO and len(others) > 1 and not isinstance(facet, Values)
        return Answer.UNKNOWN if undecided else answer

    def _as_text(self, facet: Facet, outer: Normal, view: View) -> Answer:
        """Containment by what is written: a string admits a number, a list of one looks like its item."""
        if not view.text or outer.of(facet.type):
            return Answer.NO
        if FULL["string"] in outer.of("string"):
            # Whether a list is written as one text depends on explode.
            undecided = Answer.UNKNOWN if facet.type == "array" else Answer.NO
            return Answer.YES if facet.type in view.text else undecided
        if facet.type in ("array", "object", "null"):
            return Answer.NO
        single = Normal({facet.type: (facet,)})
        lists = [other for other in outer.of("array") if isinstance(other, Arrays) and other.low <= 1]
        return some(self.normals(single, self.normaliser.term(other.item(0), view), view) for other in lists)

    def facets(self, inner: Facet, outer: Facet, view: View) -> Answer:
        """Containment of two facets of one type."""
        answer = self._without_extras(inner, outer, view)
        if answer is Answer.NO or not outer.extras:
            return answer
        return min(answer, every(self._extra(inner, extra, view) for extra in outer.extras))

    def _without_extras(self, inner: Facet, outer: Facet, view: View) -> Answer:
        if isinstance(inner, Values):
            return self._values(inner, replace(outer, extras=frozenset[Extra]()), view)
        if isinstance(inner, Numbers) and isinstance(outer, Numbers):
            return numbers(inner, outer)
        if isinstance(inner, Strings) and isinstance(outer, Strings):
            return min(strings(inner, outer), self.terms(inner.content, outer.content, view))
        if isinstance(inner, Arrays) and isinstance(outer, Arrays):
            return self._arrays(inner, outer, view)
        if isinstance(inner, Objects) and isinstance(outer, Objects):
            return self._objects(inner, outer, view)
        return Answer.YES if outer == FULL[inner.type] else _against_values(inner, outer)

    def _values(self, inner: Values, outer: Facet, view: View) -> Answer:
        def holds(facet: Facet) -> bool:
            return any(self.facets(own, facet, view) is Answer.YES for own in sorted(inner.within, key=repr))

        if isinstance(outer, Values):
            outer = replace(outer, within=frozenset(facet for facet in outer.within if not holds(facet)))
        elif inner.within and holds(outer):
            return Answer.YES
        return every(accepts(outer, item) for item in sorted(inner.items))

    def _arrays(self, inner: Arrays, outer: Arrays, view: View) -> Answer:
        if not range_within(inner, outer):
            return Answer.NO
        high = implied_range(inner)[1]
        if outer.unique and not inner.unique and high not in (0, 1):
            return Answer.NO
        length = max(inner.prefix_length, outer.prefix_length)
        reachable = range(length + 1 if high is None else min(length + 1, high))
        return every(self.item(inner, outer, index, view) for index in reachable)

    def item(self, inner: Arrays, outer: Arrays, index: int, view: View) -> Answer:
        """Containment of the item at an index."""
        mine, theirs = inner.item(index), outer.item(index)
        if is_never(mine):
            return Answer.YES
        # A newly described place behind the last one is taken as unused so far, as a newly declared name is.
        newly = not mine and 0 < inner.prefix_length <= index < outer.prefix_length and inner.low <= index
        return Answer.YES if view.conventional and newly else self.terms(mine, theirs, view)

    def _objects(self, inner: Objects, outer: Objects, view: View) -> Answer:
        missing = outer.required - inner.required
        if not range_within(inner, outer) or not missing <= inner.hidden:
            return Answer.NO
        needs = {name for name, _ in inner.dependent}
        unmet = {(a, b) for a, b in outer.dependent - inner.dependent if b not in inner.required}
        if any(name not in needs for name, _ in unmet):
            return Answer.NO
        names = sorted(inner.declared | outer.declared | inner.required)
        members = every(self.member(inner, outer, name, view) for name in names)
        others = every((
            members,
            self._names(inner, outer, view),
            *(self._pattern(inner, outer, name, view) for name in sorted(inner.patterns | outer.patterns)),
            self.terms(inner.rest, outer.rest, view),
        ))  # fmt: skip
        # What readOnly and writeOnly hide SHOULD NOT be sent, which does not say that it is not.
        return min(others, Answer.UNKNOWN) if unmet or missing else others

    def _names(self, inner: Objects, outer: Objects, view: View) -> Answer:
        answer = self.terms(inner.names, outer.names, replace(view, text=frozenset()))
        closed = is_never(inner.rest) and not inner.patterns
        return max(answer, Answer.UNKNOWN) if closed else answer

    def member(self, inner: Objects, outer: Objects, name: str, view: View) -> Answer:
        mine, theirs = member(inner, name), member(outer, name)
        if is_never(mine) or name in inner.hidden:
            return Answer.YES
        if view.conventional and not mine and not declares(inner, name):
            # A newly declared name is taken as unused so far, unless the object is a free map.
            unused = Answer.YES if inner.declared or is_never(inner.rest) else Answer.UNKNOWN
            return max(unused, self.terms(mine, theirs, view))
        return self.terms(mine, theirs, view)

    def _pattern(self, inner: Objects, outer: Objects, pattern: str, view: View) -> Answer:
        mine, theirs = pattern_member(inner, pattern), pattern_member(outer, pattern)
        answer = Answer.YES if is_never(mine) else self.terms(mine, theirs, view)
        if pattern in inner.patterns or answer is Answer.NO:
            return answer
        only = frozenset({pattern})
        overlaps = (other for other in inner.patterns if not disjoint_patterns(only, frozenset({other})))
        return every((answer, *(self.terms(pattern_member(inner, other), theirs, view) for other in sorted(overlaps))))

    def _extra(self, inner: Facet, extra: Extra, view: View) -> Answer:
        alike = [own for own in sorted(inner.extras, key=lambda own: own.node.pointer) if own.keyword == extra.keyword]
        return max(some(self._extra_in(own, extra, view) for own in alike), Answer.UNKNOWN)

    def _extra_in(self, inner: Extra, outer: Extra, view: View) -> Answer:
        if inner.node == outer.node or self._same_keyword(inner, outer):
            return Answer.YES
        if inner.keyword == "oneOf":
            return Answer.of(self._same_branches(_branches(inner), _branches(outer), view))
        view = replace(view, conventional=False)
        mine, theirs = as_object(inner.node.raw), as_object(outer.node.raw)
        if inner.keyword == "not":
            return self.terms(_below(outer, "not"), _below(inner, "not"), view)
        as_many = mine.get("minContains") == theirs.get("minContains") and "maxContains" not in theirs
        if inner.keyword == "contains" and as_many:
            return self.terms(_below(inner, "contains"), _below(outer, "contains"), view)
        return Answer.UNKNOWN

    def _same_branches(self, mine: list[Term], theirs: list[Term], view: View) -> bool:
        """Whether the branches are the same in pairs: then as many of them accept a value."""
        left = list(theirs)
        for one in mine:
            twin = next((other for other in left if self._equal(one, other, view)), None)
            if twin is None:
                return False
            left.remove(twin)
        return not left

    def _equal(self, one: Term, other: Term, view: View) -> bool:
        # A name that only another branch declares is not unused.
        same_place = [node.pointer for node in one] == [node.pointer for node in other]
        view = view if same_place else replace(view, conventional=False)
        return self.terms(one, other, view) is Answer.YES is self.terms(other, one, view)

    def _same_keyword(self, inner: Extra, outer: Extra) -> bool:
        # What stays unevaluated depends on all keywords beside it.
        if inner.keyword == "allOf" or inner.keyword.startswith("unevaluated"):
            return self._sameness.nodes(inner.node, outer.node)
        related = RELATED.get(inner.keyword, (inner.keyword,))
        mine, theirs = as_object(inner.node.raw), as_object(outer.node.raw)
        return all(self._sameness.values(mine.get(keyword), theirs.get(keyword)) for keyword in related)


# Keywords that make up one assertion together.
RELATED = {"if": ("if", "then", "else"), "contains": ("contains", "minContains", "maxContains")}


def _branches(extra: Extra) -> list[Term]:
    return [make_term([extra.node.child("oneOf", str(index))]) for index in range(len(extra.node.raw["oneOf"]))]


def _below(extra: Extra, keyword: str) -> Term:
    return make_term([extra.node.child(keyword)])


def _against_values(inner: Facet, outer: Facet) -> Answer:
    if isinstance(inner, Numbers) and isinstance(outer, Values):
        counted = count_numbers(inner)
        if counted is not None:
            return every(accepts(outer, item) for item in counted)
    if isinstance(inner, Strings | Arrays) and inner.high == 0 and isinstance(outer, Values):
        return accepts(outer, '""' if isinstance(inner, Strings) else "[]")
    return Answer.NO
