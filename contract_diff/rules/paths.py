"""Rules for paths, webhooks and callbacks: their operations, matched by path and method.

Paths are matched by shape: the name of a path parameter doesn't matter.
"""

from collections.abc import Iterator

from attrs import frozen

from contract_diff.changes.lifecycle import is_unstable, removal
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import EQUAL, WIDENS, Direction, Severity, least_of
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import resolved_child, resolved_children, root_node
from contract_diff.rules.notices import Notice
from contract_diff.rules.path_names import METHODS, moved_prefixes, path_items, path_shape
from contract_diff.rules.scope import without_prefix
from contract_diff.rules.subjects import Contract, Operation


@frozen
class PathItem:
    """A path item of one side.

    Attributes:
        name: The path, `webhook:NAME` or `callback:NAME`.
        owner: The label of the operation that has it as a callback, which findings then name instead.
    """

    name: str
    node: Node
    owner: str = ""


PathItems = dict[str, PathItem]
# Path items by their full path, each with its path as the document states it.
StatedItems = dict[str, tuple[str, Node]]


@frozen
class ItemRules:
    """What is common to all path items of a kind: the contract, who calls, and how bad a change can be."""

    contract: Contract
    flipped: bool
    limit: Severity = Severity.BREAKING

    def compare(self, base: PathItems, head: PathItems) -> Iterator[Notice | Operation]:
        """Report operations that were added or removed, and compare the others."""
        for key in sorted(base.keys() | head.keys()):
            base_item, head_item = base.get(key), head.get(key)
            if not (base_item and head_item and self._is_unchanged(base_item, head_item)):
                yield from self._compare_items(base_item, head_item)

    def _is_unchanged(self, base: PathItem, head: PathItem) -> bool:
        contract = self.contract
        return base.name == head.name and contract.same_security and contract.sameness.nodes(base.node, head.node)

    def _compare_items(self, base: PathItem | None, head: PathItem | None) -> Iterator[Notice | Operation]:
        base_operations, head_operations = _operations(base), _operations(head)
        for method in dict.fromkeys((*base_operations, *head_operations)):
            base_node, head_node = base_operations.get(method), head_operations.get(method)
            if base and head and base_node and head_node:
                yield self._operation(method, base, head, base_node, head_node)
            elif base and base_node:
                yield self._removed(f"{method} {base.name}", base, base_node)
            elif head and head_node:
                yield self._added(f"{method} {head.name}", head, head_node)

    def _operation(self, method: str, base: PathItem, head: PathItem, base_node: Node, head_node: Node) -> Operation:
        stability_limit = Severity.RISKY if is_unstable(as_object(base_node.raw)) else Severity.BREAKING
        return Operation(
            label=base.owner or f"{method} {base.name}",
            base=base_node,
            head=head_node,
            base_item=base.node,
            head_item=head.node,
            contract=self.contract,
            flipped=self.flipped,
            paths=(base.name, head.name),
            limit=least_of(self.limit, stability_limit),
        )

    def _removed(self, title: str, item: PathItem, node: Node) -> Notice:
        effect, reason = removal(as_object(node.raw), self.contract.today)
        rule = "webhook-removed" if self.flipped else "operation-removed"
        detail, label = f"{title} removed, {reason}", item.owner or title
        return Notice(rule, effect, Direction.REQUEST, detail, node.pointer, None, label, self.limit)

    def _added(self, title: str, item: PathItem, node: Node) -> Notice:
        rule, effect = ("webhook-added", EQUAL) if self.flipped else ("operation-added", WIDENS)
        detail, label = f"{title} added", item.owner or title
        return Notice(rule, effect, Direction.REQUEST, detail, None, node.pointer, label, self.limit)


def _operations(item: PathItem | None) -> dict[str, Node]:
    """Return the operations of a path item by method."""
    if item is None:
        return {}
    fixed = {method.upper(): resolved_child(item.node, method) for method in METHODS}
    additional = resolved_children(item.node, "additionalOperations")
    return {method: node for method, node in fixed.items() if node} | additional


def compare_paths(contract: Contract) -> Iterator[Notice | Operation]:
    """Compare the operations of all paths."""
    scope, sides = contract.scope, (contract.base, contract.head)
    base, head = (
        {
            _full_path(moved, without_prefix(path, stripped), item): (path, item)
            for path, item in path_items(side).items()
            if not scope.ignores(path)
        }
        for moved, stripped, side in zip(moved_prefixes(*sides), scope.prefixes, sides, strict=True)
    )
    base_items = _keyed(base, head)
    yield from ItemRules(contract, flipped=False).compare(base_items, _by_other_slash(_keyed(head, base), base_items))


def _full_path(prefix: str, path: str, item: Node) -> str:
    return path if "servers" in as_object(item.raw) else prefix + path


def _keyed(items: StatedItems, other_side: StatedItems) -> PathItems:
    """Return path items by the path that both sides use, else by shape, of which a document may have several."""
    keyed: PathItems = {}
    for full_path, (path, item) in items.items():
        key = full_path if full_path in other_side else path_shape(full_path)
        while key in keyed:
            key += "'"
        keyed[key] = PathItem(path, item)
    return keyed


def _by_other_slash(items: PathItems, other_side: PathItems) -> PathItems:
    """Return path items; one that only lost or got a slash at its end has the key of the other side."""
    keys = {key: key.removesuffix("/") if key.endswith("/") else f"{key}/" for key in items.keys() - other_side.keys()}
    return {
        twin if (twin := keys.get(key, key)) in other_side and twin not in items else key: item
        for key, item in items.items()
    }


def compare_webhooks(contract: Contract) -> Iterator[Notice | Operation]:
    """Compare the operations of all webhooks, where the client is called."""
    base, head = (
        {
            name: PathItem(f"webhook:{name}", item)
            for keyword in ("x-webhooks", "webhooks")
            for name, item in resolved_children(root_node(side), keyword).items()
        }
        for side in (contract.base, contract.head)
    )
    yield from ItemRules(contract, flipped=True).compare(base, head)


def compare_callbacks(operation: Operation) -> Iterator[Notice | Operation]:
    """Compare the operations of an operation's callbacks, where the other side is called."""
    base, head = (_callback_items(node, operation.label) for node in (operation.base, operation.head))
    rules = ItemRules(operation.contract, flipped=not operation.flipped, limit=operation.limit)
    yield from rules.compare(base, head)


def _callback_items(node: Node, owner: str) -> PathItems:
    return {
        f"{name} {expression}": PathItem(f"callback:{name}", callback.child(expression).resolved(), owner)
        for name, callback in resolved_children(node, "callbacks").items()
        for expression in as_object(callback.raw)
        if not expression.startswith("x-")
    }
