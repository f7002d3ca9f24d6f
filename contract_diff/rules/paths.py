"""Paths and operations, matched by shape: a path parameter's name does not matter. Callbacks and webhooks."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from contract_diff.changes.lifecycle import is_unstable, removal
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, WIDENS, Direction, Severity, least_of
from contract_diff.reading.document import Document, Node
from contract_diff.rules.bodies import request_body
from contract_diff.rules.lifecycle import operation_lifecycle
from contract_diff.rules.names import operation_names
from contract_diff.rules.operation import Contract, Found, Notice, Operation, child, children
from contract_diff.rules.parameters import parameters
from contract_diff.rules.responses import responses
from contract_diff.rules.security import operation_security
from contract_diff.rules.servers import operation_servers

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
OPERATION_RULES: tuple[Callable[[Operation], Found], ...] = (
    operation_lifecycle,
    operation_names,
    operation_servers,
    operation_security,
    parameters,
    request_body,
    responses,
)


class Item(NamedTuple):
    """A path item: under which name findings show it, and which operation owns it (a callback's)."""

    name: str
    node: Node
    owner: str = ""


Items = dict[str, Item]


def shape(path: str) -> str:
    """A path without its parameters' names.

    Example:
        >>> shape("/customers/{id}/contacts/{contact_id}")
        '/customers/{}/contacts/{}'
    """
    return re.sub(r"\{[^{}]*\}", "{}", path)


def paths(contract: Contract) -> Found:
    """All operations of the document."""
    old, new = (
        {path: item for path, item in children(_root(side), "paths").items() if path.startswith("/")}
        for side in (contract.base, contract.head)
    )
    yield from _items(contract, _keyed(old, new), _keyed(new, old), flipped=False)


def _keyed(these: dict[str, Node], others: dict[str, Node]) -> Items:
    """Path items by the name that both sides use, else by shape, of which a document may have several."""
    found: Items = {}
    for path, item in these.items():
        key = path if path in others else shape(path)
        while key in found:
            key += "'"
        found[key] = Item(path, item)
    return found


def webhooks(contract: Contract) -> Found:
    """All webhooks of the document: there the client is called."""
    old, new = (
        {
            name: Item(f"webhook:{name}", item)
            for keyword in ("x-webhooks", "webhooks")
            for name, item in children(_root(side), keyword).items()
        }
        for side in (contract.base, contract.head)
    )
    yield from _items(contract, old, new, flipped=True)


def _root(document: Document) -> Node:
    return Node(document, "", document.root)


def _items(contract: Contract, old: Items, new: Items, flipped: bool) -> Found:
    for key in sorted(old.keys() | new.keys()):
        mine, theirs = old.get(key), new.get(key)
        if mine and theirs and _is_unchanged(contract, mine, theirs):
            continue
        before_all, after_all = _operations(mine), _operations(theirs)
        for method in dict.fromkeys((*before_all, *after_all)):
            before, after = before_all.get(method), after_all.get(method)
            if mine and theirs and before and after:
                label = mine.owner or f"{method} {mine.name}"
                names = (mine.name, theirs.name)
                yield from _operation(Operation(label, before, after, mine.node, theirs.node, contract, flipped, names))
            elif mine and before:
                yield _removed(contract, mine, method, before, flipped)
            elif theirs and after:
                yield _added(theirs, method, after, flipped)


def _operations(item: Item | None) -> dict[str, Node]:
    """The operations of a path item by method."""
    if item is None:
        return {}
    fixed = {method.upper(): child(item.node, method) for method in METHODS}
    return {method: node for method, node in fixed.items() if node} | children(item.node, "additionalOperations")


def _is_unchanged(contract: Contract, old: Item, new: Item) -> bool:
    return old.name == new.name and contract.same_security and contract.sameness.nodes(old.node, new.node)


def _removed(contract: Contract, item: Item, method: str, node: Node, flipped: bool) -> Notice:
    effect, why = removal(as_object(node.raw), contract.today)
    title = f"{method} {item.name}"
    rule = "webhook-removed" if flipped else "operation-removed"
    return Notice(rule, effect, Direction.REQUEST, f"{title} removed, {why}", node.pointer, None, item.owner or title)


def _added(item: Item, method: str, node: Node, flipped: bool) -> Notice:
    title = f"{method} {item.name}"
    rule = "webhook-added" if flipped else "operation-added"
    effect = EQUAL if flipped else WIDENS
    return Notice(rule, effect, Direction.REQUEST, f"{title} added", None, node.pointer, item.owner or title)


def _operation(operation: Operation) -> Found:
    limit = Severity.RISKY if is_unstable(as_object(operation.base.raw)) else Severity.BREAKING
    found = (item for rule in (*OPERATION_RULES, _callbacks) for item in rule(operation))
    yield from (replace(item, limit=least_of(limit, item.limit)) for item in found)


def _callbacks(operation: Operation) -> Found:
    old, new = (_callback_items(node, operation.label) for node in (operation.base, operation.head))
    yield from _items(operation.contract, old, new, flipped=not operation.flipped)


def _callback_items(node: Node, owner: str) -> Items:
    return {
        f"{name} {expression}": Item(f"callback:{name}", item, owner)
        for name, callback in children(node, "callbacks").items()
        for expression, item in _expressions(callback)
    }


def _expressions(callback: Node) -> Iterator[tuple[str, Node]]:
    for expression in as_object(callback.raw):
        if not expression.startswith("x-"):
            yield expression, callback.child(expression).resolved()
