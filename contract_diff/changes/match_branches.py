"""Which branch of the base became which branch of the head: by reference, identity, constants, title or types."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from contract_diff.changes.change import Pair
from contract_diff.core.json_values import as_object, canonical, is_array
from contract_diff.reading.document import Node, component_name
from contract_diff.schemas.discriminators import branches_of
from contract_diff.schemas.identical import Sameness


class Matched(NamedTuple):
    """The branches that both sides have, and those that only one side has."""

    pairs: list[tuple[Node, Node]]
    removed: list[Node]
    added: list[Node]


def match_branches(base: list[Node], head: list[Node], sameness: Sameness) -> Matched:
    """Match branches, by the surest criterion first; two that remain alone match each other."""
    matched = Matched([], list(base), list(head))
    for criterion in (_equal(_reference), sameness.nodes, _equal(_constants_or_title), _equal(_types)):
        _match_by(matched, criterion)
    if len(matched.removed) == len(matched.added) == 1:
        _match_by(matched, lambda _base, _head: True)
    return matched


def _match_by(matched: Matched, criterion: Callable[[Node, Node], bool]) -> None:
    for node in list(matched.removed):
        twin = next((candidate for candidate in matched.added if criterion(node, candidate)), None)
        if twin is not None:
            matched.removed.remove(node)
            matched.added.remove(twin)
            matched.pairs.append((node, twin))


def _equal(key: Callable[[Node], Hashable]) -> Callable[[Node, Node], bool]:
    return lambda base, head: key(base) is not None and key(base) == key(head)


def _reference(node: Node) -> str | None:
    return node.pointer if node.pointer.startswith("/components/") and node.pointer.count("/") == 3 else None


def _constants_or_title(node: Node) -> str | None:
    raw = as_object(node.raw)
    constants = {
        name: as_object(child)["const"]
        for name, child in as_object(raw.get("properties")).items()
        if "const" in as_object(child)
    }
    return canonical(constants) if constants else raw.get("title")


def _types(node: Node) -> str | None:
    kinds = as_object(node.raw).get("type")
    if kinds is None:
        return None
    return canonical(sorted(kinds) if is_array(kinds) else [kinds])


def is_named_branch(union: Pair, branch: Pair) -> bool:
    """Return whether a pair compares a component that is a branch of the other pair's union on both sides."""
    return all(
        len(whole) == len(part) == 1 and component_name(part[0]) and part[0] in branches_of(whole[0])
        for whole, part in zip(union.sides, branch.sides, strict=True)
    )
