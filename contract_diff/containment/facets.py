"""Containment of two facets of one type."""

from attrs import evolve

from contract_diff.containment.arrays import arrays_within
from contract_diff.containment.extras import extra_implied
from contract_diff.containment.nested import Nested
from contract_diff.containment.objects import objects_within
from contract_diff.containment.scalars import numbers_within, range_within_values, strings_within
from contract_diff.core.ternary import Answer, every
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import FULL, Arrays, Extra, Facet, Numbers, Objects, Strings, Values, View


def facet_within(nested: Nested, sub: Facet, sup: Facet, view: View) -> Answer:
    """Return whether every value of one facet is a value of the other, which has the same type."""
    answer = _within_without_extras(nested, sub, sup, view)
    if answer is Answer.NO or not sup.extras:
        return answer
    return min(answer, every(extra_implied(nested, sub, extra, view) for extra in sup.extras))


def _within_without_extras(nested: Nested, sub: Facet, sup: Facet, view: View) -> Answer:
    if isinstance(sub, Values):
        return _values_within(nested, sub, evolve(sup, extras=frozenset[Extra]()), view)
    if isinstance(sub, Numbers) and isinstance(sup, Numbers):
        return numbers_within(sub, sup)
    if isinstance(sub, Strings) and isinstance(sup, Strings):
        return min(strings_within(sub, sup), nested.schemas(sub.content, sup.content, view))
    if isinstance(sub, Arrays) and isinstance(sup, Arrays):
        return arrays_within(nested, sub, sup, view)
    if isinstance(sub, Objects) and isinstance(sup, Objects):
        return objects_within(nested, sub, sup, view)
    return Answer.YES if sup == FULL[sub.type] else range_within_values(sub, sup)


def _values_within(nested: Nested, sub: Values, sup: Facet, view: View) -> Answer:
    def is_implied(facet: Facet) -> bool:
        return any(facet_within(nested, own, facet, view) is Answer.YES for own in sorted(sub.within, key=repr))

    if isinstance(sup, Values):
        sup = evolve(sup, within=frozenset(facet for facet in sup.within if not is_implied(facet)))
    elif sub.within and is_implied(sup):
        return Answer.YES
    return every(accepts(sup, item) for item in sorted(sub.items))
