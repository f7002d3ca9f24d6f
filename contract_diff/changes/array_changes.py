"""Changes between two array facets."""

from contract_diff.changes.demonstration import repeats
from contract_diff.changes.pair_scope import Found, PairScope, effect_of
from contract_diff.changes.range_changes import range_changes, subschema_changes
from contract_diff.changes.wording import show
from contract_diff.containment.arrays import item_within
from contract_diff.core.severity import EQUAL
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import Arrays


def array_changes(scope: PairScope, base: Arrays, head: Arrays) -> Found:
    """Yield the changes of length, uniqueness and items, and the pairs of items."""
    yield from range_changes(scope, base, head)
    if base.unique != head.unique:
        effect = effect_of(_uniqueness_within, base, head)
        if effect != EQUAL:
            yield scope.change("uniqueItems", effect, f"{show(base.unique)} to {show(head.unique)}", shows=repeats)
    length = max(base.prefix_length, head.prefix_length)
    for index in range(length):
        yield from _place_changes(scope, base, head, index)
    yield from subschema_changes(scope, "items", base.item(length), head.item(length))


def _uniqueness_within(sub: Arrays, sup: Arrays) -> Answer:
    return Answer.of(sub.unique or not sup.unique or sub.high in (0, 1))


def _place_changes(scope: PairScope, base: Arrays, head: Arrays, index: int) -> Found:
    """Yield the changes at one place of the prefix; a place that only one side describes is added or removed."""
    in_base, in_head = index < base.prefix_length, index < head.prefix_length
    if in_base == in_head or bool(base.item(index)) == bool(head.item(index)):
        yield from subschema_changes(scope, "prefixItems", base.item(index), head.item(index))
        return

    def contains(sub: Arrays, sup: Arrays) -> Answer:
        return item_within(scope.subset, sub, sup, index, scope.view)

    verb = "added" if in_head else "removed"
    yield scope.change(f"item-{verb}", effect_of(contains, base, head), f"item {index} {verb}", "prefixItems")
