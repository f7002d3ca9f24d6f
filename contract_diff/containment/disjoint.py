"""Whether two schemas surely share no value: what makes oneOf the same as anyOf."""

from itertools import product

from contract_diff.core.patterns import disjoint as disjoint_patterns
from contract_diff.core.ternary import Answer
from contract_diff.schemas.intersection import is_empty, meet_numbers
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import Arrays, Facet, Numbers, Objects, Strings, Term, Values, View
from contract_diff.schemas.normalise import Normaliser
from contract_diff.schemas.object_properties import member

MAX_DEPTH = 3


class Disjointness:
    """Proves that schemas exclude each other, by types, values, ranges and required members."""

    def __init__(self, normaliser: Normaliser) -> None:
        self._normaliser = normaliser
        normaliser.disjoint = self.terms

    def terms(self, left: Term, right: Term, view: View, depth: int = MAX_DEPTH) -> bool:
        """Whether surely no value satisfies both."""
        one, other = self._normaliser.term(left, view), self._normaliser.term(right, view)
        pairs = (
            pair for kind in one.facets.keys() & other.facets.keys() for pair in product(one.of(kind), other.of(kind))
        )
        return all(self._facets(*pair, view, depth) for pair in pairs)

    def _facets(self, left: Facet, right: Facet, view: View, depth: int) -> bool:
        if isinstance(right, Values):
            left, right = right, left
        if isinstance(left, Values):
            return all(accepts(right, item) is Answer.NO for item in left.items)
        if isinstance(left, Numbers) and isinstance(right, Numbers):
            return is_empty(meet_numbers(left, right))
        if (
            isinstance(left, Strings)
            and isinstance(right, Strings)
            and disjoint_patterns(left.patterns, right.patterns)
        ):
            return True
        if isinstance(left, Objects) and isinstance(right, Objects):
            return depth > 0 and self._objects(left, right, view, depth - 1)
        if isinstance(left, Strings | Arrays) and isinstance(right, Strings | Arrays):
            return _apart(left, right) or _apart(right, left)
        return False

    def _objects(self, left: Objects, right: Objects, view: View, depth: int) -> bool:
        return any(
            self.terms(member(left, name), member(right, name), view, depth)
            for name in sorted(left.required | right.required)
        )


def _apart(left: Strings | Arrays, right: Strings | Arrays) -> bool:
    return left.high is not None and left.high < right.low
