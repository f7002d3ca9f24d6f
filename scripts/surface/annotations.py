"""Types as sets of alternatives, and what the change of one means for who passes or gets its values."""

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
    """The members of a union, or the one type itself, each under the name that users write.

    Example:
        `Optional[Literal["a", "b"]]` gives `Literal['a']`, `Literal['b']` and `None`.
    """
    return frozenset(_members(annotation, surface)) if annotation is not None else frozenset({"Any"})


def _members(annotation: Any, surface: Surface) -> Iterator[str]:
    if isinstance(annotation, griffe.ExprBinOp) and annotation.operator == "|":
        yield from _members(annotation.left, surface)
        yield from _members(annotation.right, surface)
    elif isinstance(annotation, griffe.ExprSubscript) and annotation.canonical_path in {*_UNIONS, _LITERAL}:
        yield from _subscripted(annotation, surface)
    else:
        yield _text(annotation, surface)


def _subscripted(annotation: griffe.ExprSubscript, surface: Surface) -> Iterator[str]:
    inside = annotation.slice
    parts = inside.elements if isinstance(inside, griffe.ExprTuple) else [inside]
    for part in parts:
        if annotation.canonical_path == _LITERAL:
            yield f"Literal[{part}]"
        else:
            yield from _members(part, surface)
    if annotation.canonical_path == "typing.Optional":
        yield "None"


def _text(annotation: Any, surface: Surface) -> str:
    if isinstance(annotation, griffe.ExprName | griffe.ExprAttribute):
        return surface.public_name(_home(annotation.canonical_path, surface))
    if isinstance(annotation, griffe.Expr):
        return "".join(_text(part, surface) for part in annotation.iterate(flat=False))
    return str(annotation)


def _home(path: str, surface: Surface) -> str:
    """Where a name is defined that may lead over a re-export."""
    return surface.names[path].home if path in surface.names else path


def effect(old: frozenset[str], new: frozenset[str], *surfaces: Surface) -> Effect:
    """What became of the set of values that a type allows.

    Args:
        old: The alternatives that were, and new: that are, under the same names.
        surfaces: Where what a class derives from is looked up, one after the other.
    """
    keeps = every(_covered(one, new, surfaces) for one in sorted(old))
    adds_nothing = every(_covered(one, old, surfaces) for one in sorted(new))
    return Effect(keeps, adds_nothing)


def _covered(one: str, others: frozenset[str], surfaces: Sequence[Surface]) -> Answer:
    """Is every value of this type a value of one of the others?"""
    if one in others or others & ANYTHING:
        return Answer.YES
    if one in ANYTHING or "[" in one.removeprefix("Literal["):
        return Answer.UNKNOWN
    if _supertypes(one, surfaces) & others:
        return Answer.YES
    return Answer.NO if all(_is_plain(each, surfaces) for each in (one, *others)) else Answer.UNKNOWN


def _supertypes(one: str, surfaces: Sequence[Surface]) -> frozenset[str]:
    if one.startswith("Literal["):
        value = one.removeprefix("Literal[")
        return frozenset({"str"} if value[0] in "'\"" else {"bool", "int"} if value[0] in "TF" else {"int"})
    promoted = {wide for wide, narrow in _PROMOTED.items() if one in narrow}
    known = _runtime_class(one)
    if known is not None:
        return frozenset(promoted | {base.__name__ for base in known.__mro__})
    return next((found for surface in surfaces if (found := _bases_of(one, surface)) is not None), frozenset())


def _bases_of(one: str, surface: Surface) -> frozenset[str] | None:
    """The bases of a public class; None for what is none."""
    definition = surface.names.get(one)
    if definition is None or definition.home not in surface.ancestors:
        return None
    homes = surface.ancestors[definition.home]
    text = {"str"} if {"enum.StrEnum", "builtins.str"} & homes else set[str]()
    return frozenset({surface.public_name(home) for home in homes} | text)


def _runtime_class(name: str) -> type | None:
    module = collections.abc if name.startswith("collections.abc.") else builtins
    found = getattr(module, name.rpartition(".")[2], None) if module is not builtins or "." not in name else None
    return found if isinstance(found, type) else None


def _is_plain(one: str, surfaces: Sequence[Surface]) -> bool:
    """Whether all that this type is a subtype of is known."""
    if one == "None" or one.startswith("Literal[") or _runtime_class(one) is not None:
        return True
    return any(_bases_of(one, surface) is not None for surface in surfaces)
