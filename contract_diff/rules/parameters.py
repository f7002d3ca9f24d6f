"""Rules for parameters in path, query, headers and cookies."""

import re
from collections.abc import Iterator
from typing import Any

from contract_diff.changes.lifecycle import removal
from contract_diff.core.json_values import as_array, as_object, as_strings
from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import is_true, keyword_value
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Found, Operation, Parameter
from contract_diff.witnesses.standalone_schema import KEYWORDS

# The place of a parameter and its name, or its position in the path.
ParameterKey = tuple[str, str]
# The place of a path parameter that no expression of the path names, so that nobody can send it.
NOWHERE = "nowhere"
# Keywords that a path parameter may have and still accept every string that a path can have.
UNLIMITED = frozenset({"type", "minLength"})

# Header parameters of these names are ignored (OpenAPI, Parameter Object).
IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
TEMPLATE = re.compile(r"\{([^{}]*)\}")


def compare_parameters(operation: Operation) -> Found:
    """Report parameters that were added or removed, and compare the others."""
    base = _parameters(operation.paths[0], operation.base_item, operation.base)
    head = _parameters(operation.paths[1], operation.head_item, operation.head)
    for key in sorted(base.keys() | head.keys()):
        if key in base and key in head:
            yield from _renamed(operation, base[key], head[key])
            yield Parameter(operation, base[key], head[key], _name(head[key]), operation.sent)
        elif key[0] == "path":
            yield _declared(operation, base.get(key), head.get(key))
        elif key[0] != NOWHERE:
            yield _removed(operation, base[key]) if key in base else _added(operation, head[key])


def _renamed(operation: Operation, base: Node, head: Node) -> Iterator[Notice]:
    """Report another name of a path parameter: it is sent as before, but generated arguments have its name."""
    base_name, head_name = (keyword_value(node, "name") for node in (base, head))
    if keyword_value(head, "in") == "path" and base_name != head_name:
        # A name that another place of the path had may mean that two parameters were exchanged.
        effect = UNKNOWN if head_name in TEMPLATE.findall(operation.paths[0]) else EQUAL
        detail = f"path parameter `{base_name}` is now `{head_name}`"
        yield operation.notice("parameter-renamed", effect, operation.sent, detail, base.pointer, head.pointer)


def _declared(operation: Operation, base: Node | None, head: Node | None) -> Notice:
    """Report a path parameter that only one side declares: the path has its place on both, so it is sent anyway."""
    # Without a declaration, any string may be sent.
    effect = EQUAL if all(_accepts_strings(node) for node in (base, head) if node) else UNKNOWN
    verb = "is no longer" if base else "is now"
    label = "".join(_name(node) for node in (base, head) if node)
    detail = f"{label} {verb} declared; the path has its place on both sides"
    places = (base.pointer if base else None, head.pointer if head else None)
    return operation.notice("path-parameter-declared", effect, operation.sent, detail, *places)


def _accepts_strings(parameter: Node) -> bool:
    raw = as_object(keyword_value(parameter, "schema"))
    return "string" in as_strings(raw.get("type", "string")) and UNLIMITED.issuperset(KEYWORDS & raw.keys())


def _removed(operation: Operation, node: Node) -> Notice:
    announced, reason = removal(as_object(node.raw), operation.contract.today)
    # The server may ignore or reject it, unless the removal was announced.
    effect = EQUAL if announced == EQUAL else UNKNOWN
    detail = f"{_name(node)} removed, {reason}"
    return operation.notice("parameter-removed", effect, operation.sent, detail, node.pointer, None)


def _added(operation: Operation, node: Node) -> Notice:
    required = is_true(node, "required")
    effect = NARROWS if required else EQUAL
    detail = f"{'required' if required else 'optional'} {_name(node)} added"
    return operation.notice("parameter-added", effect, operation.sent, detail, None, node.pointer)


def _parameters(path: str, item: Node, operation: Node) -> dict[ParameterKey, Node]:
    """Return the parameters of an operation; its own replace equal ones of its path item."""
    path_names = TEMPLATE.findall(path)
    parameters: dict[ParameterKey, Node] = {}
    for owner in (item, operation):
        for index in range(len(as_array(keyword_value(owner, "parameters")))):
            parameter = owner.child("parameters", str(index)).resolved()
            key = _key(as_object(parameter.raw), path_names)
            if key[0] != "header" or key[1] not in IGNORED_HEADERS:
                parameters[key] = parameter
    return parameters


def _key(raw: dict[str, Any], path_names: list[str]) -> ParameterKey:
    place, name = str(raw.get("in")), str(raw.get("name"))
    if place == "path":
        return (place, str(path_names.index(name))) if name in path_names else (NOWHERE, name)
    return place, name.lower() if place == "header" else name


def _name(node: Node) -> str:
    raw = as_object(node.raw)
    return f"{raw.get('in')} parameter `{raw.get('name')}`"


def compare_required_parameter(parameter: Parameter) -> Iterator[Notice]:
    """Report a parameter that became required or optional."""
    required = is_true(parameter.head, "required")
    if is_true(parameter.base, "required") != required:
        effect = NARROWS if required else WIDENS
        detail = f"{parameter.name} is {'now' if required else 'no longer'} required"
        yield parameter.notice("parameter-required", effect, detail)


def compare_empty_value(parameter: Parameter) -> Iterator[Notice]:
    """Report a query parameter that may now be sent without a value, or no longer."""
    allowed = is_true(parameter.head, "allowEmptyValue")
    if is_true(parameter.base, "allowEmptyValue") != allowed:
        effect = WIDENS if allowed else NARROWS
        detail = f"{parameter.name}: allowEmptyValue {effect.word} what is accepted"
        yield parameter.notice("parameter-empty-value", effect, detail)
