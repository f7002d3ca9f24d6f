"""Schemas, names and sizes that keywords suggest for candidates: not, if, oneOf, contains, dependentSchemas."""

from collections.abc import Iterable, Iterator
from itertools import combinations, islice

from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.implications import implications
from contract_diff.schemas.normal_form import AllOf, Arrays, Extra, Facet, Objects

# Arrays and objects are drawn with at most this many items or properties.
MAX_SIZE = 1100
MAX_OVERLAPS = 6


def extras_of(facet: Facet, keyword: str) -> list[Extra]:
    """Return the extras of a facet that have a keyword, in a stable order."""
    return sorted((extra for extra in facet.extras if extra.keyword == keyword), key=lambda extra: extra.node.pointer)


def deciding_schemas(extra: Extra) -> Iterable[AllOf]:
    """Return schemas whose values decide a keyword: those of `not` and `if`, and overlaps of oneOf's branches."""
    if extra.keyword in ("not", "if"):
        return [all_of([extra.node.child(extra.keyword)])]
    if extra.keyword == "oneOf":
        branches = (extra.node.child("oneOf", str(index)) for index in range(len(extra.node.raw["oneOf"])))
        return islice(map(all_of, combinations(branches, 2)), MAX_OVERLAPS)
    return []


def trigger_names(facet: Objects) -> frozenset[str]:
    """Return the names on which `dependentSchemas` depends."""
    return frozenset(name for extra in facet.extras for name, _ in implications(extra))


def contains_counts(facet: Arrays) -> Iterator[int]:
    """Yield numbers of items at and beside the bounds of `minContains` and `maxContains`."""
    for extra in extras_of(facet, "contains"):
        for keyword in ("minContains", "maxContains"):
            if isinstance(count := extra.node.raw.get(keyword), int):
                yield from (near for near in (count, count + 1) if near <= MAX_SIZE)


def sizes_near_bounds(facet: Arrays | Objects, against: Arrays | Objects) -> list[int]:
    """Return the sizes that a facet allows, at and beside the bounds of both."""
    beyond = None if against.high is None else against.high + 1
    wanted = [facet.low, facet.high, against.low - 1, against.low, against.high, beyond]
    highest = MAX_SIZE if facet.high is None else min(MAX_SIZE, facet.high)
    return sorted({size for size in wanted if size is not None and facet.low <= size <= highest})
