"""Two surfaces side by side: what went, what came, and what became of the rest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scripts.surface.change import Change
from scripts.surface.definition_changes import Pairs
from scripts.surface.moves import moves
from scripts.surface.names import Definition, Surface


def compare(before: Surface, after: Surface) -> Iterator[Change]:
    """Yield every change, each once however many names lead to it."""
    gone, come = _outermost(before, after), _outermost(after, before)
    entirely_gone = [before.definitions[home] for home in gone if not _names_in(before.definitions[home], after)]
    new = [after.definitions[home] for home in come if not _names_in(after.definitions[home], before)]
    moved = moves(entirely_gone, new)
    for home, names in gone.items():
        yield _gone(before, after, home, names, moved)
    taken = {definition.home for definition in moved.values()}
    for home, names in come.items():
        if home not in taken:
            rule = "enum-member-added" if after.is_enum_member(home) else "name-added"
            yield Change(rule, _shown(names), "", None, after.location(after.definitions[home]))
    yield from Pairs(before, after, {before.definitions[home].name: new.name for home, new in moved.items()}).changes()


def _outermost(here: Surface, there: Surface) -> dict[str, list[str]]:
    """The names that only one side has, by what they lead to; not those inside of something that it is true of."""
    missing = here.names.keys() - there.names.keys()
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(missing):
        if name.rpartition(".")[0] not in missing:
            groups[here.names[name].home].append(name)
    return dict(groups)


def _names_in(definition: Definition, surface: Surface) -> list[str]:
    return [name for name in definition.names if name in surface.names]


def _gone(before: Surface, after: Surface, home: str, names: list[str], moved: dict[str, Definition]) -> Change:
    definition = before.definitions[home]
    base = before.location(definition)
    if home in moved:
        new = moved[home]
        same_name = new.name.rpartition(".")[2] == definition.name.rpartition(".")[2]
        rule = "name-moved" if same_name else "name-renamed"
        return Change(rule, _shown(names), new.name, base, after.location(new))
    left = _names_in(definition, after)
    if left and not before.is_class_member(definition):
        kept = after.names[min(left, key=lambda name: (name.count("."), name))]
        return Change("export-removed", _shown(names), kept.name, base, after.location(kept))
    rule = "enum-member-removed" if before.is_enum_member(home) else "name-removed"
    return Change(rule, _shown(names), "", base, None)


def _shown(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name.count("."), len(name), name)))
