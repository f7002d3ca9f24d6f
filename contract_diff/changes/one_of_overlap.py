"""Changes that come only from the exclusivity of oneOf: it refuses a value that matches several branches.

Clients and servers seldom rely on that, and often don't know it. So schemas are compared with oneOf read as anyOf, and
what overlapping branches add to the effect is a change of its own. For example, `oneOf: [{"required": ["a"]}]` that
gains the branch `{"required": ["b"]}` now accepts `{"b": 1}`: it widens. It also refuses `{"a": 1, "b": 1}` from now
on: that is the overlap, which narrows.
"""

from collections.abc import Iterable

from contract_diff.changes.change import Change, Pair
from contract_diff.changes.keyword_places import locate
from contract_diff.containment.subset import Subset
from contract_diff.core.severity import EQUAL, Effect
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import AllOf

OVERLAP = "union-overlap"
WORDS = {
    "narrows": "values that match several branches are now refused",
    "widens": "values that match several branches were refused and are now accepted",
    "incomparable": "other values than before are refused because they match several branches",
    "unknown": "whether the same values match several branches is undecided",
}


class Overlaps:
    """Separates, in the effect of a pair, what only overlapping branches decide."""

    def __init__(self, subset: Subset) -> None:
        self._subset = subset
        self._views = subset.normalizer.views

    def separate(self, pair: Pair) -> tuple[Effect, Effect]:
        """Return the effect of a pair without what only overlaps decide, and the effect of these."""
        keeps, removed = self._within(pair.base, pair.head, pair)
        adds_nothing, added = self._within(pair.head, pair.base, pair)
        return Effect(keeps, adds_nothing), Effect(removed, added)

    def _within(self, sub: AllOf, sup: AllOf, pair: Pair) -> tuple[Answer, Answer]:
        """Return whether one side contains the other apart from overlaps, and whether overlaps deny that."""
        exact = self._subset.schemas(sub, sup, pair.view)
        if exact is Answer.YES:
            return Answer.YES, Answer.YES
        is_overlap = self._subset.schemas(sub, sup, self.read_inclusively(pair).view) is Answer.YES
        return (Answer.YES, exact) if is_overlap else (exact, Answer.YES)

    def read_inclusively(self, pair: Pair) -> Pair:
        """Return the pair with oneOf read as anyOf; the same pair if there is no oneOf."""
        return pair._replace(view=self._views.inclusive(pair.view, pair.base, pair.head))


def joined(effects: Iterable[Effect]) -> Effect:
    """Return the effect of several changes together."""
    listed = [EQUAL, *effects]
    return Effect(min(effect.keeps for effect in listed), min(effect.adds_nothing for effect in listed))


def unexplained(effect: Effect, explained: Effect) -> Effect:
    """Return the halves of an effect that another effect doesn't explain."""
    return Effect(*(part if known is Answer.YES else Answer.YES for part, known in zip(effect, explained, strict=True)))


def decided(effect: Effect) -> Effect:
    """Return the effect without its undecided half, if the other half is a NO."""
    if Answer.NO not in effect:
        return effect
    return Effect(*(Answer.YES if part is Answer.UNKNOWN else part for part in effect))


def overlap_change(pair: Pair, effect: Effect) -> Change:
    """Return the change that an overlap causes."""
    base, head = (locate(schema, "oneOf") for schema in pair.sides)
    return Change(OVERLAP, effect, WORDS[effect.word], base, head, pair)
