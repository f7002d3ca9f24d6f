"""Names that never travel but that a generated client is built from: operationId, tags, components, order."""

from collections.abc import Iterator
from typing import Any

from contract_diff.core.json_pointers import join
from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.severity import EQUAL, Direction
from contract_diff.reading.document import Node
from contract_diff.rules.operation import Contract, Found, Notice, Operation

SCHEMAS = "/components/schemas"


def operation_names(operation: Operation) -> Found:
    """Changes of operationId, first tag and parameter order."""
    old, new = operation.base, operation.head
    for rule, keyword, before, after in (
        ("operation-id", "operationId", _member(old, "operationId"), _member(new, "operationId")),
        ("tag", "tags", _tag(old), _tag(new)),
    ):
        if before != after:
            detail = f"{keyword} {before or 'none'} to {after or 'none'}"
            yield operation.notice(rule, EQUAL, Direction.NONE, detail, old, new)
    names = [_parameter_names(node) for node in (old, new)]
    kept = [[name for name in side if name in names[0] and name in names[1]] for side in names]
    if kept[0] != kept[1]:
        detail = f"parameters {', '.join(kept[0])} are now in the order {', '.join(kept[1])}"
        yield operation.notice("parameter-order", EQUAL, Direction.NONE, detail, old, new)


def _member(node: Node, keyword: str) -> Any:
    return as_object(node.raw).get(keyword)


def _tag(node: Node) -> Any:
    return next(iter(as_array(_member(node, "tags"))), None)


def _parameter_names(node: Node) -> list[str]:
    count = len(as_array(_member(node, "parameters")))
    raws = (as_object(node.child("parameters", str(index)).resolved().raw) for index in range(count))
    return [f"{raw.get('name')}" for raw in raws]


def components(contract: Contract) -> Iterator[Notice]:
    """Schemas that changed their name, or went: the names of a client's classes."""
    old, new = (_schemas(side.root) for side in (contract.base, contract.head))
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    for name in gone:
        twin = next((other for other in come if old[name] == new[other]), None)
        if twin is not None:
            come.remove(twin)
            # In the words of `annotations.renamed`, so that it is one finding with each reference's.
            detail = f"schema `{name}` is now `{twin}`"
            places = (join(SCHEMAS, name), join(SCHEMAS, twin))
            yield Notice("component-renamed", EQUAL, Direction.NONE, detail, *places)
        else:
            detail = f"schema `{name}` removed"
            yield Notice("component-removed", EQUAL, Direction.NONE, detail, join(SCHEMAS, name), None)


def _schemas(root: dict[str, Any]) -> dict[str, Any]:
    return as_object(as_object(root.get("components")).get("schemas"))
