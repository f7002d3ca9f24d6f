"""Compares the parameters of a function: found by griffe, with the consequences of one change merged into it."""

from collections.abc import Iterator
from typing import NamedTuple

import griffe

RULES = {
    griffe.BreakageKind.PARAMETER_MOVED: "parameter-moved",
    griffe.BreakageKind.PARAMETER_REMOVED: "parameter-removed",
    griffe.BreakageKind.PARAMETER_CHANGED_KIND: "parameter-kind",
    griffe.BreakageKind.PARAMETER_CHANGED_DEFAULT: "parameter-default",
    griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED: "parameter-required",
    griffe.BreakageKind.PARAMETER_ADDED_REQUIRED: "parameter-added-required",
}
# Changes that shift the position of the parameters after them.
_SHIFTING = frozenset({"parameter-removed", "parameter-added-required", "parameter-kind"})
# Changes that callers notice even for a parameter with a private name.
_DEMANDING = frozenset({"parameter-required", "parameter-added-required"})
_KEYWORD_ONLY = griffe.ParameterKind.keyword_only
_VARIADIC = (griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword)


class ParameterChange(NamedTuple):
    """A change of one parameter; None on a side that lacks it."""

    rule: str
    base: griffe.Parameter | None
    head: griffe.Parameter | None

    @property
    def name(self) -> str:
        """The parameter's name, that of the base if there are two."""
        parameter = self.base or self.head
        return parameter.name if parameter else ""

    @property
    def detail(self) -> str:
        """What changed, or the head's name."""
        if self.rule == "parameter-kind" and self.base and self.head and self.base.kind and self.head.kind:
            return f"{self.base.kind.value} to {self.head.kind.value}"
        if self.rule == "parameter-default" and self.base and self.head:
            return f"{self.base.default} to {self.head.default}"
        return self.head.name if self.head else ""


def find_parameter_changes(base: griffe.Function, head: griffe.Function) -> list[ParameterChange]:
    """Return what changed in the parameters, in their order, except their types.

    A parameter that was removed while an equal one was added in its place was renamed. Parameters whose position
    shifts because another was added or removed are not reported.
    """
    changes = _merge_renames(list(_breakages(base, head)), base, head)
    moved = [change for change in changes if change.rule == "parameter-moved"]
    is_shifted = any(change.rule in _SHIFTING for change in changes)
    # One parameter that moved stands for all.
    repeated = moved if is_shifted else moved[1:]
    changes = [change for change in changes if change not in repeated]
    return [*changes, *_optional_additions(changes, base, head)]


def _breakages(base: griffe.Function, head: griffe.Function) -> Iterator[ParameterChange]:
    for breakage in griffe.find_breaking_changes(_wrap(base), _wrap(head)):
        rule = RULES.get(breakage.kind)
        if rule:
            change = ParameterChange(rule, breakage.old_value, breakage.new_value)
            if not change.name.startswith("_") or rule in _DEMANDING:
                yield change


def _wrap(function: griffe.Function) -> griffe.Module:
    """Return a module that contains only a function, because griffe compares whole modules."""
    module = griffe.Module("alone")
    module.set_member(function.name, griffe.Alias(function.name, function))
    return module


def _merge_renames(
    changes: list[ParameterChange], base: griffe.Function, head: griffe.Function
) -> list[ParameterChange]:
    """Replace a removal and an addition by a rename where exactly one added parameter equals the removed one."""
    base_names = {parameter.name for parameter in base.parameters}
    added = [parameter for parameter in head.parameters if parameter.name not in base_names]
    renames: list[ParameterChange] = []
    for removed in [change.base for change in changes if change.rule == "parameter-removed" and change.base]:
        matches = [parameter for parameter in added if _is_rename(removed, parameter, base, head)]
        if len(matches) == 1:
            added.remove(matches[0])
            renames.append(ParameterChange("parameter-renamed", removed, matches[0]))
    renamed = {id(parameter) for rename in renames for parameter in (rename.base, rename.head)}
    return [*(change for change in changes if not {id(change.base), id(change.head)} & renamed), *renames]


def _is_rename(
    removed: griffe.Parameter, added: griffe.Parameter, base: griffe.Function, head: griffe.Function
) -> bool:
    if removed.kind in _VARIADIC or removed.kind != added.kind or removed.required != added.required:
        return False
    if str(removed.annotation) != str(added.annotation):
        return False
    return removed.kind is _KEYWORD_ONLY or _position(removed, base) == _position(added, head)


def _position(parameter: griffe.Parameter, function: griffe.Function) -> int:
    return [each.name for each in function.parameters].index(parameter.name)


def _optional_additions(
    changes: list[ParameterChange], base: griffe.Function, head: griffe.Function
) -> Iterator[ParameterChange]:
    """Yield the parameters that were added and that callers may omit."""
    reported = {change.head.name for change in changes if change.head}
    base_names = {parameter.name for parameter in base.parameters}
    for parameter in head.parameters:
        if parameter.name not in base_names | reported and not parameter.name.startswith("_"):
            yield ParameterChange("parameter-added", None, parameter)
