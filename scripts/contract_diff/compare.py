"""The comparison graph: each pair of schemas once, each change at the innermost pair where it shows."""

from dataclasses import replace
from datetime import date

from scripts.contract_diff.annotations import annotation_changes, renamed
from scripts.contract_diff.answer import (
    EQUAL,
    Direction,
    Effect,
    Severity,
)
from scripts.contract_diff.change import Change, Comparison, Pair
from scripts.contract_diff.facetdiff import FacetDiff
from scripts.contract_diff.normalise import Normaliser
from scripts.contract_diff.pairdiff import PairDiff
from scripts.contract_diff.sameness import Sameness
from scripts.contract_diff.subset import Subset
from scripts.contract_diff.witness import Judge

# Changes that are told even where, by the convention on unused names, no value is affected.
DECLARATIONS = frozenset(
    {"property-added", "property-removed", "property-hidden", "property-shown", "composition", "text-type"}
)


class Comparer:
    """Compares schemas of two documents."""

    def __init__(self, sameness: Sameness, today: date) -> None:
        self._today = today
        self.sameness = sameness
        self.normaliser = Normaliser()
        self.judge = Judge(self.normaliser, self.sameness.terms)
        self.subset = Subset(self.normaliser, self.sameness, self.judge)
        self._known: dict[Pair, Comparison] = {}
        self._worst: dict[Pair, Severity] = {}

    def compare(self, pair: Pair) -> Comparison:
        """What changed at this pair, and the pairs below it."""
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._compare(pair)
        return known

    def effect(self, pair: Pair) -> Effect:
        """How the accepted values change from base to revision."""
        base, revision, view = pair
        return Effect(self.subset.terms(base, revision, view), self.subset.terms(revision, base, view))

    def _compare(self, pair: Pair) -> Comparison:
        if self.sameness.terms(pair.base, pair.revision):
            return Comparison(changes=tuple(renamed(pair)))
        effect = self.effect(pair)
        found = list(PairDiff(self.subset, self.sameness, pair, effect).run())
        changes = [item for item in found if isinstance(item, Change)]
        changes = [shown for change in changes if (shown := _as_shown(change, effect))]
        changes.extend(renamed(pair))
        changes.extend(annotation_changes(pair, self._today))
        children = [item for item in found if isinstance(item, Pair)]
        return Comparison(effect, tuple(dict.fromkeys(changes)), tuple(dict.fromkeys(children)))

    def settle(self, pair: Pair) -> Severity:
        """The worst severity at or below a pair; what nothing below explains becomes a finding here."""
        known = self._worst.get(pair)
        if known is not None:
            return known
        self._worst[pair] = Severity.BREAKING  # what is met again on the way round counts as explained
        comparison = self.compare(pair)
        direction = Direction(pair.view.direction)
        needed = comparison.effect.severity(direction)
        seen = [change.effect.severity(direction) for change in comparison.changes if change.pair]
        seen.extend(self.settle(child) for child in comparison.children)
        worst = max(seen, key=lambda severity: severity.rank, default=Severity.COMPATIBLE)
        silent = comparison.effect != EQUAL and not comparison.changes and not comparison.children
        if needed.rank > worst.rank or silent:
            whole = FacetDiff(self.subset, pair).change("schema", comparison.effect, "the schema as a whole")
            self._known[pair] = replace(comparison, changes=(*comparison.changes, whole))
        self._worst[pair] = needed
        return self._worst[pair]


def _as_shown(change: Change, whole: Effect) -> Change | None:
    """A change as far as the pair shows it: what one keyword takes away, another one may have barred already."""
    if change.rule in DECLARATIONS or change.pair is None:
        return change
    effect = change.effect.within(whole)
    return None if effect == EQUAL else replace(change, effect=effect)
