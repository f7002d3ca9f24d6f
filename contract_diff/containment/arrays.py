"""Containment of arrays: their lengths, their uniqueness, and their items place by place."""

from contract_diff.containment.nested import Nested
from contract_diff.containment.scalars import sizes_within
from contract_diff.core.ternary import Answer, every
from contract_diff.schemas.conjunction import is_false
from contract_diff.schemas.normal_form import Arrays, View
from contract_diff.schemas.ranges import implied_range


def arrays_within(nested: Nested, sub: Arrays, sup: Arrays, view: View) -> Answer:
    """Return whether every array of one facet is one of the other."""
    if not sizes_within(sub, sup):
        return Answer.NO
    high = implied_range(sub)[1]
    if sup.unique and not sub.unique and high not in (0, 1):
        return Answer.NO
    length = max(sub.prefix_length, sup.prefix_length)
    reachable = range(length + 1 if high is None else min(length + 1, high))
    return every(item_within(nested, sub, sup, index, view) for index in reachable)


def item_within(nested: Nested, sub: Arrays, sup: Arrays, index: int, view: View) -> Answer:
    """Return whether every item that one facet accepts at an index is accepted by the other."""
    sub_item, sup_item = sub.item(index), sup.item(index)
    if is_false(sub_item):
        return Answer.YES
    # A newly described place after the last one counts as unused so far, as a newly declared name does.
    is_new = not sub_item and 0 < sub.prefix_length <= index < sup.prefix_length and sub.low <= index
    return Answer.YES if view.conventional and is_new else nested.schemas(sub_item, sup_item, view)
