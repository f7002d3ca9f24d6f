"""Rules for parameters in path, query, headers and cookies."""

import re
from collections.abc import Iterator
from typing import Any

from contract_diff.changes.lifecycle import removal
from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import is_true, keyword_value
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Found, Operation, Parameter

# The place of a parameter and its name, or its position in the path.
ParameterKey = tuple[str, str]

# Header parameters of these names are ignored (OpenAPI, Parameter Object).
IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
TEMPLATE = re.compile(r"\{([^{}]*)\}")


def compare_parameters(operation: Operation) -> Found:
    """Report parameters that were added or removed, and compare the others."""
    base = _parameters(operation.paths[0], operation.base_item, operation.base)
    head = _parameters(operation.paths[1], operation.head_item, operation.head)
    for key in sorted(base.keys() | head.keys()):
        if key not in head:
            yield _removed(operation, base[key])
        elif key not in base:
            yield _added(operation, head[key])
        else:
            yield Parameter(operation, base[key], head[key], _name(head[key]), operation.sent)


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
    if place == "path" and name in path_names:
        return place, str(path_names.index(name))
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
