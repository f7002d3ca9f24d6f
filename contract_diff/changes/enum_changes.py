"""Changes of enum and const."""

from contract_diff.changes.change import Pair
from contract_diff.changes.demonstration import refused_by
from contract_diff.changes.keyword_places import states
from contract_diff.changes.pair_scope import Found, PairScope, effect_of
from contract_diff.core.severity import EQUAL, NARROWS, WIDENS
from contract_diff.schemas.normal_form import Facet, Values


def enum_changes(scope: PairScope, base: Values, head: Values) -> Found:
    """Yield a change for the removed values, and one for the added ones."""
    for effect, verb, items in (
        (NARROWS, "removed", base.items - head.items),
        (WIDENS, "added", head.items - base.items),
    ):
        if items:
            words = f"{verb} {', '.join(sorted(items))}"
            yield scope.change("enum", effect, words, _keyword(scope.pair), refused_by(base, head))


def enum_or_not_changes(scope: PairScope, base: Facet, head: Facet) -> Found:
    """Yield the change of a finite set to something else, or the reverse."""
    effect = effect_of(scope.facet_within, base, head)
    if effect == EQUAL:
        return
    if isinstance(head, Values):
        words = f"now only {', '.join(sorted(head.items))}"
    else:
        words = f"no longer only {', '.join(sorted(base.items)) if isinstance(base, Values) else ''}"
    yield scope.change("enum", effect, words, _keyword(scope.pair), refused_by(base, head))


def _keyword(pair: Pair) -> str:
    """Return `const` if both sides state values by const only."""
    has_enum, has_const = (any(states(schema, name) for schema in pair.sides) for name in ("enum", "const"))
    return "enum" if has_enum or not has_const else "const"
