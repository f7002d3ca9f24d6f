"""Public names, and the definition of each.

A name is public by the rules of the typing specification: no part of it starts with an underscore; an imported name
counts only if it is in `__all__` or imported `as` itself; a class has what it inherits.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import griffe
from attrs import define, field

from contract_diff.findings.finding import Location
from scripts.surface.reading import read_packages
from scripts.surface.revisions import Tree

# Special names that don't change how a class is used.
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
Node = griffe.Object | griffe.Alias


@define
class Definition:
    """A definition, and all public names that lead to it.

    Attributes:
        home: The dotted path where it is defined, which may be outside the packages.
        node: Its node in griffe's tree; None outside the packages.
        names: The public names.
    """

    home: str
    node: griffe.Object | None
    names: list[str] = field(factory=list[str])

    @property
    def name(self) -> str:
        """The name that users write: the shortest with the fewest parts."""
        return self.short_names[0]

    @property
    def short_names(self) -> list[str]:
        """The names with the fewest parts, the shortest first."""
        fewest = min(name.count(".") for name in self.names)
        return sorted((name for name in self.names if name.count(".") == fewest), key=lambda name: (len(name), name))


class Surface:
    """The public names of a tree's packages.

    Attributes:
        names: The definition by public name.
        definitions: The definition by its home.
    """

    def __init__(self, tree: Tree) -> None:
        """Read the packages of a tree.

        Raises:
            InputError: The packages can't be read.
        """
        self._root = tree.root.resolve()
        self.names: dict[str, Definition] = {}
        self.definitions: dict[str, Definition] = {}
        for package in read_packages(tree):
            for name, node in _module_names(package):
                self._add(name, node)

    def _add(self, name: str, node: Node) -> None:
        home, target = _follow_alias(node)
        definition = self.definitions.setdefault(home, Definition(home, target))
        definition.names.append(name)
        self.names[name] = definition

    def location(self, definition: Definition) -> Location | None:
        """Return the place of a definition, with a path relative to the tree."""
        node = definition.node
        if node is None or not isinstance(node.filepath, Path):
            return None
        path = node.filepath.resolve().relative_to(self._root)
        return Location(path.as_posix(), definition.name, _line(node), 1)

    def public_name(self, home: str) -> str:
        """Return the name that users write for the definition at a home; the home itself if there is none."""
        return self.definitions[home].name if home in self.definitions else home

    def is_class_member(self, definition: Definition) -> bool:
        """Return whether a definition is in a class."""
        return definition.node is not None and isinstance(definition.node.parent, griffe.Class)

    def is_enum_member(self, home: str) -> bool:
        """Return whether the definition at a home is a member of an enum."""
        node = self.definitions[home].node
        if not isinstance(node, griffe.Attribute) or "property" in node.labels or node.parent is None:
            return False
        return bool(ENUMS & self.ancestors.get(node.parent.path, frozenset())) and node.annotation is None

    @cached_property
    def ancestors(self) -> dict[str, frozenset[str]]:
        """The homes of all bases of each public class, by its home; bases outside the packages are included."""
        nodes = {home: definition.node for home, definition in self.definitions.items()}
        return {home: frozenset(_bases(node)) for home, node in nodes.items() if isinstance(node, griffe.Class)}


def _line(node: griffe.Object) -> int:
    """Return the line of a definition; a constructor that is made from fields has that of its class."""
    return node.lineno or (node.parent.lineno if node.parent else None) or 1


def is_public(member: Node) -> bool:
    """Return whether a member of a module or a class is public."""
    parent = member.parent
    if isinstance(parent, griffe.Module) and parent.exports:
        is_exported = member.name in [getattr(export, "name", export) for export in parent.exports]
        return is_exported or (not member.is_alias and member.is_module and not member.name.startswith("_"))
    if member.name.startswith("_") and (isinstance(parent, griffe.Module) or is_plumbing(member.name)):
        return False
    return bool(member.is_public)


def is_plumbing(name: str) -> bool:
    """Return whether a special name doesn't change how a class is used: every class has it, or no user needs it."""
    return name != "__init__" and (hasattr(object, name) or name in PLUMBING)


def _module_names(module: griffe.Module) -> Iterator[tuple[str, Node]]:
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


def _class_names(name: str, member: Node) -> Iterator[tuple[str, Node]]:
    node = resolve_alias(member)
    if not isinstance(node, griffe.Class):
        return
    for inner in node.all_members.values():
        if is_public(inner):
            yield f"{name}.{inner.name}", inner


def _follow_alias(node: Node) -> tuple[str, griffe.Object | None]:
    """Return where a name is defined, and the definition; None if that is outside the packages."""
    try:
        return node.canonical_path, node.final_target if isinstance(node, griffe.Alias) else node
    except griffe.AliasResolutionError as error:
        return error.alias.target_path, None
    except griffe.CyclicAliasError:
        return node.path, None


def resolve_alias(node: Node) -> griffe.Object | None:
    """Return the target of an alias, or the node itself; None if the target is outside the packages."""
    return _follow_alias(node)[1]


def _bases(node: griffe.Class) -> Iterator[str]:
    pending = list(_base_paths(node))
    while pending:
        home = pending.pop()
        yield home
        try:
            base = node.modules_collection[home]
        except KeyError:
            continue
        target = resolve_alias(base)
        if isinstance(target, griffe.Class):
            yield target.path
            pending.extend(_base_paths(target))


def _base_paths(node: griffe.Class) -> Iterable[str]:
    unsubscripted = (base.left if isinstance(base, griffe.ExprSubscript) else base for base in node.bases)
    return (base.canonical_path if isinstance(base, griffe.Expr) else base for base in unsubscripted)
