"""Candidate values of a schema, chosen where another schema may differ: at the bounds of both."""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, combinations, islice
from typing import Any

from contract_diff.core.json_values import as_object, canonical
from contract_diff.core.patterns import texts
from contract_diff.core.ternary import Answer
from contract_diff.schemas.conjunction import is_never, make_term
from contract_diff.schemas.intersection import meet
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import (
    TYPES,
    Arrays,
    Extra,
    Facet,
    Numbers,
    Objects,
    Strings,
    Term,
    Values,
    View,
    merge_terms,
)
from contract_diff.schemas.normalise import Normaliser
from contract_diff.schemas.object_properties import declares, member, pattern_member
from contract_diff.witnesses.scalar_candidates import numbers_of, texts_of

# How many values to draw from each facet, by the depth that is left; nested values only fill places.
DRAWN = {4: 24, 3: 16, 2: 6, 1: 3, 0: 2}
MAX_DEPTH = 4
MAX_SIZE = 1100
MAX_OVERLAPS = 6
# How many values of a part that did not change are looked at for one that will do.
MAX_TRIED = 60
SIMPLE: tuple[Any, ...] = ("", 0, None, True, [], {})
FRESH_NAME = "anything_else"


class Examples:
    """Draws candidates; whether they satisfy anything is for a validator to say."""

    def __init__(
        self,
        normaliser: Normaliser,
        view: View,
        same: Callable[[Term, Term], bool],
        told: Callable[[Term, Term, View], list[Any]],
        verdict: Callable[[Term, View], Callable[[Any], Answer]],
    ) -> None:
        self._normaliser = normaliser
        self._view = view
        self._same = same
        self._told = told
        self._verdict = verdict
        self._known: dict[tuple[Term, Term, int, bool], list[Any]] = {}
        self._plain: dict[Term, list[Any]] = {}

    def values(self, term: Term, against: Term, depth: int = MAX_DEPTH, many: bool = False) -> list[Any]:
        """Values that are likely to satisfy `term`, and some of them likely not to satisfy `against`.

        What tells two parts apart, however deep, is drawn first: it tells the wholes apart. Of parts that are the same
        one value does, but for `many`: where the whole speaks about them otherwise.
        """
        told = self._told(term, against, self._view)
        if not term and depth < MAX_DEPTH - 1:
            return [*told, *SIMPLE]
        same = self._same(term, against)
        key = (term, against, depth, many and same)
        if key not in self._known:
            plain = self._simplest(term) if same and not many else []
            self._known[key] = plain or self._draw(*key) or self._simplest(term)
        return [*told, *self._known[key]]

    def around(self, term: Term, against: Term) -> Iterator[Any]:
        """Values with a part that is known to tell parts of both apart, and nothing else than they need."""
        mine, theirs = self._normaliser.term(term, self._view), self._normaliser.term(against, self._view)
        for kind in ("array", "object"):
            for facet in mine.of(kind):
                for value in self._simple(facet):
                    for other in theirs.like(facet)[:4]:
                        yield from self._with_told(value, facet, other)

    def _with_told(self, value: Any, facet: Facet, other: Facet) -> Iterator[Any]:
        if isinstance(facet, Objects) and isinstance(other, Objects):
            for name in sorted(facet.declared):
                for told in self._told(member(facet, name), member(other, name), self._view):
                    yield {**value, name: told}
        elif isinstance(facet, Arrays) and isinstance(other, Arrays) and facet.prefix_length == 0:
            for told in self._told(facet.item(0), other.item(0), self._view):
                yield [told, *value[1:]]

    def _simplest(self, term: Term) -> list[Any]:
        """One value of a schema that lies too deep to draw from, or nothing."""
        if term not in self._plain:
            self._plain[term] = []  # a way that leads back to its beginning ends nowhere
            normal = self._normaliser.term(term, self._view)
            found = (value for kind in TYPES for facet in normal.of(kind) for value in self._simple(facet))
            self._plain[term] = list(islice(self._acceptable(term, found), 1))
        return self._plain[term]

    def _acceptable(self, term: Term, values: Iterable[Any]) -> Iterable[Any]:
        """Those of some values that a validator does not refuse, where the facets alone do not say it."""
        return filter(partial(self._may_be, term), values) if self._is_unsure(term) else values

    def _may_be(self, term: Term, value: Any) -> bool:
        return self._verdict(term, self._view)(value) is not Answer.NO

    def _is_unsure(self, term: Term) -> bool:
        return any(map(_is_unsure, chain.from_iterable(self._normaliser.term(term, self._view).facets.values())))

    def _simple(self, facet: Facet) -> Iterator[Any]:
        if isinstance(facet, Arrays):
            items = [self._simplest(facet.item(index)) for index in range(min(facet.low, MAX_SIZE))]
            return iter([[item[0] for item in items]] if all(items) else [])
        if isinstance(facet, Objects):
            members = {name: self._simplest(member(facet, name)) for name in sorted(facet.required)}
            return iter([{name: values[0] for name, values in members.items()}] if all(members.values()) else [])
        return self._facet(facet, None, 0)

    def _draw(self, term: Term, against: Term, depth: int, many: bool) -> list[Any]:
        same = self._same(term, against)
        count = MAX_TRIED if same and self._is_unsure(term) else DRAWN[depth] if many or not same else 1
        mine, theirs = self._normaliser.term(term, self._view), self._normaliser.term(against, self._view)
        drawn: list[list[Any]] = []
        for kind in TYPES:
            for facet in mine.of(kind):
                others = theirs.like(facet) or (None,)
                for other in others[:4]:
                    drawn.extend(list(islice(self._facet(met, other, depth), count)) for met in self._met(facet))
                drawn.append(self._singled_out(facet, theirs.of(kind), depth))
        values = _in_turn(drawn) if many else chain.from_iterable(drawn)
        unique = {canonical(value): value for value in values}.values()
        if many:
            return [value for value in unique if self._may_be(term, value)]
        return list(self._acceptable(term, unique)) if same else list(unique)

    def _met(self, facet: Facet) -> list[Facet]:
        """The facet, met with some alternatives of the conjunctions that were too large to write out."""
        parts = [extra.node for extra in _extras(facet, "allOf")]
        others = (other for node in parts for other in self._normaliser.term((node,), self._view).of(facet.type)[:4])
        return [facet, *(met for other in others if (met := meet(facet, other)) is not None)]

    def _singled_out(self, facet: Facet, others: tuple[Facet, ...], depth: int) -> list[Any]:
        """Values that the other side's `not`, `if` and overlapping `oneOf` speak about."""
        if depth == 0:
            return []
        extras = {extra for other in others for extra in other.extras - facet.extras}
        terms = [term for extra in sorted(extras, key=lambda one: one.node.pointer) for term in _spoken_of(extra)]
        return [value for term in terms for value in self.values(term, (), depth - 1)]

    def _facet(self, facet: Facet, other: Facet | None, depth: int) -> Iterator[Any]:
        if isinstance(facet, Values):
            missing = sorted(facet.items - (other.items if isinstance(other, Values) else frozenset[str]()))
            return (json.loads(item) for item in [*missing, *sorted(facet.items.difference(missing))])
        if isinstance(facet, Numbers):
            return numbers_of(facet, other if isinstance(other, Numbers) else Numbers(type="number"))
        if isinstance(facet, Strings):
            return texts_of(facet, other if isinstance(other, Strings) else Strings(type="string"))
        if depth == 0:
            return iter(())
        if isinstance(facet, Arrays):
            return self._arrays(facet, other if isinstance(other, Arrays) else Arrays(type="array"), depth - 1)
        drawn = self._objects(facet, other if isinstance(other, Objects) else Objects(type="object"), depth - 1)
        return ({**value, **names} for value in drawn for names in _names(facet))

    def _arrays(self, facet: Arrays, other: Arrays, depth: int) -> Iterator[list[Any]]:
        places = range(max(facet.prefix_length, other.prefix_length, 0) + 1)
        many = facet.unique or facet.extras != other.extras
        drawn = [self.values(facet.item(index), other.item(index), depth, many) for index in places]

        def fill(length: int) -> list[Any]:
            return [self._pick(drawn[min(index, len(drawn) - 1)], index) for index in range(length)]

        for length in _sizes(facet, other):
            yield fill(length)
        for index, options in enumerate(drawn):
            for option in options[:8]:
                padded = fill(max(facet.low, index + 1))
                yield [*padded[:index], option, *padded[index + 1 :]]
        for option in drawn[-1][:1]:
            yield [option, option]
        counts = sorted({max(facet.low, 1), *_counts(facet), *_counts(other)})
        for option in self._contained(facet, other, depth):
            for count in counts:
                yield [option] * count
                yield [option, *fill(count)]

    def _contained(self, facet: Arrays, other: Arrays, depth: int) -> list[Any]:
        """Items that the array must contain, chosen where the other side wants other things."""
        extras = [_extras(one, "contains") for one in (facet, other)]
        mine, theirs = (
            merge_terms(one.item(0), make_term(extra.node.child("contains") for extra in wanted))
            for one, wanted in zip((facet, other), extras, strict=True)
        )
        return self.values(mine, theirs, depth, many=True)[:8] if any(extras) else []

    @staticmethod
    def _pick(options: list[Any], index: int) -> Any:
        return options[index % len(options)] if options else None

    def _objects(self, facet: Objects, other: Objects, depth: int) -> Iterator[dict[str, Any]]:
        drawn = self._members(facet, other, depth)
        spare = [*drawn, *(f"{FRESH_NAME}_{i}" for i in range(min(facet.low, MAX_SIZE)))]
        for value in self._built(facet, other, drawn):
            lacking = facet.low - len(value)
            more = [name for name in reversed(spare) if name not in value][: max(0, lacking)]
            yield {**value, **{name: (drawn.get(name) or [None])[0] for name in more}}

    @staticmethod
    def _built(facet: Objects, other: Objects, drawn: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
        first = {name: options[0] for name, options in drawn.items() if options}
        # What is hidden SHOULD NOT be sent: that it is left out is no value to argue with.
        present = facet.required | (facet.hidden & other.required)
        least = {name: first.get(name) for name in sorted(present)}
        declared = {name: value for name, value in first.items() if name in facet.declared}
        bases = [least, {**declared, **least}]
        yield from bases
        for size in _sizes(facet, other):
            chosen = {name: first[name] for name in sorted(first)[: max(0, size - len(least))]}
            padding = {f"{FRESH_NAME}_{i}": None for i in range(size - len(least) - len(chosen)) if not facet.rest}
            yield {**least, **chosen, **padding}
        for name, options in drawn.items():
            needed = {other: first.get(other) for other in sorted(_needed(facet, name))}
            for option in options[:8]:
                yield {**least, **needed, name: option}
        for name in declared:
            yield {key: value for key, value in bases[1].items() if key != name}

    def _members(self, facet: Objects, other: Objects, depth: int) -> dict[str, list[Any]]:
        many = facet.extras != other.extras
        drawn: dict[str, list[Any]] = {}
        for name in self._telling(facet, other):
            mine, theirs = member(facet, name), member(other, name)
            drawn[name] = self._valid_first(mine, self.values(mine, theirs, depth, many))
        for name in sorted(facet.hidden & other.required):
            drawn[name] = self.values(member(other, name), (), depth)
        for pattern in sorted(facet.patterns | other.patterns):
            for name in texts(frozenset({pattern}), count=2):
                if name not in drawn:
                    drawn[name] = self.values(pattern_member(facet, pattern), pattern_member(other, pattern), depth)
        if not is_never(facet.rest):
            others = self._normaliser.term(facet.names, self._view).of("string")
            for name in self._fresh_names(others):
                if name not in drawn and not declares(other, name):
                    drawn[name] = self.values(facet.rest, other.rest, depth)
        return drawn

    def _valid_first(self, term: Term, values: list[Any]) -> list[Any]:
        """The values, in front those that fill a place: a validator says which where the structure does not."""
        return sorted(values, key=lambda value: not self._may_be(term, value)) if self._is_unsure(term) else values

    def _telling(self, facet: Objects, other: Objects) -> list[str]:
        """The names that must be there, and those whose members differ; all where their number counts."""
        if (facet.low, facet.high) != (other.low, other.high):
            return sorted(facet.declared | facet.required)
        differ = {name for name in facet.declared if not self._same(member(facet, name), member(other, name))}
        conditional = {name for pair in facet.dependent ^ other.dependent for name in pair}
        triggers = frozenset[str]() if facet.extras == other.extras else _triggers(facet) | _triggers(other)
        return sorted(name for name in facet.required | differ | conditional | triggers)

    def _fresh_names(self, facets: tuple[Facet, ...]) -> Iterable[str]:
        drawn = [name for facet in facets for name in islice(self._facet(facet, None, 0), 3)]
        names = [FRESH_NAME, FRESH_NAME.upper(), *(name for name in drawn if isinstance(name, str))]
        return [name for name in names if any(accepts(facet, canonical(name)) is not Answer.NO for facet in facets)]


def _is_unsure(facet: Facet) -> bool:
    """Whether what is drawn from a facet may be none of its values."""
    if isinstance(facet, Strings):
        return bool(facet.extras or (facet.patterns and (facet.formats or not texts(facet.patterns))))
    return bool(facet.extras or (isinstance(facet, Objects) and facet.dependent))


def _in_turn(lists: list[list[Any]]) -> list[Any]:
    """The first of each list, then the second of each, and so on."""
    placed = [(index, value) for values in lists for index, value in enumerate(values)]
    return [value for _, value in sorted(placed, key=lambda one: one[0])]


def _names(facet: Objects) -> list[dict[str, str]]:
    """The members by which discriminators know the value."""
    return [{member: name} for member, name in sorted(facet.called)] or [{}]


def _spoken_of(extra: Extra) -> Iterable[Term]:
    if extra.keyword in ("not", "if"):
        return [make_term([extra.node.child(extra.keyword)])]
    if extra.keyword == "oneOf":
        branches = (extra.node.child("oneOf", str(index)) for index in range(len(extra.node.raw["oneOf"])))
        return islice(map(make_term, combinations(branches, 2)), MAX_OVERLAPS)
    return []


def _needed(facet: Objects, name: str) -> set[str]:
    """The names that must stand beside a name, and beside those."""
    found, pending = set[str](), [name]
    while pending:
        one = pending.pop()
        more = {other for owner, other in facet.dependent if owner == one} - found
        found |= more
        pending.extend(more)
    return found


def _triggers(facet: Objects) -> frozenset[str]:
    """The names on which `dependentSchemas` depends."""
    owners = (extra.node for extra in _extras(facet, "dependentSchemas"))
    return frozenset(name for node in owners for name in as_object(node.raw["dependentSchemas"]))


def _counts(facet: Arrays) -> Iterator[int]:
    """Numbers of items at which `minContains` and `maxContains` turn."""
    for extra in _extras(facet, "contains"):
        for keyword in ("minContains", "maxContains"):
            if isinstance(count := extra.node.raw.get(keyword), int):
                yield from (near for near in (count, count + 1) if near <= MAX_SIZE)


def _extras(facet: Facet, keyword: str) -> list[Extra]:
    return sorted((one for one in facet.extras if one.keyword == keyword), key=lambda one: one.node.pointer)


def _sizes(facet: Arrays | Objects, other: Arrays | Objects) -> list[int]:
    beyond = None if other.high is None else other.high + 1
    wanted = [facet.low, facet.high, other.low - 1, other.low, other.high, beyond]
    return sorted(
        {
            size
            for size in wanted
            if size is not None and facet.low <= size <= (MAX_SIZE if facet.high is None else min(MAX_SIZE, facet.high))
        }
    )
