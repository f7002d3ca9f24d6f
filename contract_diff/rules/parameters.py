"""Parameters: what must and may be sent in path, query, headers and cookies, and how it is written."""

import re
from typing import Any

from contract_diff.changes.lifecycle import removal
from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS
from contract_diff.reading.document import Node
from contract_diff.rules.lifecycle import node_lifecycle
from contract_diff.rules.operation import Found, Operation, flag
from contract_diff.rules.writing import Carrier, compare_values

ParameterKey = tuple[str, str]

# Header parameters of these names are ignored (OpenAPI, Parameter Object).
IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})
TEMPLATE = re.compile(r"\{([^{}]*)\}")


def parameters(operation: Operation) -> Found:
    """All differences between the parameters of an operation."""
    old = _collect(operation.paths[0], operation.base_item, operation.base)
    new = _collect(operation.paths[1], operation.head_item, operation.head)
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            announced, why = removal(as_object(old[key].raw), operation.contract.today)
            # What is no longer read may be ignored or refused, unless it was announced to go.
            effect = EQUAL if announced == EQUAL else UNKNOWN
            detail = f"{_name(old[key])} removed, {why}"
            yield operation.notice("parameter-removed", effect, operation.sent, detail, old[key], None)
        elif key not in old:
            required = flag(new[key], "required")
            effect = NARROWS if required else EQUAL
            detail = f"{'required' if required else 'optional'} {_name(new[key])} added"
            yield operation.notice("parameter-added", effect, operation.sent, detail, None, new[key])
        else:
            yield from _compare(operation, old[key], new[key])


def _collect(path: str, item: Node, operation: Node) -> dict[ParameterKey, Node]:
    names = TEMPLATE.findall(path)
    found: dict[ParameterKey, Node] = {}
    for owner in (item, operation):
        for index in range(len(as_array(as_object(owner.raw).get("parameters")))):
            parameter = owner.child("parameters", str(index)).resolved()
            key = _key(as_object(parameter.raw), names)
            if key[0] != "header" or key[1] not in IGNORED_HEADERS:
                found[key] = parameter
    return found


def _key(raw: dict[str, Any], path_names: list[str]) -> ParameterKey:
    place, name = str(raw.get("in")), str(raw.get("name"))
    if place == "path" and name in path_names:
        return place, str(path_names.index(name))
    return place, name.lower() if place == "header" else name


def _name(node: Node) -> str:
    raw = as_object(node.raw)
    return f"{raw.get('in')} parameter `{raw.get('name')}`"


def _compare(operation: Operation, old: Node, new: Node) -> Found:
    name = _name(new)
    if flag(old, "required") != flag(new, "required"):
        gained = flag(new, "required")
        detail = f"{name} is {'now' if gained else 'no longer'} required"
        effect = NARROWS if gained else WIDENS
        yield operation.notice("parameter-required", effect, operation.sent, detail, old, new)
    if flag(old, "allowEmptyValue") != flag(new, "allowEmptyValue"):
        effect = WIDENS if flag(new, "allowEmptyValue") else NARROWS
        detail = f"{name}: allowEmptyValue {effect.word} what is accepted"
        yield operation.notice("parameter-empty-value", effect, operation.sent, detail, old, new)
    yield from node_lifecycle(operation, old, new)
    yield from compare_values(operation, Carrier("parameter", name, operation.sent), old, new)
