"""What tells alternatives apart at a glance: a required property with finitely many values, or finitely many values.

Comparing every branch of a union with every other takes time that grows with the square of their number. Branches of
large unions mostly have a tag: a required property with a constant, or with an enum that no other branch shares. Then
only those that share a value need a closer look.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product
from typing import Protocol

from contract_diff.core.json_values import as_object
from contract_diff.schemas.normal_form import AllOf, Facet, NormalForm, Objects, Values, View
from contract_diff.schemas.object_properties import property_schema

# A name for the signature of alternatives that are finite sets themselves.
ITSELF = ""


class Normalizing(Protocol):
    """Normalizes schemas."""

    def normalize(self, schema: AllOf, view: View) -> NormalForm:
        """Return the normal form of a schema."""
        ...


def constants(normalizer: Normalizing, facet: Facet, view: View) -> dict[str, frozenset[str]]:
    """Return the values of each property that an object must have and that can have finitely many.

    A finite set has its own values, under the name ITSELF.
    """
    if isinstance(facet, Values):
        return {ITSELF: facet.items}
    if not isinstance(facet, Objects):
        return {}
    schemas = {name: property_schema(facet, name) for name in facet.required}
    forms = {name: normalizer.normalize(schema, view) for name, schema in schemas.items() if is_listed(schema)}
    return {name: items for name, form in forms.items() if (items := _items(form)) is not None}


def is_listed(schema: AllOf) -> bool:
    """Return whether a schema states its values, in itself and not by reference."""
    return any("const" in as_object(node.raw) or "enum" in as_object(node.raw) for node in schema)


def _items(form: NormalForm) -> frozenset[str] | None:
    facets = list(chain.from_iterable(form.facets.values()))
    sets = [facet.items for facet in facets if isinstance(facet, Values)]
    return frozenset[str]().union(*sets) if len(sets) == len(facets) else None


class Selector:
    """Finds, among alternatives, those that may share a value with a facet.

    Args:
        normalizer: The normal forms.
        alternatives: The alternatives, all of one type.
        view: How they are read.
    """

    def __init__(self, normalizer: Normalizing, alternatives: tuple[Facet, ...], view: View) -> None:
        self._normalizer = normalizer
        self._alternatives = alternatives
        self._view = view
        stated = [constants(normalizer, facet, view) for facet in alternatives]
        ranks = _ranks(stated)
        self._name = max(ranks, key=ranks.__getitem__, default=None)
        self._indexes: dict[str, list[int]] = defaultdict(list)
        self._untold: list[int] = []
        for index, sets in enumerate(stated):
            for item in sets.get(self._name, ()) if self._name is not None else ():
                self._indexes[item].append(index)
            if self._name not in sets:
                self._untold.append(index)

    def near(self, facet: Facet) -> tuple[Facet, ...]:
        """Return the alternatives that may share a value with a facet, in their order."""
        items = constants(self._normalizer, facet, self._view).get(self._name) if self._name is not None else None
        if items is None:
            return self._alternatives
        indexes = {*self._untold, *chain.from_iterable(self._indexes.get(item, ()) for item in items)}
        return tuple(self._alternatives[index] for index in sorted(indexes))


def overlapping_pairs(normalizer: Normalizing, forms: list[NormalForm], view: View) -> Iterator[tuple[int, int]]:
    """Yield the pairs of normal forms, by their indexes, that may share a value."""
    stated = [_common_constants(normalizer, form, view) for form in forms]
    ranks = _ranks(stated)
    groups: dict[str | None, list[int]] = defaultdict(list)
    for index, sets in enumerate(stated):
        groups[max(sets, key=lambda name: ranks[name], default=None)].append(index)
    for first, second in combinations(groups.values(), 2):
        yield from product(first, second)
    yield from combinations(groups.pop(None, ()), 2)
    for name, indexes in groups.items():
        yield from _sharing((index, stated[index][name or ITSELF]) for index in indexes)


def _ranks(stated: list[dict[str, frozenset[str]]]) -> dict[str, tuple[int, int]]:
    """Return for each name how many alternatives state its values, and how many values there are: the more, the better.

    A name that has the same value everywhere, such as a kind of envelope, tells nothing apart.
    """
    counts, items = Counter[str](), defaultdict[str, set[str]](set)
    for sets in stated:
        counts.update(sets.keys())
        for name, own in sets.items():
            items[name] |= own
    return {name: (counts[name], len(items[name])) for name in sorted(counts)}


def _common_constants(normalizer: Normalizing, form: NormalForm, view: View) -> dict[str, frozenset[str]]:
    """Return the constants that all alternatives of a normal form have."""
    facets = [constants(normalizer, facet, view) for facets in form.facets.values() for facet in facets]
    names = set(facets[0]).intersection(*facets) if facets else set[str]()
    return {name: frozenset[str]().union(*(sets[name] for sets in facets)) for name in names}


def _sharing(sets: Iterable[tuple[int, frozenset[str]]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of indexes whose sets share an item, each once."""
    owners: dict[str, list[int]] = defaultdict(list)
    for index, items in sets:
        earlier = {owner for item in items for owner in owners[item]}
        yield from ((owner, index) for owner in sorted(earlier))
        for item in items:
            owners[item].append(index)
