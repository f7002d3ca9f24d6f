"""Changes between two normal forms: types, and the alternatives for each type."""

from contract_diff.changes.change import Branch, Listed
from contract_diff.changes.facet_changes import facet_changes
from contract_diff.changes.match_branches import match_branches
from contract_diff.changes.pair_scope import Found, PairScope
from contract_diff.changes.type_changes import is_from_or_to_anything, type_changes
from contract_diff.changes.wording import show_branch
from contract_diff.core.severity import EQUAL, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.normal_form import TYPES, Facet, JsonType, NormalForm


def normal_form_changes(scope: PairScope, base: NormalForm, head: NormalForm) -> Found:
    """Yield the changes between two normal forms, and the pairs below."""
    yield from type_changes(scope, base, head)
    if is_from_or_to_anything(scope, base, head):
        return
    for kind in TYPES:
        if base.of(kind) and head.of(kind):
            yield from _alternative_changes(scope, base, head, kind)


def _alternative_changes(scope: PairScope, base: NormalForm, head: NormalForm, kind: JsonType) -> Found:
    base_facets, head_facets = list(base.of(kind)), list(head.of(kind))
    if len(base_facets) == len(head_facets) == 1:
        yield from facet_changes(scope, base_facets[0], head_facets[0])
        return
    matched, removed, added = _match_facets(scope, base_facets, head_facets)
    for pair in matched:
        yield from facet_changes(scope, *pair)
    for facet in removed:
        keeps = scope.effect.keeps if _is_only_alternative(scope, base) else _facet_in_form(scope, facet, head)
        yield from _alternative_change(scope, facet, Effect(keeps, Answer.YES), "removed")
    for facet in added:
        adds = scope.effect.adds_nothing if _is_only_alternative(scope, head) else _facet_in_form(scope, facet, base)
        yield from _alternative_change(scope, facet, Effect(Answer.YES, adds), "added")


def _alternative_change(scope: PairScope, facet: Facet, effect: Effect, verb: str) -> Found:
    if effect != EQUAL:
        name = show_branch(facet.origin) if facet.origin else facet.type
        branch = Branch(all_of([facet.origin]), facet.tags) if facet.origin else None
        listed = Listed(f"{verb} alternatives ", name, "")
        yield scope.change("union", effect, f"{verb} alternative {name}", "anyOf", branch=branch, listed=listed)


def _is_only_alternative(scope: PairScope, side: NormalForm) -> bool:
    """Return whether a side has one alternative in all, whose effect is then the effect of the whole."""
    return sum(map(len, side.facets.values())) == 1 and not scope.is_built_alike


def _facet_in_form(scope: PairScope, facet: Facet, normal_form: NormalForm) -> Answer:
    return scope.form_within(NormalForm({facet.type: (facet,)}), normal_form)


def _match_facets(
    scope: PairScope, base: list[Facet], head: list[Facet]
) -> tuple[list[tuple[Facet, Facet]], list[Facet], list[Facet]]:
    """Return the facets to compare in pairs, the removed and the added ones; equal facets are left out."""
    for facet in list(base):
        twin = next((candidate for candidate in head if _are_equal(scope, facet, candidate)), None)
        if twin is not None:
            base.remove(facet)
            head.remove(twin)
    base_origins, head_origins = ([facet.origin for facet in side if facet.origin] for side in (base, head))
    matched = match_branches(base_origins, head_origins, scope.sameness)
    pairs = [(_facet_of(base, base_node), _facet_of(head, head_node)) for base_node, head_node in matched.pairs]
    if not matched.pairs and len(base) == len(head) == 1:
        pairs = [(base[0], head[0])]
    taken = [facet for pair in pairs for facet in pair]
    return pairs, _without(base, taken), _without(head, taken)


def _are_equal(scope: PairScope, base: Facet, head: Facet) -> bool:
    if base.origin and head.origin and scope.sameness.nodes(base.origin, head.origin):
        return True
    return (scope.facet_within(base, head), scope.facet_within(head, base)) == EQUAL


def _facet_of(facets: list[Facet], origin: Node) -> Facet:
    return next(facet for facet in facets if facet.origin == origin)


def _without(facets: list[Facet], taken: list[Facet]) -> list[Facet]:
    return [facet for facet in facets if not any(facet is used for used in taken)]
