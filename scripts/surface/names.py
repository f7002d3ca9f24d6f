"""Public names, and what stands behind each of them.

Public is what the typing specification calls so: no part of the name begins with an underscore; what a module
imports counts only where it is in `__all__` or imported `as` itself; a class has what it inherits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import griffe

from contract_diff.findings.finding import Location
from scripts.surface.reading import read
from scripts.surface.revisions import Tree

PLUMBING = frozenset(
    {
        "__slots__",
        "__post_init__",
        "__match_args__",
        "__getstate__",
        "__setstate__",
        "__all__",
        "__copy__",
        "__attrs_attrs__",
    }
)
ENUMS = frozenset({"enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.Flag", "enum.IntFlag"})
Thing = griffe.Object | griffe.Alias


@dataclass
class Definition:
    """One thing, and all the public names that lead to it.

    Attributes:
        home: Where it is defined, which may be outside of the packages.
        thing: What griffe knows of it; None outside of the packages.
    """

    home: str
    thing: griffe.Object | None
    names: list[str] = field(default_factory=list[str])

    @property
    def name(self) -> str:
        """The name that users write: the one with the fewest parts."""
        return self.short_names[0]

    @property
    def short_names(self) -> list[str]:
        """All names with as few parts as any has, in order."""
        fewest = min(name.count(".") for name in self.names)
        return sorted((name for name in self.names if name.count(".") == fewest), key=lambda name: (len(name), name))


class Surface:
    """The public names of a tree's packages."""

    def __init__(self, tree: Tree) -> None:
        """Read them.

        Raises:
            InputError: The packages can't be read.
        """
        self._root = tree.root.resolve()
        self.names: dict[str, Definition] = {}
        self.definitions: dict[str, Definition] = {}
        for package in read(tree):
            for name, thing in _module_names(package):
                self._add(name, thing)

    def _add(self, name: str, thing: Thing) -> None:
        home, found = _behind(thing)
        known = self.definitions.setdefault(home, Definition(home, found))
        known.names.append(name)
        self.names[name] = known

    def location(self, definition: Definition) -> Location | None:
        """Where a definition stands, with a path relative to the tree."""
        thing = definition.thing
        if thing is None or not isinstance(thing.filepath, Path):
            return None
        path = thing.filepath.resolve().relative_to(self._root)
        return Location(path.as_posix(), definition.name, _line(thing), 1)

    def public_name(self, home: str) -> str:
        """The name that users write for what is defined somewhere; the place itself where there is none."""
        return self.definitions[home].name if home in self.definitions else home

    def is_class_member(self, definition: Definition) -> bool:
        """Whether a definition stands in a class."""
        return definition.thing is not None and isinstance(definition.thing.parent, griffe.Class)

    def is_enum_member(self, home: str) -> bool:
        """Whether a definition is a member of an enum."""
        thing = self.definitions[home].thing
        if not isinstance(thing, griffe.Attribute) or "property" in thing.labels or thing.parent is None:
            return False
        return bool(ENUMS & self.ancestors.get(thing.parent.path, frozenset())) and thing.annotation is None

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """By each public class's home, the homes of all its bases, those outside of the packages included."""
        classes = {home: found.thing for home, found in self.definitions.items()}
        return {home: frozenset(_bases(one)) for home, one in classes.items() if isinstance(one, griffe.Class)}


def _line(thing: griffe.Object) -> int:
    """A constructor that follows from the fields stands where its class does."""
    return thing.lineno or (thing.parent.lineno if thing.parent else None) or 1


def is_public(member: Thing) -> bool:
    """Whether a module's or a class's member is public."""
    parent = member.parent
    if isinstance(parent, griffe.Module) and parent.exports:
        listed = member.name in [getattr(one, "name", one) for one in parent.exports]
        return listed or (not member.is_alias and member.is_module and not member.name.startswith("_"))
    if member.name.startswith("_") and (isinstance(parent, griffe.Module) or is_plumbing(member.name)):
        return False
    return bool(member.is_public)


def is_plumbing(name: str) -> bool:
    """Whether a special name says nothing about how a class is used: every class has it, or none needs it."""
    return name != "__init__" and (hasattr(object, name) or name in PLUMBING)


def _module_names(module: griffe.Module) -> Iterator[tuple[str, Thing]]:
    yield module.path, module
    for member in module.members.values():
        if not is_public(member):
            continue
        name = f"{module.path}.{member.name}"
        if isinstance(member, griffe.Module):
            yield from _module_names(member)
            continue
        yield name, member
        yield from _class_names(name, member)


def _class_names(name: str, member: Thing) -> Iterator[tuple[str, Thing]]:
    found = resolved(member)
    if not isinstance(found, griffe.Class):
        return
    for inner in found.all_members.values():
        if is_public(inner):
            yield f"{name}.{inner.name}", inner


def _behind(thing: Thing) -> tuple[str, griffe.Object | None]:
    """Where a thing is defined, and the thing itself unless that is outside of the packages."""
    try:
        return thing.canonical_path, thing.final_target if isinstance(thing, griffe.Alias) else thing
    except griffe.AliasResolutionError as error:
        return error.alias.target_path, None
    except griffe.CyclicAliasError:
        return thing.path, None


def resolved(thing: Thing) -> griffe.Object | None:
    """What an alias leads to; None where that is outside of the packages."""
    return _behind(thing)[1]


def _bases(found: griffe.Class) -> Iterator[str]:
    pending = list(_base_paths(found))
    while pending:
        home = pending.pop()
        yield home
        try:
            base = found.modules_collection[home]
        except KeyError:
            continue
        target = resolved(base)
        if isinstance(target, griffe.Class):
            yield target.path
            pending.extend(_base_paths(target))


def _base_paths(found: griffe.Class) -> Iterable[str]:
    plain = (base.left if isinstance(base, griffe.ExprSubscript) else base for base in found.bases)
    return (base.canonical_path if isinstance(base, griffe.Expr) else base for base in plain)
