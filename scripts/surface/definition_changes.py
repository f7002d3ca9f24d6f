"""Compares the definitions that both surfaces have: classes, functions, attributes, type aliases."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import griffe

from contract_diff.core.severity import Direction
from contract_diff.core.ternary import Answer
from scripts.surface.annotations import alternatives, compare_alternatives
from scripts.surface.change import Change
from scripts.surface.names import Definition, Surface
from scripts.surface.parameter_changes import find_parameter_changes

# griffe's labels for how a function is called.
CALL_LABELS = frozenset({"async", "classmethod", "staticmethod"})
ALIAS_ANNOTATIONS = frozenset({"TypeAlias", "typing.TypeAlias"})
_DOTTED_NAME = re.compile(r"[^\W\d][\w.]*")
# The client builds these from responses; few users notice that their constructor grows.
RESPONSE_MODEL = "pivotal_runtime.base_models.Model"


class Pair(NamedTuple):
    """A name, and its definition on both sides."""

    name: str
    base: Definition
    head: Definition


class DefinitionComparer:
    """Compares what both sides have."""

    def __init__(self, base: Surface, head: Surface, renamed: Mapping[str, str]) -> None:
        """Set the sides.

        Args:
            base: The base.
            head: The head.
            renamed: The head's name of each definition that was renamed or moved, by the base's name.
        """
        self._base = base
        self._head = head
        self._renamed = renamed

    def changes(self) -> Iterator[Change]:
        """Yield the changes in definitions that both sides have, each definition under its shortest name."""
        compared: set[tuple[str, str]] = set()
        common_names = self._base.names.keys() & self._head.names.keys()
        for name in sorted(common_names, key=lambda name: (name.count("."), len(name), name)):
            pair = Pair(name, self._base.names[name], self._head.names[name])
            if (pair.base.home, pair.head.home) not in compared:
                compared.add((pair.base.home, pair.head.home))
                yield from self._compare(pair)

    def _compare(self, pair: Pair) -> Iterator[Change]:
        base, head = pair.base.node, pair.head.node
        if base is None or head is None:
            if pair.base.home != pair.head.home:
                yield self._change("origin-changed", pair, f"{pair.base.home} to {pair.head.home}")
        elif base.kind is not head.kind:
            yield self._change("kind-changed", pair, f"{base.kind.value} to {head.kind.value}")
        elif isinstance(base, griffe.Class) and isinstance(head, griffe.Class):
            yield from self._compare_bases(pair)
        elif isinstance(base, griffe.Function) and isinstance(head, griffe.Function):
            yield from self._compare_functions(pair, base, head)
        elif not isinstance(base, griffe.Module):
            yield from self._compare_attributes(pair, base, head)

    def _change(self, rule: str, pair: Pair, detail: str, **more: Any) -> Change:
        locations = self._base.location(pair.base), self._head.location(pair.head)
        return Change(rule, (pair.name,), detail, *locations, **more)

    def _compare_bases(self, pair: Pair) -> Iterator[Change]:
        """Yield the bases that a class lost, unless a base that it kept lost them."""
        kept = self._head.ancestors[pair.head.home]
        lost = self._lost_bases(pair.base.home, pair.head.home)
        lost_by_kept = {home for ancestor in kept for home in self._lost_bases(ancestor, ancestor)}
        public = sorted(home for home in lost - lost_by_kept if not _is_private(home))
        if public:
            yield self._change("base-removed", pair, " and ".join(map(self._base.public_name, public)))

    def _lost_bases(self, base_home: str, head_home: str) -> frozenset[str]:
        base_ancestors = self._base.ancestors.get(base_home, frozenset())
        head_names = set(map(self._head.public_name, self._head_ancestors(head_home)))
        return frozenset(
            home for home in base_ancestors if self._to_head_names(self._base.public_name(home)) not in head_names
        )

    def _head_ancestors(self, home: str) -> frozenset[str]:
        return self._head.ancestors.get(home, frozenset())

    def _compare_functions(self, pair: Pair, base: griffe.Function, head: griffe.Function) -> Iterator[Change]:
        base_labels, head_labels = (sorted(function.labels & CALL_LABELS) for function in (base, head))
        if base_labels != head_labels:
            yield self._change("call-changed", pair, f"{_show_labels(base_labels)} to {_show_labels(head_labels)}")
        yield from self._compare_parameters(pair, base, head)
        if base.name != "__init__" and base.returns is not None:
            yield from self._compare_types("return-type", pair, base.returns, head.returns, Direction.RESPONSE)

    def _compare_parameters(self, pair: Pair, base: griffe.Function, head: griffe.Function) -> Iterator[Change]:
        for change in find_parameter_changes(base, head):
            if not (_has_implied_constructor(head) and self._is_removed_field(pair, change.name)):
                parameter_pair = pair._replace(name=f"{pair.name}({change.name}=)")
                built_by_client = self._constructs_response_model(head)
                yield self._change(change.rule, parameter_pair, change.detail, built_by_client=built_by_client)
        for parameter in base.parameters:
            if parameter.name in head.parameters:
                yield from self._compare_parameter_types(pair, parameter, head.parameters[parameter.name], head)

    def _is_removed_field(self, pair: Pair, parameter: str) -> bool:
        """Return whether a parameter is a field that was removed, which is a change of its own."""
        field = f"{pair.name.rpartition('.')[0]}.{parameter}"
        return field in self._base.names and field not in self._head.names

    def _constructs_response_model(self, function: griffe.Function) -> bool:
        owner = function.parent
        if owner is None or not _has_implied_constructor(function):
            return False
        return RESPONSE_MODEL in self._head_ancestors(owner.path)

    def _compare_parameter_types(
        self, pair: Pair, base: griffe.Parameter, head: griffe.Parameter, function: griffe.Function
    ) -> Iterator[Change]:
        if self._constructs_response_model(function):
            return
        parameter_pair = pair._replace(name=f"{pair.name}({base.name}=)")
        for change in self._compare_types(
            "parameter-type", parameter_pair, base.annotation, head.annotation, Direction.REQUEST
        ):
            # A field that allows more values is reported as a change of the attribute.
            adds_values = change.effect and change.effect.adds_nothing is not Answer.YES
            if not (_has_implied_constructor(function) and adds_values):
                yield change

    def _compare_attributes(self, pair: Pair, base: Any, head: Any) -> Iterator[Change]:
        if self._base.is_enum_member(pair.base.home):
            if str(base.value) != str(head.value):
                yield self._change("enum-value-changed", pair, f"{base.value} to {head.value}")
        elif _is_type_alias(base) and _is_type_alias(head):
            yield from self._compare_types("alias-type", pair, base.value, head.value, Direction.REQUEST)
        elif (base_type := _attribute_type(base)) is not None and (head_type := _attribute_type(head)) is not None:
            is_passed = "typing.TypedDict" in self._head_ancestors(base.parent.path)
            direction = Direction.REQUEST if is_passed else Direction.RESPONSE
            yield from self._compare_types("attribute-type", pair, base_type, head_type, direction)

    def _compare_types(self, rule: str, pair: Pair, base: Any, head: Any, direction: Direction) -> Iterator[Change]:
        base_types = frozenset(map(self._to_head_names, alternatives(base, self._base)))
        head_types = alternatives(head, self._head)
        if base_types != head_types:
            effect = compare_alternatives(base_types, head_types, self._head, self._base)
            detail = f"{_show_type(base)} to {_show_type(head)}"
            yield self._change(rule, pair, detail, effect=effect, direction=direction)

    def _to_head_names(self, type_name: str) -> str:
        """Return a type of the base under the names that the head has for it."""
        return _DOTTED_NAME.sub(lambda match: self._head_name(match[0]), type_name)

    def _head_name(self, name: str) -> str:
        definition = self._base.names.get(name)
        base_names = definition.names if definition else []
        head_names = [self._head.names[alias].name for alias in base_names if alias in self._head.names]
        return min(head_names) if head_names else self._renamed.get(name, name)


def _attribute_type(attribute: Any) -> Any:
    """Return an attribute's annotation, or that of the argument that `__init__` assigns to it; None if neither is."""
    if attribute.annotation is not None or "instance-attribute" not in attribute.labels:
        return attribute.annotation
    constructor, value = attribute.parent.members.get("__init__"), str(attribute.value)
    is_argument = isinstance(constructor, griffe.Function) and value in constructor.parameters
    return constructor.parameters[value].annotation if is_argument else None


def _is_private(home: str) -> bool:
    return any(part.startswith("_") for part in home.split("."))


def _is_type_alias(node: Any) -> bool:
    return node.kind is griffe.Kind.TYPE_ALIAS or str(node.annotation) in ALIAS_ANNOTATIONS


def _has_implied_constructor(function: griffe.Function) -> bool:
    """Return whether a function is a constructor without source code, made from the fields of its class."""
    return function.name == "__init__" and not function.lineno


def _show_type(annotation: Any) -> str:
    return "not stated" if annotation is None else str(annotation)


def _show_labels(labels: list[str]) -> str:
    return " and ".join(labels) or "a plain call"
