"""Parameters of a function side by side: found by griffe, with what follows from one change told once."""

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
# Changes after which the parameters that follow stand elsewhere.
_SHIFTING = frozenset({"parameter-removed", "parameter-added-required", "parameter-kind"})
# What a caller notices even of a parameter that is private by its name.
_DEMANDING = frozenset({"parameter-required", "parameter-added-required"})
_KEYWORD_ONLY = griffe.ParameterKind.keyword_only
_VARIADIC = (griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword)


class ParameterChange(NamedTuple):
    """What became of one parameter; None on the side that doesn't have it."""

    rule: str
    old: griffe.Parameter | None
    new: griffe.Parameter | None

    @property
    def name(self) -> str:
        """The parameter's name, the old one if there are two."""
        one = self.old or self.new
        return one.name if one else ""

    @property
    def detail(self) -> str:
        """What there is to say of the new side."""
        if self.rule == "parameter-kind" and self.old and self.new and self.old.kind and self.new.kind:
            return f"{self.old.kind.value} to {self.new.kind.value}"
        if self.rule == "parameter-default" and self.old and self.new:
            return f"{self.old.default} to {self.new.default}"
        return self.new.name if self.new else ""


def parameter_changes(old: griffe.Function, new: griffe.Function) -> list[ParameterChange]:
    """What changed in the parameters, types left out, in their order.

    A parameter that went while an equal one came in its place is one that was renamed. Parameters that
    stand elsewhere because another came or went are not told.
    """
    found = _merged_renames(list(_breakages(old, new)), old, new)
    rules = {one.rule for one in found}
    if rules & _SHIFTING:
        found = [one for one in found if one.rule != "parameter-moved"]
    moved = [one for one in found if one.rule == "parameter-moved"]
    return [*(one for one in found if one not in moved[1:]), *_added(found, old, new)]


def _breakages(old: griffe.Function, new: griffe.Function) -> Iterator[ParameterChange]:
    for breakage in griffe.find_breaking_changes(_alone(old), _alone(new)):
        rule = RULES.get(breakage.kind)
        if rule:
            change = ParameterChange(rule, breakage.old_value, breakage.new_value)
            if not change.name.startswith("_") or rule in _DEMANDING:
                yield change


def _alone(function: griffe.Function) -> griffe.Module:
    """A module with nothing in it but a function, since griffe compares whole modules."""
    module = griffe.Module("alone")
    module.set_member(function.name, griffe.Alias(function.name, function))
    return module


def _merged_renames(found: list[ParameterChange], old: griffe.Function, new: griffe.Function) -> list[ParameterChange]:
    known = {parameter.name for parameter in old.parameters}
    fresh = [parameter for parameter in new.parameters if parameter.name not in known]
    renamed: list[ParameterChange] = []
    for gone in [one.old for one in found if one.rule == "parameter-removed" and one.old]:
        twins = [one for one in fresh if _stand_for_each_other(gone, one, old, new)]
        if len(twins) == 1:
            fresh.remove(twins[0])
            renamed.append(ParameterChange("parameter-renamed", gone, twins[0]))
    told = {id(side) for one in renamed for side in (one.old, one.new)}
    return [*(one for one in found if not {id(one.old), id(one.new)} & told), *renamed]


def _stand_for_each_other(
    gone: griffe.Parameter, come: griffe.Parameter, old: griffe.Function, new: griffe.Function
) -> bool:
    alike = gone.kind == come.kind and str(gone.annotation) == str(come.annotation)
    if gone.kind in _VARIADIC or not alike or gone.required != come.required:
        return False
    return gone.kind is _KEYWORD_ONLY or _position(gone, old) == _position(come, new)


def _position(parameter: griffe.Parameter, function: griffe.Function) -> int:
    return [one.name for one in function.parameters].index(parameter.name)


def _added(found: list[ParameterChange], old: griffe.Function, new: griffe.Function) -> Iterator[ParameterChange]:
    """Parameters that are new and may be left out."""
    told = {one.new.name for one in found if one.new}
    known = {parameter.name for parameter in old.parameters}
    for parameter in new.parameters:
        if parameter.name not in known | told and not parameter.name.startswith("_"):
            yield ParameterChange("parameter-added", None, parameter)
