"""Rules for responses, by status."""

from contract_diff.core.severity import EQUAL, UNKNOWN, WIDENS
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import resolved_children
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Found, Operation, Response


def compare_responses(operation: Operation) -> Found:
    """Report statuses that were added or removed, and compare the responses for the others."""
    base, head = (resolved_children(node, "responses") for node in (operation.base, operation.head))
    for status in sorted(base.keys() | head.keys()):
        if status.startswith("x-"):
            continue
        base_node, head_node = _response(base, status), _response(head, status)
        if base_node and head_node:
            yield Response(operation, base_node, head_node, f"response {status}", operation.received, status=status)
        elif base_node:
            yield _removed(operation, status, base_node)
        elif head_node:
            yield _added(operation, status, head_node)


def _response(responses: dict[str, Node], status: str) -> Node | None:
    """Return the response for a status: its own, its class's, the default; for a class, that of any status in it."""
    status_class = f"{status[:1]}XX"
    if status in responses:
        return responses[status]
    if status.upper() == status_class:
        in_class = next((node for name, node in sorted(responses.items()) if name[:1] == status[:1]), None)
        return in_class or responses.get("default")
    return responses.get(status_class) or responses.get(status_class.lower()) or responses.get("default")


def _is_success(status: str) -> bool:
    return status[:1] == "2"


def _removed(operation: Operation, status: str, node: Node) -> Notice:
    # Nobody misses an error that no longer occurs.
    rule, effect = ("success-status-removed", WIDENS) if _is_success(status) else ("status-removed", EQUAL)
    detail = f"status {status} is no longer returned"
    return operation.notice(rule, effect, operation.received, detail, node.pointer, None)


def _added(operation: Operation, status: str, node: Node) -> Notice:
    # Clients must understand a status by its class (RFC 9110, section 15), but they don't know its body.
    rule, effect = ("success-status-added", UNKNOWN) if _is_success(status) else ("status-added", EQUAL)
    detail = f"status {status} may now be returned"
    return operation.notice(rule, effect, operation.received, detail, None, node.pointer)
