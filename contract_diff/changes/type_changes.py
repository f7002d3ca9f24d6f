"""Changes of the types that a schema accepts."""

from contract_diff.changes.demonstration import of_types
from contract_diff.changes.keyword_places import annotation
from contract_diff.changes.pair_scope import Found, PairScope
from contract_diff.changes.wording import show_type, show_type_change, show_types
from contract_diff.core.severity import EQUAL, Direction, Effect, Severity
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.schemas.keywords import admits_null
from contract_diff.schemas.normal_form import TYPES, JsonType, NormalForm


def type_changes(scope: PairScope, base: NormalForm, head: NormalForm) -> Found:
    """Yield a change for the types that only one side accepts; one of its own for null."""
    removed: list[JsonType] = [kind for kind in TYPES if base.of(kind) and not head.of(kind)]
    added: list[JsonType] = [kind for kind in TYPES if head.of(kind) and not base.of(kind)]
    is_harmless = scope.effect.severity(Direction(scope.view.direction)) is Severity.COMPATIBLE
    if scope.view.text and removed and scope.effect.keeps is Answer.YES and is_harmless:
        words = show_type_change([show_type(base, kind) for kind in removed], [])
        yield scope.change("text-type", EQUAL, f"{words}, but is sent as the same text", "type")
        return
    if is_from_or_to_anything(scope, base, head):
        words = f"anything to {show_types(head)}" if scope.pair.head else f"{show_types(base)} to anything"
        yield scope.change("type", scope.effect, words)
        return
    for rule in ("null", "type"):
        gone: list[JsonType] = [kind for kind in removed if (kind == "null") == (rule == "null")]
        new: list[JsonType] = [kind for kind in added if (kind == "null") == (rule == "null")]
        if gone or new:
            effect = Effect(Answer.of(not gone), Answer.of(not new))
            words = show_type_change([show_type(base, kind) for kind in gone], [show_type(head, kind) for kind in new])
            base_nullable, head_nullable = (annotation(schema, "nullable") for schema in scope.pair.sides)
            keyword = "nullable" if rule == "null" and base_nullable is not head_nullable else "type"
            yield scope.change(rule, effect, words, keyword, of_types(gone, new))


def is_from_or_to_anything(scope: PairScope, base: NormalForm, head: NormalForm) -> bool:
    """Return whether one side accepts anything and the other limits the types: that is one change in all."""
    return not (scope.pair.base and scope.pair.head) and base.facets.keys() != head.facets.keys()


def nullable_changes(scope: PairScope, base: Node, head: Node) -> Found:
    """Yield a change for null that `nullable` adds to a combination of schemas: none of these shows it."""
    if admits_null(base) == admits_null(head):
        return
    base_null, head_null = (bool(scope.normalize((node,)).of("null")) for node in (base, head))
    if base_null != head_null:
        effect = Effect(Answer.of(head_null), Answer.of(base_null))
        words = show_type_change([], ["null"]) if head_null else show_type_change(["null"], [])
        yield scope.change("null", effect, words, shows=of_types(["null"], ["null"]))
