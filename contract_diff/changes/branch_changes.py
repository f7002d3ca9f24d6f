"""Changes of the branches of allOf, anyOf and oneOf, where both sides have the keyword."""

from contract_diff.changes.change import Branch, Listed
from contract_diff.changes.keyword_places import stated_lifecycle
from contract_diff.changes.lifecycle import announcement
from contract_diff.changes.match_branches import match_branches
from contract_diff.changes.pair_scope import Found, PairScope
from contract_diff.changes.wording import show_branch, show_name
from contract_diff.core.json_values import as_array
from contract_diff.core.severity import EQUAL, INCOMPARABLE, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node, component_name
from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.discriminators import branch_tags
from contract_diff.schemas.normal_form import AllOf
from contract_diff.schemas.normalize import mark_branch

# With how many other branches a branch is compared to find a value of its own.
MAX_SIBLINGS = 8


def branch_changes(scope: PairScope, keyword: str) -> Found:
    """Yield the matched branches as pairs, and a change for each branch that only one side has."""
    base, head = (_branches(schema[0], keyword) for schema in scope.pair.sides)
    matched = match_branches(base, head, scope.sameness)
    yield from (scope.child(all_of([base_node]), all_of([head_node])) for base_node, head_node in matched.pairs)
    yield from _tag_changes(scope, keyword, matched.pairs)
    for nodes, is_removed in ((matched.removed, True), (matched.added, False)):
        for node in nodes:
            yield from _branch_change(scope, keyword, node, [other for other in nodes if other is not node], is_removed)


def _tag_changes(scope: PairScope, keyword: str, pairs: list[tuple[Node, Node]]) -> Found:
    """Yield a change for each branch that discriminators select by other values than before."""
    base_tags, head_tags = (branch_tags(schema[0]) for schema in scope.pair.sides)
    for base, head in pairs:
        base_values = {value for _, value in base_tags.get(base.pointer, ())}
        head_values = {value for _, value in head_tags.get(head.pointer, ())}
        if base_values and head_values and base_values.isdisjoint(head_values):
            words = " to ".join(" or ".join(map(show_name, sorted(side))) for side in (base_values, head_values))
            yield scope.change("discriminator", INCOMPARABLE, f"name on the wire {words}", keyword)


def _branch_change(scope: PairScope, keyword: str, node: Node, siblings: list[Node], is_removed: bool) -> Found:
    owner, whole = scope.pair.sides if is_removed else (scope.pair.head, scope.pair.base)
    if keyword == "allOf":
        answer = scope.schema_within(whole, all_of([node]))
        effect = Effect(Answer.YES, answer) if is_removed else Effect(answer, Answer.YES)
    else:
        answer = _branch_within(scope, owner[0], node, whole)
        effect = Effect(answer, Answer.YES) if is_removed else Effect(Answer.YES, answer)
    verb = "removed" if is_removed else "added"
    if effect != EQUAL:
        tags = branch_tags(owner[0]).get(node.pointer, frozenset())
        others = tuple(all_of([sibling]) for sibling in siblings[:MAX_SIBLINGS])
        branch = Branch(all_of([node]), tags, others, accepts=keyword != "allOf")
        name, announced = show_branch(node), announcement(stated_lifecycle(all_of([node]))) if is_removed else ""
        rest = f", {announced}" if announced else ""
        listed = Listed(f"{verb} branches ", name, rest)
        yield scope.change(keyword, effect, f"{verb} branch {name}{rest}", branch=branch, listed=listed)
    elif component_name(node):
        name, rest = show_branch(node), f" {verb} in {keyword}, without effect on the values"
        yield scope.change("composition", EQUAL, f"schema {name}{rest}", keyword, listed=Listed("schemas ", name, rest))


def _branch_within(scope: PairScope, union: Node, branch: Node, whole: AllOf) -> Answer:
    """Return whether the other side accepts every value of a branch; a tagged value belongs to its branch only."""
    tags, schema = branch_tags(union), all_of([branch])
    if branch.pointer not in tags:
        return scope.schema_within(schema, whole)
    return scope.form_within(mark_branch(scope.normalize(schema), branch, tags), scope.normalize(whole))


def _branches(node: Node, keyword: str) -> list[Node]:
    return [node.child(keyword, str(index)).resolved() for index in range(len(as_array(node.raw[keyword])))]
