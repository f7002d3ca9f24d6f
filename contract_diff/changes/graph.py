"""The comparison graph: each pair of schemas is compared once, and each change is reported at the innermost pair.

`compare` finds the changes of one pair and the pairs below it. `settle` then makes sure that nothing is lost: where
containment finds the whole worse than every change at or below it, the pair itself gets the change "the schema as a
whole". For example, each branch of an `anyOf` may be undecided by itself, while a value is known that the union
accepted and now refuses. Nothing below reports that, so the pair of the union does. Schemas can be recursive: a pair
that comes up again while it is being settled counts as explained.
"""

from typing import NamedTuple

from attrs import evolve

from contract_diff.changes.annotations import annotation_changes, renamed
from contract_diff.changes.change import Change, Comparison, Pair
from contract_diff.changes.lifecycle import Calendar
from contract_diff.changes.one_of_overlap import Overlaps, decided, joined, overlap_change, unexplained
from contract_diff.changes.pair_scope import PairScope
from contract_diff.changes.schema_changes import schema_changes
from contract_diff.changes.swapped import swapped
from contract_diff.containment.disjoint import are_disjoint
from contract_diff.containment.subset import Subset
from contract_diff.core.budget import Budget
from contract_diff.core.severity import EQUAL, INCOMPARABLE, UNKNOWN, Direction, Effect, Severity, worst_of
from contract_diff.core.ternary import Answer
from contract_diff.reading.extensions import Extensions
from contract_diff.schemas.identical import Sameness
from contract_diff.schemas.normalize import Normalizer
from contract_diff.witnesses.judge import Judge

# Changes that are reported even if, by the convention on unused names, no value is affected.
DECLARATIONS = frozenset(
    {
        "property-added",
        "property-added-closed",
        "property-removed",
        "property-removed-deprecated",
        "property-hidden",
        "property-shown",
        "item-added",
        "item-removed",
        "composition",
        "text-type",
    }
)


# What is left when the time for the comparison is over; no place, so that it is one finding.
NOT_COMPARED = Comparison(
    changes=(Change("not-compared", UNKNOWN, "schemas were not compared: the time was over", None, None),)
)


NO_EXTENSIONS = Extensions()


class Settled(NamedTuple):
    """What is reported at or below a pair: the worst severity, and the effect of overlaps."""

    worst: Severity
    overlap: Effect


class Comparer:
    """Compares schemas of two documents."""

    def __init__(
        self,
        sameness: Sameness,
        calendar: Calendar,
        budget: Budget | None = None,
        extensions: Extensions = NO_EXTENSIONS,
    ) -> None:
        self._calendar = calendar
        self._extensions = extensions
        self._sameness = sameness
        self._budget = budget or Budget()
        normalizer = Normalizer(are_disjoint, self._budget)
        self.judge = Judge(normalizer, sameness.schemas, self._budget)
        self._subset = Subset(normalizer, sameness, self.judge, self._budget)
        self._overlaps = Overlaps(self._subset)
        self._known: dict[Pair, Comparison] = {}
        self._settled: dict[Pair, Settled] = {}

    def compare(self, pair: Pair) -> Comparison:
        """Return the changes at this pair, and the pairs below it."""
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._compare(pair)
        return known

    def _compare(self, pair: Pair) -> Comparison:
        if self._sameness.schemas(pair.base, pair.head):
            return Comparison(changes=tuple(renamed(pair)))
        if self._budget.is_spent:
            return NOT_COMPARED
        effect, overlap = self._overlaps.separate(pair)
        if change := swapped(pair, joined((effect, overlap))):
            return Comparison(effect, overlap, (change,))
        # If the values are equal, there is no overlap to set apart.
        read = pair if effect == overlap == EQUAL else self._overlaps.read_inclusively(pair)
        found = list(schema_changes(PairScope(self._subset, read, effect)))
        changes = [evolve(item, pair=item.pair and pair) for item in found if isinstance(item, Change)]
        changes = [visible for change in changes if (visible := _as_visible(change, effect))]
        changes.extend(renamed(pair))
        changes.extend(annotation_changes(pair, self._calendar, self._extensions))
        below = dict.fromkeys(item._replace(view=pair.view) for item in found if isinstance(item, Pair))
        children = tuple(child for child in below if not self._is_unchanged(child))
        changes = changes if children else _sharpened(changes, effect)
        return Comparison(effect, overlap, tuple(dict.fromkeys(changes)), children)

    def _is_unchanged(self, pair: Pair) -> bool:
        return self._sameness.schemas(pair.base, pair.head) and not any(renamed(pair))

    def settle(self, pair: Pair) -> Settled:
        """Return what is reported at or below a pair; add a change for what nothing below explains."""
        known = self._settled.get(pair)
        if known is None:
            # A pair that comes up again while it is being settled counts as explained.
            self._settled[pair] = Settled(Severity.BREAKING, INCOMPARABLE)
            known = self._settled[pair] = self._settle(pair)
        return known

    def _settle(self, pair: Pair) -> Settled:
        comparison = self.compare(pair)
        direction = Direction(pair.view.direction)
        below = [self.settle(child) for child in comparison.children]
        needed = comparison.effect.severity(direction)
        here = (change.effect.severity(direction) for change in comparison.changes if change.pair)
        reported = worst_of((*here, *(settled.worst for settled in below)))
        is_silent = comparison.effect != EQUAL and not comparison.changes and not comparison.children
        if needed.rank > reported.rank or is_silent:
            scope = PairScope(self._subset, pair, comparison.effect)
            self._add(pair, scope.change("schema", comparison.effect, "the schema as a whole"))
        overlap_below = joined(settled.overlap for settled in below)
        overlap = unexplained(comparison.overlap, overlap_below)
        self._add_overlap(pair, overlap, overlap.severity(direction), comparison.effect)
        return Settled(needed, joined((overlap, overlap_below)))

    def _add_overlap(self, pair: Pair, overlap: Effect, severity: Severity, effect: Effect) -> None:
        # A harmless overlap is reported only if nothing else shows that something changed.
        if overlap != EQUAL and (effect == EQUAL or severity is not Severity.COMPATIBLE):
            self._add(pair, overlap_change(pair, decided(overlap) if severity is Severity.BREAKING else overlap))

    def _add(self, pair: Pair, change: Change) -> None:
        known = self._known[pair]
        self._known[pair] = evolve(known, changes=(*known.changes, change))


def _sharpened(changes: list[Change], whole: Effect) -> list[Change]:
    """Return the changes; one that alone explains the whole has its effect, if that is decided."""
    explaining = [change for change in changes if change.pair]
    if len(explaining) != 1 or Answer.UNKNOWN not in explaining[0].effect or Answer.UNKNOWN in whole:
        return changes
    return [evolve(change, effect=whole) if change.pair else change for change in changes]


def _as_visible(change: Change, whole: Effect) -> Change | None:
    """Return a change as far as the whole shows it: another keyword may have refused the same values already."""
    if change.rule in DECLARATIONS or change.pair is None:
        return change
    effect = change.effect.within(whole)
    return None if effect == EQUAL else evolve(change, effect=effect)
