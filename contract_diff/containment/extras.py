"""Containment under keywords that are compared as a whole: not, if, contains, an overlapping oneOf, ...

A facet of `sub` satisfies a keyword of `sup` if it has the same keyword with a narrower meaning. For example,
`not: {maxLength: 5}` satisfies `not: {maxLength: 3}`, because `{maxLength: 5}` contains `{maxLength: 3}`. Whatever
isn't decided so is UNKNOWN, never NO.
"""

from attrs import evolve

from contract_diff.containment.nested import Nested
from contract_diff.core.json_values import as_object
from contract_diff.core.ternary import Answer, some
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.normal_form import AllOf, Extra, Facet, View

# Keywords that make up one assertion together.
RELATED_KEYWORDS = {"if": ("if", "then", "else"), "contains": ("contains", "minContains", "maxContains")}


def extra_implied(nested: Nested, sub: Facet, extra: Extra, view: View) -> Answer:
    """Return whether every value of a facet satisfies one more keyword."""
    own = sorted((own for own in sub.extras if own.keyword == extra.keyword), key=lambda own: own.node.pointer)
    return max(some(_extra_within(nested, candidate, extra, view) for candidate in own), Answer.UNKNOWN)


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
