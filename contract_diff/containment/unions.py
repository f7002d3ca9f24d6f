"""Containment of normal forms: each alternative must be contained in an alternative of the same type."""

from attrs import evolve

from contract_diff.containment.facets import facet_within
from contract_diff.containment.nested import Nested
from contract_diff.core.ternary import Answer, every, some
from contract_diff.schemas.normal_form import FULL, Arrays, Facet, NormalForm, Values, View


def normal_form_within(nested: Nested, sub: NormalForm, sup: NormalForm, view: View) -> Answer:
    """Return whether every value of one normal form is a value of the other."""
    return every(_facet_within_form(nested, facet, sup, view) for facets in sub.facets.values() for facet in facets)


def _facet_within_form(nested: Nested, facet: Facet, sup: NormalForm, view: View) -> Answer:
    as_text = _within_as_text(nested, facet, sup, view)
    if as_text is not Answer.NO:
        return as_text
    if isinstance(facet, Values) and len(facet.items) > 1 and not facet.extras:
        single_values = (evolve(facet, items=frozenset({item})) for item in sorted(facet.items))
        return every(_facet_within_form(nested, value, sup, view) for value in single_values)
    alternatives = nested.normalizer.alternatives(sup, facet, view)
    answer = some(facet_within(nested, facet, alternative, view) for alternative in alternatives)
    # Several alternatives may cover together what none of them covers alone.
    is_undecided = answer is Answer.NO and len(alternatives) > 1 and not isinstance(facet, Values)
    return Answer.UNKNOWN if is_undecided else answer


def _within_as_text(nested: Nested, facet: Facet, sup: NormalForm, view: View) -> Answer:
    """Return whether a facet is contained as text: a string accepts numbers, a list of one looks like its item."""
    if not view.text or sup.of(facet.type):
        return Answer.NO
    if FULL["string"] in sup.of("string"):
        # Whether a list is written as one text depends on `explode`.
        otherwise = Answer.UNKNOWN if facet.type == "array" else Answer.NO
        return Answer.YES if facet.type in view.text else otherwise
    if facet.type in ("array", "object", "null"):
        return Answer.NO
    single = NormalForm({facet.type: (facet,)})
    lists = [arrays for arrays in sup.of("array") if isinstance(arrays, Arrays) and arrays.low <= 1]
    items = (nested.normalizer.normalize(arrays.item(0), view) for arrays in lists)
    return some(normal_form_within(nested, single, item, view) for item in items)
