"""Whether two schemas certainly share no value: then oneOf of both means the same as anyOf."""

from itertools import product

from contract_diff.core.patterns import disjoint as disjoint_patterns
from contract_diff.core.ternary import Answer
from contract_diff.schemas.constants import is_listed
from contract_diff.schemas.facet_intersection import intersect_numbers
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import AllOf, Arrays, Facet, Numbers, Objects, Strings, Values, View
from contract_diff.schemas.normalize import Normalizer
from contract_diff.schemas.object_properties import property_schema
from contract_diff.schemas.ranges import is_empty

MAX_DEPTH = 3


def are_disjoint(normalizer: Normalizer, first: AllOf, second: AllOf, view: View, depth: int = MAX_DEPTH) -> bool:
    """Return whether types, values, ranges or required properties prove that no value satisfies both."""
    firsts, seconds = normalizer.normalize(first, view), normalizer.normalize(second, view)
    pairs = (
        pair
        for kind in firsts.facets.keys() & seconds.facets.keys()
        for pair in product(firsts.of(kind), seconds.of(kind))
    )
    return all(_facets_are_disjoint(normalizer, *pair, view, depth) for pair in pairs)


def _facets_are_disjoint(normalizer: Normalizer, first: Facet, second: Facet, view: View, depth: int) -> bool:
    if isinstance(second, Values):
        first, second = second, first
    if isinstance(first, Values):
        return all(accepts(second, item) is Answer.NO for item in first.items)
    if isinstance(first, Numbers) and isinstance(second, Numbers):
        return is_empty(intersect_numbers(first, second))
    if isinstance(first, Objects) and isinstance(second, Objects):
        return depth > 0 and _objects_are_disjoint(normalizer, first, second, view, depth - 1)
    if isinstance(first, Strings) and isinstance(second, Strings):
        if disjoint_patterns(first.patterns, second.patterns):
            return True
        return _is_shorter(first, second) or _is_shorter(second, first)
    if isinstance(first, Arrays) and isinstance(second, Arrays):
        return _is_shorter(first, second) or _is_shorter(second, first)
    return False


def _objects_are_disjoint(normalizer: Normalizer, first: Objects, second: Objects, view: View, depth: int) -> bool:
    names = sorted(first.required | second.required)
    pairs = [(property_schema(first, name), property_schema(second, name)) for name in names]
    # What tells most objects apart is a tag, which is compared in no time; other objects within are not.
    pairs.sort(key=lambda pair: not all(map(is_listed, pair)))
    return any(are_disjoint(normalizer, *pair, view, depth) for pair in pairs)


def _is_shorter(first: Strings | Arrays, second: Strings | Arrays) -> bool:
    return first.high is not None and first.high < second.low
