"""Containment of objects: required and dependent names, and the schema of every property."""

from attrs import evolve

from contract_diff.containment.nested import Nested
from contract_diff.containment.scalars import sizes_within
from contract_diff.core.patterns import disjoint as disjoint_patterns
from contract_diff.core.ternary import Answer, every
from contract_diff.schemas.conjunction import is_false
from contract_diff.schemas.normal_form import Objects, View
from contract_diff.schemas.object_properties import declares, needed_names, pattern_schema, property_schema


def objects_within(nested: Nested, sub: Objects, sup: Objects, view: View) -> Answer:
    """Return whether every object of one facet is one of the other."""
    missing = sup.required - sub.required
    if not sizes_within(sub, sup) or not missing <= sub.hidden:
        return Answer.NO
    if not all(_is_implied(sub, *pair) for pair in sup.dependent - sub.dependent):
        return Answer.NO
    answer = _properties_within(nested, sub, sup, view)
    # Clients SHOULD NOT send what readOnly hides (and servers what writeOnly hides), but they may.
    return min(answer, Answer.UNKNOWN) if missing else answer


def _is_implied(sub: Objects, name: str, needed: str) -> bool:
    """Return whether an object of a facet that has a name has the needed one too, or can't have the name."""
    return is_false(property_schema(sub, name)) or needed in needed_names(sub, {name, *sub.required})


def _properties_within(nested: Nested, sub: Objects, sup: Objects, view: View) -> Answer:
    names = sorted(sub.declared | sup.declared | sub.required)
    declared = every(property_within(nested, sub, sup, name, view) for name in names)
    return every((
        declared,
        _names_within(nested, sub, sup, view),
        *(_pattern_within(nested, sub, sup, pattern, view) for pattern in sorted(sub.patterns | sup.patterns)),
        nested.schemas(sub.rest, sup.rest, view),
    ))  # fmt: skip


def property_within(nested: Nested, sub: Objects, sup: Objects, name: str, view: View) -> Answer:
    """Return whether every value that one facet accepts for a property is accepted by the other."""
    sub_property, sup_property = property_schema(sub, name), property_schema(sup, name)
    if is_false(sub_property) or name in sub.hidden:
        return Answer.YES
    if view.conventional and not sub_property and not declares(sub, name):
        # A newly declared name counts as unused so far, unless the object is a free map.
        unused = Answer.YES if sub.declared or is_false(sub.rest) else Answer.UNKNOWN
        return max(unused, nested.schemas(sub_property, sup_property, view))
    return nested.schemas(sub_property, sup_property, view)


def _names_within(nested: Nested, sub: Objects, sup: Objects, view: View) -> Answer:
    answer = nested.schemas(sub.names, sup.names, evolve(view, text=frozenset()))
    is_closed = is_false(sub.rest) and not sub.patterns
    return max(answer, Answer.UNKNOWN) if is_closed else answer


def _pattern_within(nested: Nested, sub: Objects, sup: Objects, pattern: str, view: View) -> Answer:
    sub_schema, sup_schema = pattern_schema(sub, pattern), pattern_schema(sup, pattern)
    answer = Answer.YES if is_false(sub_schema) else nested.schemas(sub_schema, sup_schema, view)
    if pattern in sub.patterns or answer is Answer.NO:
        return answer
    # A name can match this pattern and one of the other side, whose schema then applies.
    overlapping = (own for own in sorted(sub.patterns) if not _are_disjoint(pattern, own))
    return every((answer, *(nested.schemas(pattern_schema(sub, own), sup_schema, view) for own in overlapping)))


def _are_disjoint(first: str, second: str) -> bool:
    return disjoint_patterns(frozenset({first}), frozenset({second}))
