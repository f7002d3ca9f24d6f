"""One definition on both sides: what changed in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import griffe

from contract_diff.core.severity import Direction
from contract_diff.core.ternary import Answer
from scripts.surface.annotations import alternatives, effect
from scripts.surface.change import Change
from scripts.surface.names import Definition, Surface
from scripts.surface.parameter_changes import parameter_changes

CALLING = frozenset({"async", "classmethod", "staticmethod"})
ALIAS_ANNOTATIONS = frozenset({"TypeAlias", "typing.TypeAlias"})
_DOTTED = re.compile(r"[^\W\d][\w.]*")
# The client builds these from answers; that their constructor grows is no concern of most users.
RESPONSE_MODEL = "pivotal_runtime.values.Model"


class Pair(NamedTuple):
    """A name and what it led and leads to."""

    name: str
    old: Definition
    new: Definition


class Pairs:
    """Compares what both sides have."""

    def __init__(self, before: Surface, after: Surface, renamed: Mapping[str, str]) -> None:
        self._before = before
        self._after = after
        self._renamed = renamed

    def changes(self) -> Iterator[Change]:
        """Yield the changes inside of what both sides have."""
        seen: set[tuple[str, str]] = set()
        for name in sorted(self._common(), key=lambda name: (name.count("."), len(name), name)):
            pair = Pair(name, self._before.names[name], self._after.names[name])
            if (pair.old.home, pair.new.home) not in seen:
                seen.add((pair.old.home, pair.new.home))
                yield from self._pair(pair)

    def _common(self) -> set[str]:
        return self._before.names.keys() & self._after.names.keys()

    def _pair(self, pair: Pair) -> Iterator[Change]:
        old, new = pair.old.thing, pair.new.thing
        if old is None or new is None:
            if pair.old.home != pair.new.home:
                yield self._change("origin-changed", pair, f"{pair.old.home} to {pair.new.home}")
        elif old.kind is not new.kind:
            yield self._change("kind-changed", pair, f"{old.kind.value} to {new.kind.value}")
        elif isinstance(old, griffe.Class) and isinstance(new, griffe.Class):
            yield from self._bases(pair)
        elif isinstance(old, griffe.Function) and isinstance(new, griffe.Function):
            yield from self._function(pair, old, new)
        elif not isinstance(old, griffe.Module):
            yield from self._attribute(pair, old, new)

    def _change(self, rule: str, pair: Pair, detail: str, **more: Any) -> Change:
        places = self._before.location(pair.old), self._after.location(pair.new)
        return Change(rule, (pair.name,), detail, *places, **more)

    def _bases(self, pair: Pair) -> Iterator[Change]:
        """Bases that a class lost, unless a base that it keeps lost them."""
        kept = self._after.ancestors[pair.new.home]
        lost = self._lost(pair.old.home, pair.new.home)
        explained = {base for other in kept for base in self._lost(other, other)}
        public = sorted(base for base in lost - explained if not _is_private(base))
        if public:
            detail = " and ".join(self._before.public_name(base) for base in public)
            yield self._change("base-removed", pair, detail)

    def _lost(self, old: str, new: str) -> frozenset[str]:
        ancestors = self._before.ancestors.get(old, frozenset()), self._after.ancestors.get(new, frozenset())
        names = {self._translated(self._before.public_name(home)): home for home in ancestors[0]}
        still = {self._after.public_name(home) for home in ancestors[1]}
        return frozenset(home for name, home in names.items() if name not in still)

    def _function(self, pair: Pair, old: griffe.Function, new: griffe.Function) -> Iterator[Change]:
        was, becomes = (sorted(one.labels & CALLING) for one in (old, new))
        if was != becomes:
            yield self._change("call-changed", pair, f"{_labels(was)} to {_labels(becomes)}")
        yield from self._parameters(pair, old, new)
        if old.name != "__init__" and old.returns is not None:
            yield from self._types("return-type", pair, old.returns, new.returns, Direction.RESPONSE)

    def _parameters(self, pair: Pair, old: griffe.Function, new: griffe.Function) -> Iterator[Change]:
        for one in parameter_changes(old, new):
            if not (_from_fields(new) and self._told_as_field(pair, one.name)):
                shown = pair._replace(name=f"{pair.name}({one.name}=)")
                yield self._change(one.rule, shown, one.detail, built_by_client=self._is_model(new))
        for parameter in old.parameters:
            if parameter.name in new.parameters:
                yield from self._parameter_type(pair, parameter, new.parameters[parameter.name], new)

    def _told_as_field(self, pair: Pair, parameter: str) -> bool:
        field = f"{pair.name.rpartition('.')[0]}.{parameter}"
        return field in self._before.names and field not in self._after.names

    def _is_model(self, function: griffe.Function) -> bool:
        owner = function.parent
        return _from_fields(function) and owner is not None and RESPONSE_MODEL in self._ancestors_of(owner.path)

    def _ancestors_of(self, home: str) -> frozenset[str]:
        return self._after.ancestors.get(home, frozenset())

    def _parameter_type(
        self, pair: Pair, old: griffe.Parameter, new: griffe.Parameter, function: griffe.Function
    ) -> Iterator[Change]:
        shown = pair._replace(name=f"{pair.name}({old.name}=)")
        for change in self._types("parameter-type", shown, old.annotation, new.annotation, Direction.REQUEST):
            as_field = _from_fields(function) and change.effect and change.effect.adds_nothing is not Answer.YES
            if not as_field and not self._is_model(function):
                yield change

    def _attribute(self, pair: Pair, old: Any, new: Any) -> Iterator[Change]:
        if self._before.is_enum_member(pair.old.home):
            if str(old.value) != str(new.value):
                yield self._change("enum-value-changed", pair, f"{old.value} to {new.value}")
        elif _is_type_alias(old) and _is_type_alias(new):
            yield from self._types("alias-type", pair, old.value, new.value, Direction.REQUEST)
        elif (was := _annotation(old)) is not None and (becomes := _annotation(new)) is not None:
            passed = "typing.TypedDict" in self._ancestors_of(old.parent.path)
            direction = Direction.REQUEST if passed else Direction.RESPONSE
            yield from self._types("attribute-type", pair, was, becomes, direction)

    def _types(self, rule: str, pair: Pair, old: Any, new: Any, direction: Direction) -> Iterator[Change]:
        was = frozenset(self._translated(one) for one in alternatives(old, self._before))
        becomes = alternatives(new, self._after)
        if was != becomes:
            found = effect(was, becomes, self._after, self._before)
            yield self._change(rule, pair, f"{_shown(old)} to {_shown(new)}", effect=found, direction=direction)

    def _translated(self, type_name: str) -> str:
        """A type of the base under the names that the head has for it."""
        return _DOTTED.sub(lambda found: self._name_now(found[0]), type_name)

    def _name_now(self, name: str) -> str:
        known = self._before.names.get(name)
        kept = [self._after.names[one].name for one in (known.names if known else []) if one in self._after.names]
        return min(kept) if kept else self._renamed.get(name, name)


def _annotation(attribute: Any) -> Any:
    """An attribute's type: as stated, or that of the argument that `__init__` keeps in it; None where it isn't told."""
    if attribute.annotation is not None or "instance-attribute" not in attribute.labels:
        return attribute.annotation
    init, kept = attribute.parent.members.get("__init__"), str(attribute.value)
    is_argument = isinstance(init, griffe.Function) and kept in init.parameters
    return init.parameters[kept].annotation if is_argument else None


def _is_private(home: str) -> bool:
    return any(part.startswith("_") for part in home.split("."))


def _is_type_alias(thing: Any) -> bool:
    return thing.kind is griffe.Kind.TYPE_ALIAS or str(thing.annotation) in ALIAS_ANNOTATIONS


def _from_fields(function: griffe.Function) -> bool:
    """Whether a constructor stands nowhere, because it follows from the fields of its class."""
    return function.name == "__init__" and not function.lineno


def _shown(annotation: Any) -> str:
    return "not stated" if annotation is None else str(annotation)


def _labels(labels: list[str]) -> str:
    return " and ".join(labels) or "a plain call"
