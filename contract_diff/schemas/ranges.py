"""Ranges of facets: the least of two upper bounds, empty ranges, and the sizes that other keywords imply."""

from contract_diff.core.patterns import lengths
from contract_diff.schemas.conjunction import is_false
from contract_diff.schemas.normal_form import Arrays, Facet, Numbers, Objects, Strings, Values


def least(first: int | None, second: int | None) -> int | None:
    """Return the smaller upper bound; None means unbounded."""
    return min((bound for bound in (first, second) if bound is not None), default=None)


def is_empty(facet: Facet) -> bool:
    """Return whether the bounds exclude every value."""
    if isinstance(facet, Values) or facet.low is None or facet.high is None:
        return False
    is_open = isinstance(facet, Numbers) and (facet.low_open or facet.high_open)
    return facet.low > facet.high or (facet.low == facet.high and is_open)


def implied_range(facet: Strings | Arrays | Objects) -> tuple[int, int | None]:
    """Return the range of sizes, including what the other keywords imply.

    For example, an object that requires `a` and `b` has at least 2 properties.
    """
    if isinstance(facet, Strings):
        low, high = lengths(facet.patterns)
        return max(facet.low, low), least(facet.high, high)
    if isinstance(facet, Arrays):
        places = range(facet.prefix_length + 1)
        return facet.low, least(facet.high, next((index for index in places if is_false(facet.item(index))), None))
    low = max(facet.low, len(facet.required))
    is_closed = is_false(facet.rest) and not facet.patterns
    return low, least(facet.high, len(facet.declared)) if is_closed else facet.high
