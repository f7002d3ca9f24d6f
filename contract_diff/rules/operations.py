"""Rules for operations: the names that generated clients take from them."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.severity import EQUAL, NARROWS, Direction
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import keyword_value
from contract_diff.rules.notices import Notice
from contract_diff.rules.path_names import path_shape
from contract_diff.rules.subjects import Operation


def compare_slash(operation: Operation) -> Iterator[Notice]:
    """Report a slash at the end of the path that came or went: it is another URL."""
    base, head = map(path_shape, operation.paths)
    if base != head and base.rstrip("/") == head.rstrip("/"):
        detail = f"the path {operation.paths[0]} is now {operation.paths[1]}"
        places = operation.base.pointer, operation.head.pointer
        yield operation.notice("path-slash", NARROWS, Direction.REQUEST, detail, *places)


def compare_operation_id(operation: Operation) -> Iterator[Notice]:
    """Report another operationId: generated methods are named after it."""
    base, head = (keyword_value(node, "operationId") for node in (operation.base, operation.head))
    yield from _compare_name(operation, "operation-id", "operationId", base, head)


def compare_first_tag(operation: Operation) -> Iterator[Notice]:
    """Report another first tag: generated resources are named after it."""
    base, head = (_first_tag(node) for node in (operation.base, operation.head))
    yield from _compare_name(operation, "tag", "tags", base, head)


def _compare_name(operation: Operation, rule: str, keyword: str, base: Any, head: Any) -> Iterator[Notice]:
    if base != head:
        yield _notice(operation, rule, f"{keyword} {base or 'none'} to {head or 'none'}")


def _notice(operation: Operation, rule: str, detail: str) -> Notice:
    return operation.notice(rule, EQUAL, Direction.NONE, detail, operation.base.pointer, operation.head.pointer)


def _first_tag(node: Node) -> Any:
    return next(iter(as_array(keyword_value(node, "tags"))), None)


def compare_parameter_order(operation: Operation) -> Iterator[Notice]:
    """Report another order of the parameters that both sides have: generated functions may follow it."""
    base, head = (_parameter_names(node) for node in (operation.base, operation.head))
    base, head = [name for name in base if name in head], [name for name in head if name in base]
    if base != head:
        detail = f"parameters {', '.join(base)} are now in the order {', '.join(head)}"
        yield _notice(operation, "parameter-order", detail)


def _parameter_names(node: Node) -> list[str]:
    count = len(as_array(keyword_value(node, "parameters")))
    raws = (as_object(node.child("parameters", str(index)).resolved().raw) for index in range(count))
    return [f"{raw.get('name')}" for raw in raws]
