"""Containment under keywords that are compared as a whole: not, if, contains, an overlapping oneOf, ...

A facet of `sub` satisfies a keyword of `sup` if it has the same keyword with a narrower meaning. For example,
`not: {maxLength: 5}` satisfies `not: {maxLength: 3}`, because `{maxLength: 5}` contains `{maxLength: 3}`. Whatever
isn't decided so is UNKNOWN, never NO.
"""

from functools import reduce

from attrs import evolve

from contract_diff.containment.nested import Nested
from contract_diff.core.json_values import as_object
from contract_diff.core.ternary import Answer, every, some
from contract_diff.schemas.conjunction import all_of, is_false
from contract_diff.schemas.implications import DEPENDENT, implications
from contract_diff.schemas.intersection import intersect
from contract_diff.schemas.normal_form import AllOf, Extra, Facet, NormalForm, Objects, View
from contract_diff.schemas.object_properties import property_schema

# Keywords that make up one assertion together.
RELATED_KEYWORDS = {"if": ("if", "then", "else"), "contains": ("contains", "minContains", "maxContains")}


def extra_implied(nested: Nested, sub: Facet, extra: Extra, view: View) -> Answer:
    """Return whether every value of a facet satisfies one more keyword."""
    own = sorted((own for own in sub.extras if own.keyword == extra.keyword), key=lambda own: own.node.pointer)
    answer = some(_extra_within(nested, candidate, extra, view) for candidate in own)
    if answer is not Answer.YES and isinstance(sub, Objects) and extra.keyword == DEPENDENT:
        answer = _implications_hold(nested, sub, extra, evolve(view, conventional=False))
    return max(answer, Answer.UNKNOWN)


def _implications_hold(nested: Nested, sub: Objects, extra: Extra, view: View) -> Answer:
    """Return whether objects with a name satisfy what `dependentSchemas` requires of them, name by name."""
    return every(
        nested.forms(objects, nested.normalizer.normalize(implied, view), view)
        for name, implied in implications(extra)
        if not is_false(property_schema(sub, name))
        for objects in [_with_name(nested, sub, name, view)]
    )


def _with_name(nested: Nested, sub: Objects, name: str, view: View) -> NormalForm:
    """Return the objects of a facet that have a name, with what its own `dependentSchemas` requires of them."""
    own = [implied for extra in sub.extras for trigger, implied in implications(extra) if trigger == name]
    others = frozenset(extra for extra in sub.extras if extra.keyword != DEPENDENT)
    present = NormalForm({"object": (evolve(sub, required=sub.required | {name}, extras=others),)})
    return reduce(intersect, (nested.normalizer.normalize(implied, view) for implied in own), present)


def _extra_within(nested: Nested, sub: Extra, sup: Extra, view: View) -> Answer:
    if sub.node == sup.node or _are_identical(nested, sub, sup):
        return Answer.YES
    if sub.keyword == "oneOf":
        return Answer.of(_have_equal_branches(nested, _branches(sub), _branches(sup), view))
    view = evolve(view, conventional=False)
    if sub.keyword == "not":
        return nested.schemas(_subschema(sup, "not"), _subschema(sub, "not"), view)
    if sub.keyword == "contains" and _counts_alike(sub, sup):
        return nested.schemas(_subschema(sub, "contains"), _subschema(sup, "contains"), view)
    return Answer.UNKNOWN


def _are_identical(nested: Nested, sub: Extra, sup: Extra) -> bool:
    # What stays unevaluated depends on all keywords beside it.
    if sub.keyword == "allOf" or sub.keyword.startswith("unevaluated"):
        return nested.sameness.nodes(sub.node, sup.node)
    related = RELATED_KEYWORDS.get(sub.keyword, (sub.keyword,))
    sub_raw, sup_raw = as_object(sub.node.raw), as_object(sup.node.raw)
    return all(nested.sameness.values(sub_raw.get(keyword), sup_raw.get(keyword)) for keyword in related)


def _have_equal_branches(nested: Nested, subs: list[AllOf], sups: list[AllOf], view: View) -> bool:
    """Return whether the branches are equal in pairs: then equally many of them accept a value."""
    unpaired = list(sups)
    for branch in subs:
        twin = next((candidate for candidate in unpaired if _are_equal(nested, branch, candidate, view)), None)
        if twin is None:
            return False
        unpaired.remove(twin)
    return not unpaired


def _are_equal(nested: Nested, sub: AllOf, sup: AllOf, view: View) -> bool:
    # A name that only another branch declares isn't unused.
    same_place = [node.pointer for node in sub] == [node.pointer for node in sup]
    view = view if same_place else evolve(view, conventional=False)
    return nested.schemas(sub, sup, view) is Answer.YES is nested.schemas(sup, sub, view)


def _counts_alike(sub: Extra, sup: Extra) -> bool:
    sub_raw, sup_raw = as_object(sub.node.raw), as_object(sup.node.raw)
    return sub_raw.get("minContains") == sup_raw.get("minContains") and "maxContains" not in sup_raw


def _branches(extra: Extra) -> list[AllOf]:
    return [all_of([extra.node.child("oneOf", str(index))]) for index in range(len(extra.node.raw["oneOf"]))]


def _subschema(extra: Extra, keyword: str) -> AllOf:
    return all_of([extra.node.child(keyword)])
