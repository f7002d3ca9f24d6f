"""Types as sets of alternatives, and what a change of a type means for those who pass or receive its values."""

import builtins
import collections.abc
from collections.abc import Iterator, Sequence
from typing import Any

import griffe

from contract_diff.core.severity import Effect
from contract_diff.core.ternary import Answer, every
from scripts.surface.names import Surface

ANYTHING = frozenset({"typing.Any", "Any", "object", "builtins.object"})
_UNIONS = frozenset({"typing.Union", "typing.Optional"})
_LITERAL = "typing.Literal"
# Promotions that type checkers make.
_PROMOTED = {"float": frozenset({"int", "bool"}), "complex": frozenset({"int", "float", "bool"})}


def alternatives(annotation: Any, surface: Surface) -> frozenset[str]:
    """Return the members of a union, or the single type, under the names that users write.

    Example:
        `Optional[Literal["a", "b"]]` yields `Literal['a']`, `Literal['b']` and `None`.
    """
    return frozenset(_members(annotation, surface)) if annotation is not None else frozenset({"Any"})


def _members(annotation: Any, surface: Surface) -> Iterator[str]:
    if isinstance(annotation, griffe.ExprBinOp) and annotation.operator == "|":
        yield from _members(annotation.left, surface)
        yield from _members(annotation.right, surface)
    elif isinstance(annotation, griffe.ExprSubscript) and annotation.canonical_path in {*_UNIONS, _LITERAL}:
        yield from _subscript_members(annotation, surface)
    else:
        yield _type_name(annotation, surface)


def _subscript_members(annotation: griffe.ExprSubscript, surface: Surface) -> Iterator[str]:
    content = annotation.slice
    for item in content.elements if isinstance(content, griffe.ExprTuple) else [content]:
        if annotation.canonical_path == _LITERAL:
            yield f"Literal[{item}]"
        else:
            yield from _members(item, surface)
    if annotation.canonical_path == "typing.Optional":
        yield "None"


def _type_name(annotation: Any, surface: Surface) -> str:
    if isinstance(annotation, griffe.ExprName | griffe.ExprAttribute):
        return surface.public_name(_home(annotation.canonical_path, surface))
    if isinstance(annotation, griffe.Expr):
        return "".join(_type_name(part, surface) for part in annotation.iterate(flat=False))
    return str(annotation)


def _home(path: str, surface: Surface) -> str:
    """Return where a name is defined that may be a re-export."""
    return surface.names[path].home if path in surface.names else path


def compare_alternatives(base: frozenset[str], head: frozenset[str], *surfaces: Surface) -> Effect:
    """Return how the set of values that a type allows changed.

    Args:
        base: The alternatives in the base, under the head's names.
        head: The alternatives in the head.
        surfaces: Where to look up the bases of a class, in this order.
    """
    keeps = every(_is_covered(member, head, surfaces) for member in sorted(base))
    adds_nothing = every(_is_covered(member, base, surfaces) for member in sorted(head))
    return Effect(keeps, adds_nothing)


def _is_covered(member: str, others: frozenset[str], surfaces: Sequence[Surface]) -> Answer:
    """Return whether every value of a type is a value of one of the other types."""
    if member in others or others & ANYTHING:
        return Answer.YES
    if member in ANYTHING or "[" in member.removeprefix("Literal["):
        return Answer.UNKNOWN
    if _supertypes(member, surfaces) & others:
        return Answer.YES
    return Answer.NO if all(_is_known(name, surfaces) for name in (member, *others)) else Answer.UNKNOWN


def _supertypes(name: str, surfaces: Sequence[Surface]) -> frozenset[str]:
    if name.startswith("Literal["):
        value = name.removeprefix("Literal[")
        return frozenset({"str"} if value[0] in "'\"" else {"bool", "int"} if value[0] in "TF" else {"int"})
    runtime_class = _runtime_class(name)
    if runtime_class is not None:
        promoted = {wide for wide, narrow in _PROMOTED.items() if name in narrow}
        return frozenset(promoted | {base.__name__ for base in runtime_class.__mro__})
    return next((bases for surface in surfaces if (bases := _bases_of(name, surface)) is not None), frozenset())


def _bases_of(name: str, surface: Surface) -> frozenset[str] | None:
    """Return the bases of a public class; None if the name is not a public class."""
    definition = surface.names.get(name)
    if definition is None or definition.home not in surface.ancestors:
        return None
    homes = surface.ancestors[definition.home]
    string = {"str"} if {"enum.StrEnum", "builtins.str"} & homes else set[str]()
    return frozenset({surface.public_name(home) for home in homes} | string)


def _runtime_class(name: str) -> type | None:
    """Return the class of a builtin name, or of one in collections.abc; None for all others."""
    if name.startswith("collections.abc."):
        value = getattr(collections.abc, name.rpartition(".")[2], None)
    else:
        value = None if "." in name else getattr(builtins, name, None)
    return value if isinstance(value, type) else None


def _is_known(name: str, surfaces: Sequence[Surface]) -> bool:
    """Return whether all supertypes of a type are known."""
    if name == "None" or name.startswith("Literal[") or _runtime_class(name) is not None:
        return True
    return any(_bases_of(name, surface) is not None for surface in surfaces)
