"""Changes of keywords that are compared as a whole: not, if, contains, unevaluated..."""

from contract_diff.changes.pair_scope import Found, PairScope
from contract_diff.containment.extras import RELATED_KEYWORDS
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.schemas.normal_form import AllOf
from contract_diff.schemas.normalize import WHOLE_KEYWORDS

KEYWORDS = ("not", *(keyword for keyword in WHOLE_KEYWORDS if keyword != "$dynamicRef"))


def extra_changes(scope: PairScope) -> Found:
    """Yield a change for each keyword that was added, removed or changed, with the effect of the whole pair."""
    for keyword in KEYWORDS:
        base, head = (_owner(schema, keyword) for schema in scope.pair.sides)
        if base is None and head is None:
            continue
        if base is not None and head is not None and _is_unchanged(scope, keyword, base, head):
            continue
        effect = _effect(scope, base, head)
        if effect != EQUAL:
            verb = "added" if base is None else "removed" if head is None else "changed"
            yield scope.change(keyword, effect, f"{keyword} {verb}")


def _effect(scope: PairScope, base: Node | None, head: Node | None) -> Effect:
    if base is None:
        return Effect(scope.effect.keeps, Answer.YES)
    return scope.effect if head is not None else Effect(Answer.YES, scope.effect.adds_nothing)


def _is_unchanged(scope: PairScope, keyword: str, base: Node, head: Node) -> bool:
    related = RELATED_KEYWORDS.get(keyword, (keyword,))
    return all(scope.sameness.values(base.raw.get(name), head.raw.get(name)) for name in related)


def _owner(schema: AllOf, keyword: str) -> Node | None:
    return next((node for node in schema if keyword in as_object(node.raw)), None)
