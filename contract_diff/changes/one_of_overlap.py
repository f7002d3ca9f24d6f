"""What only the exclusivity of oneOf decides: a value that matches several branches is refused.

Clients and servers that share a contract seldom rely on that, and often do not know it. So schemas are compared with
oneOf read as anyOf, and what overlapping branches add to that or take from it is told as a change of its own.
"""

from collections.abc import Iterable

from contract_diff.changes.change import Change, Pair, locate
from contract_diff.containment.subset import Subset
from contract_diff.core.severity import EQUAL, Effect
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import Term

OVERLAP = "union-overlap"
WORDS = {
    "narrows": "values that match several branches are now refused",
    "widens": "values that match several branches were refused and are now accepted",
    "incomparable": "other values than before are refused because they match several branches",
    "unknown": "whether the same values match several branches is undecided",
}


class Overlaps:
    """Tells apart, in the effect of a pair, what overlapping branches decide alone."""

    def __init__(self, subset: Subset) -> None:
        self._subset = subset
        self._views = subset.normaliser.views

    def told_apart(self, pair: Pair) -> tuple[Effect, Effect]:
        """The effect of a pair without what only overlaps decide, and that."""
        base, head, _ = pair
        keeps, lost = self._contained(base, head, pair)
        adds_nothing, gained = self._contained(head, base, pair)
        return Effect(keeps, adds_nothing), Effect(lost, gained)

    def _contained(self, inner: Term, outer: Term, pair: Pair) -> tuple[Answer, Answer]:
        """Whether one side is contained in the other one, and what denies that by overlap only."""
        exact = self._subset.terms(inner, outer, pair.view)
        if exact is Answer.YES:
            return Answer.YES, Answer.YES
        by_overlap = self._subset.terms(inner, outer, self.inclusively(pair).view) is Answer.YES
        return (Answer.YES, exact) if by_overlap else (exact, Answer.YES)

    def inclusively(self, pair: Pair) -> Pair:
        """The same pair with oneOf read as anyOf; itself where there is none."""
        return pair._replace(view=self._views.inclusive(pair.view, pair.base, pair.head))


def joined(effects: Iterable[Effect]) -> Effect:
    """What several effects make together."""
    listed = [EQUAL, *effects]
    return Effect(min(one.keeps for one in listed), min(one.adds_nothing for one in listed))


def besides(effect: Effect, told: Effect) -> Effect:
    """What is left of an effect beside what was told of it."""
    left = (one if other is Answer.YES else Answer.YES for one, other in zip(effect, told, strict=True))
    return Effect(*left)


def decided(effect: Effect) -> Effect:
    """An effect without what is undecided of it, where something is decided."""
    return Effect(*(Answer.YES if one is Answer.UNKNOWN else one for one in effect)) if Answer.NO in effect else effect


def overlap_change(pair: Pair, effect: Effect) -> Change:
    """The change that an overlap makes."""
    base, head = (locate(term, "oneOf") for term in pair[:2])
    return Change(OVERLAP, effect, WORDS[effect.word], base, head, pair)
