"""Pairs names that were removed with equal ones that were added: a rename or a move instead of two changes."""

from collections.abc import Iterable, Mapping

import griffe

from scripts.surface.names import Definition, resolve_alias


def match_moves(removed: Iterable[Definition], added: Iterable[Definition]) -> dict[str, Definition]:
    """Pair each removed definition with the added one that equals it, where exactly one does.

    A definition may have rivals: `f(a)` was removed while both `g(a)` and `h(a)` were added, or `f(a)` and `g(a)` were
    removed while `h(a)` was added. Then it is unknown which is the rename, and none of them is paired.

    Args:
        removed: Definitions that only the base has.
        added: Definitions that only the head has.

    Returns:
        The head's definition by the home of the base's.
    """
    candidates = list(added)
    matches = {base.home: [head for head in candidates if _is_alike(base, head)] for base in removed}
    wanted = [head.home for heads in matches.values() for head in heads]
    return {home: heads[0] for home, heads in matches.items() if len(heads) == 1 and wanted.count(heads[0].home) == 1}


def _is_alike(base: Definition, head: Definition) -> bool:
    if base.node is None or head.node is None or base.node.kind is not head.node.kind:
        return False
    same_name = _last_part(base.name) == _last_part(head.name)
    same_parent = _parent(base.name) == _parent(head.name)
    if not same_name and not same_parent:
        return False
    if isinstance(base.node, griffe.Module):
        return same_name or base.node.members.keys() == head.node.members.keys()
    return _content(base.node) == _content(head.node) or (same_name and isinstance(base.node, griffe.Class))


def _last_part(name: str) -> str:
    return name.rpartition(".")[2]


def _parent(name: str) -> str:
    return name.rpartition(".")[0]


def _content(node: griffe.Object) -> object:
    """Return everything that a definition states except its name."""
    if isinstance(node, griffe.Function):
        return [*map(_describe_parameter, node.parameters), str(node.returns), sorted(node.labels)]
    if isinstance(node, griffe.Class):
        return [list(map(str, node.bases)), _public_members(node.members)]
    value = getattr(node, "value", None)
    return [str(getattr(node, "annotation", None)), str(value), sorted(node.labels)]


def _describe_parameter(parameter: griffe.Parameter) -> str:
    return f"{parameter.kind} {parameter.name}: {parameter.annotation} = {parameter.default}"


def _public_members(members: Mapping[str, griffe.Object | griffe.Alias]) -> list[tuple[str, str]]:
    public = ((name, resolve_alias(member)) for name, member in members.items() if not name.startswith("_"))
    return sorted((name, str(_content(member))) for name, member in public if member is not None)
