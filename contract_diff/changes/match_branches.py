"""Which branch of a union or conjunction became which: by reference, by sameness, by what it is called."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from contract_diff.changes.change import Pair
from contract_diff.core.json_values import as_object, canonical, is_array
from contract_diff.reading.document import Node, component_name
from contract_diff.schemas.discriminators import branches_of
from contract_diff.schemas.identical import Sameness


class Matched(NamedTuple):
    """Branches in both, and those that only one side has."""

    pairs: list[tuple[Node, Node]]
    removed: list[Node]
    added: list[Node]


def match(old: list[Node], new: list[Node], sameness: Sameness) -> Matched:
    """Pair branches, the surest way first."""
    matched = Matched([], list(old), list(new))
    for test in (_by(_reference), sameness.nodes, _by(_label), _by(_types)):
        _take(matched, test)
    if len(matched.removed) == len(matched.added) == 1:
        _take(matched, lambda _one, _other: True)
    return matched


def _take(matched: Matched, test: Callable[[Node, Node], bool]) -> None:
    for one in list(matched.removed):
        other = next((candidate for candidate in matched.added if test(one, candidate)), None)
        if other is not None:
            matched.removed.remove(one)
            matched.added.remove(other)
            matched.pairs.append((one, other))


def _by(key: Callable[[Node], Hashable]) -> Callable[[Node, Node], bool]:
    return lambda one, other: key(one) is not None and key(one) == key(other)


def _reference(node: Node) -> str | None:
    return node.pointer if node.pointer.startswith("/components/") and node.pointer.count("/") == 3 else None


def _label(node: Node) -> str | None:
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
    """Whether a pair compares a component that is a branch of the other pair's union on both sides."""
    sides = zip(union[:2], branch[:2], strict=True)
    return all(
        len(whole) == len(part) == 1 and component_name(part[0]) and part[0] in branches_of(whole[0])
        for whole, part in sides
    )
