"""Names that went while an equal one came: one rename or move instead of a removal and an addition."""

from collections.abc import Iterable, Mapping

import griffe

from scripts.surface.names import Definition, resolved


def moves(gone: Iterable[Definition], come: Iterable[Definition]) -> dict[str, Definition]:
    """Pair definitions that say the same; each is in one pair at most, and only where there is no doubt.

    Args:
        gone: What the base has and the head has not, and come: the other way round.

    Returns:
        The new definition by the home of the old one.
    """
    left, right = list(gone), list(come)
    candidates = {old.home: [new for new in right if _alike(old, new)] for old in left}
    wanted = [new.home for found in candidates.values() for new in found]
    return {
        home: found[0] for home, found in candidates.items() if len(found) == 1 and wanted.count(found[0].home) == 1
    }


def _alike(old: Definition, new: Definition) -> bool:
    if old.thing is None or new.thing is None or old.thing.kind is not new.thing.kind:
        return False
    same_name = _last(old.name) == _last(new.name)
    same_parent = _parent(old.name) == _parent(new.name)
    if not same_name and not same_parent:
        return False
    if isinstance(old.thing, griffe.Module):
        return same_name or old.thing.members.keys() == new.thing.members.keys()
    return shape(old.thing) == shape(new.thing) or (same_name and isinstance(old.thing, griffe.Class))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _parent(name: str) -> str:
    return name.rpartition(".")[0]


def shape(thing: griffe.Object) -> object:
    """What a definition says beside its name."""
    if isinstance(thing, griffe.Function):
        return [*map(_parameter, thing.parameters), str(thing.returns), sorted(thing.labels)]
    if isinstance(thing, griffe.Class):
        return [list(map(str, thing.bases)), _members(thing.members)]
    value = getattr(thing, "value", None)
    return [str(getattr(thing, "annotation", None)), str(value), sorted(thing.labels)]


def _parameter(one: griffe.Parameter) -> str:
    return f"{one.kind} {one.name}: {one.annotation} = {one.default}"


def _members(members: Mapping[str, griffe.Object | griffe.Alias]) -> list[tuple[str, str]]:
    public = ((name, resolved(member)) for name, member in members.items() if not name.startswith("_"))
    return sorted((name, str(shape(found))) for name, found in public if found is not None)
