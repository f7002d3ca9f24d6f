"""The comparison graph: each pair of schemas once, each change at the innermost pair where it shows."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from contract_diff.changes.annotations import annotation_changes, renamed
from contract_diff.changes.change import Change, Comparison, Pair
from contract_diff.changes.facet_changes import FacetDiff
from contract_diff.changes.one_of_overlap import Overlaps, besides, decided, joined, overlap_change
from contract_diff.changes.schema_changes import PairDiff
from contract_diff.containment.subset import Subset
from contract_diff.core.severity import EQUAL, INCOMPARABLE, Direction, Effect, Severity
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normalise import Normaliser
from contract_diff.witnesses.judge import Judge

# Changes that are told even where, by the convention on unused names, no value is affected.
DECLARATIONS = frozenset(
    {
        "property-added",
        "property-removed",
        "property-hidden",
        "property-shown",
        "item-added",
        "item-removed",
        "composition",
        "text-type",
    }
)


class Settled(NamedTuple):
    """What is told at or below a pair: the worst severity, and the overlaps."""

    worst: Severity
    overlap: Effect


class Comparer:
    """Compares schemas of two documents."""

    def __init__(self, sameness: Sameness, today: date) -> None:
        self._today = today
        self.sameness = sameness
        self.normaliser = Normaliser()
        self.judge = Judge(self.normaliser, self.sameness.terms)
        self.subset = Subset(self.normaliser, self.sameness, self.judge)
        self._overlaps = Overlaps(self.subset)
        self._known: dict[Pair, Comparison] = {}
        self._settled: dict[Pair, Settled] = {}

    def compare(self, pair: Pair) -> Comparison:
        """What changed at this pair, and the pairs below it."""
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._compare(pair)
        return known

    def _compare(self, pair: Pair) -> Comparison:
        if self.sameness.terms(pair.base, pair.head):
            return Comparison(changes=tuple(renamed(pair)))
        effect, overlap = self._overlaps.told_apart(pair)
        found = list(PairDiff(self.subset, self.sameness, self._overlaps.inclusively(pair), effect).run())
        changes = [replace(item, pair=pair) for item in found if isinstance(item, Change)]
        changes = [shown for change in changes if (shown := _as_shown(change, effect))]
        changes.extend(renamed(pair))
        changes.extend(annotation_changes(pair, self._today))
        below = dict.fromkeys(item._replace(view=pair.view) for item in found if isinstance(item, Pair))
        children = tuple(child for child in below if not self._is_unchanged(child))
        return Comparison(effect, overlap, tuple(dict.fromkeys(changes)), children)

    def _is_unchanged(self, pair: Pair) -> bool:
        return self.sameness.terms(pair.base, pair.head) and not any(renamed(pair))

    def settle(self, pair: Pair) -> Settled:
        """What is told at or below a pair; what nothing below explains becomes a finding here."""
        known = self._settled.get(pair)
        if known is None:
            # What is met again on the way round counts as explained.
            self._settled[pair] = Settled(Severity.BREAKING, INCOMPARABLE)
            known = self._settled[pair] = self._settle(pair)
        return known

    def _settle(self, pair: Pair) -> Settled:
        comparison = self.compare(pair)
        direction = Direction(pair.view.direction)
        below = [self.settle(child) for child in comparison.children]
        needed = comparison.effect.severity(direction)
        seen = [change.effect.severity(direction) for change in comparison.changes if change.pair]
        told = max((*seen, *(one.worst for one in below)), key=lambda one: one.rank, default=Severity.COMPATIBLE)
        silent = comparison.effect != EQUAL and not comparison.changes and not comparison.children
        if needed.rank > told.rank or silent:
            whole = FacetDiff(self.subset, pair).change("schema", comparison.effect, "the schema as a whole")
            self._tell(pair, whole)
        told_overlap = joined(one.overlap for one in below)
        overlap = besides(comparison.overlap, told_overlap)
        self._tell_overlap(pair, overlap, overlap.severity(direction), comparison.effect)
        return Settled(needed, joined((overlap, told_overlap)))

    def _tell_overlap(self, pair: Pair, overlap: Effect, severity: Severity, beside: Effect) -> None:
        # What does no harm is told where nothing else tells that something changed.
        if overlap != EQUAL and (beside == EQUAL or severity is not Severity.COMPATIBLE):
            told = decided(overlap) if severity is Severity.BREAKING else overlap
            self._tell(pair, overlap_change(pair, told))

    def _tell(self, pair: Pair, change: Change) -> None:
        known = self._known[pair]
        self._known[pair] = replace(known, changes=(*known.changes, change))


def _as_shown(change: Change, whole: Effect) -> Change | None:
    """A change as far as the pair shows it: what one keyword takes away, another one may have barred already."""
    if change.rule in DECLARATIONS or change.pair is None:
        return change
    effect = change.effect.within(whole)
    return None if effect == EQUAL else replace(change, effect=effect)
