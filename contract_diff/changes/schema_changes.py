"""The changes between two schemas: part by part where both are built alike, else by normal form.

If both sides combine other schemas by the same keywords (say, `allOf` on both), their own assertions are compared, and
branch is compared with branch. Otherwise what they accept is compared, whatever keywords say so: a property that moved
from one branch of an `allOf` to another isn't a change.
"""

from contract_diff.changes.alternative_changes import normal_form_changes
from contract_diff.changes.branch_changes import branch_changes
from contract_diff.changes.extra_changes import extra_changes
from contract_diff.changes.moved_keywords import keywords_moved
from contract_diff.changes.pair_scope import Found, PairScope
from contract_diff.changes.type_changes import nullable_changes
from contract_diff.reading.document import Node
from contract_diff.schemas.conjunction import all_of


def schema_changes(scope: PairScope) -> Found:
    """Yield all changes of a pair, and all pairs below it."""
    if scope.is_built_alike and not _is_compared_as_whole(scope, scope.pair.base[0], scope.pair.head[0]):
        yield from _changes_by_part(scope, scope.pair.base[0], scope.pair.head[0])
    else:
        yield from normal_form_changes(scope, *map(scope.normalize, scope.pair.sides))
        yield from extra_changes(scope)


def _is_compared_as_whole(scope: PairScope, base: Node, head: Node) -> bool:
    """Return whether the parts alone don't tell what changed: keywords moved, or all parts together are closed."""
    are_closed = base.raw.get("unevaluatedProperties") is False is head.raw.get("unevaluatedProperties")
    return are_closed or keywords_moved(base, head, scope.sameness)


def _changes_by_part(scope: PairScope, base: Node, head: Node) -> Found:
    base_form, head_form = scope.own_form(base), scope.own_form(head)
    yield from normal_form_changes(scope, base_form, head_form)
    if base_form.facets.keys() == head_form.facets.keys():
        yield from nullable_changes(scope, base, head)
    yield from extra_changes(scope)
    if "$ref" in base.raw:
        yield scope.child(all_of([base.document.target(base)]), all_of([head.document.target(head)]))
    for keyword in ("allOf", "anyOf", "oneOf"):
        if base.raw.get(keyword):
            yield from branch_changes(scope, keyword)
