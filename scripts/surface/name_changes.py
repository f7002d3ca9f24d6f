"""Compares two surfaces: names that were removed, added, moved or renamed, then the definitions that both have."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from scripts.surface.change import Change
from scripts.surface.definition_changes import DefinitionComparer
from scripts.surface.moves import match_moves
from scripts.surface.names import Definition, Surface

# Names by the home of the definition that they lead to.
NamesByHome = Mapping[str, list[str]]


def compare_names(base: Surface, head: Surface) -> Iterator[Change]:
    """Yield every change, each once, however many names lead to it."""
    removed, added = _outermost(base, head), _outermost(head, base)
    moved = match_moves(_without_names_in(head, base, removed), _without_names_in(base, head, added))
    for home, names in removed.items():
        yield _removal(base, head, home, names, moved)
    moved_homes = {definition.home for definition in moved.values()}
    for home, names in added.items():
        if home not in moved_homes:
            rule = "enum-member-added" if head.is_enum_member(home) else "name-added"
            yield Change(rule, _sorted_names(names), "", None, head.location(head.definitions[home]))
    renamed = {base.definitions[home].name: definition.name for home, definition in moved.items()}
    yield from DefinitionComparer(base, head, renamed).changes()


def _outermost(surface: Surface, other: Surface) -> NamesByHome:
    """Return the names that only one surface has; members of a missing class or module are not listed separately."""
    missing = surface.names.keys() - other.names.keys()
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(missing):
        if name.rpartition(".")[0] not in missing:
            groups[surface.names[name].home].append(name)
    return dict(groups)


def _without_names_in(other: Surface, surface: Surface, homes: Iterable[str]) -> list[Definition]:
    """Return a surface's definitions of which the other surface has none of the names."""
    definitions = [surface.definitions[home] for home in homes]
    return [definition for definition in definitions if not _common_names(definition, other)]


def _common_names(definition: Definition, surface: Surface) -> list[str]:
    return [name for name in definition.names if name in surface.names]


def _removal(base: Surface, head: Surface, home: str, names: list[str], moved: Mapping[str, Definition]) -> Change:
    definition = base.definitions[home]
    location, shown = base.location(definition), _sorted_names(names)
    if home in moved:
        target = moved[home]
        is_same_name = target.name.rpartition(".")[2] == definition.name.rpartition(".")[2]
        rule = "name-moved" if is_same_name else "name-renamed"
        return Change(rule, shown, target.name, location, head.location(target))
    remaining = _common_names(definition, head)
    if remaining and not base.is_class_member(definition):
        target = head.names[min(remaining, key=lambda name: (name.count("."), name))]
        return Change("export-removed", shown, target.name, location, head.location(target))
    rule = "enum-member-removed" if base.is_enum_member(home) else "name-removed"
    return Change(rule, shown, "", location, None)


def _sorted_names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name.count("."), len(name), name)))
