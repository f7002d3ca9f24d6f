"""Responses: statuses, headers and bodies."""

from contract_diff.core.severity import EQUAL, NARROWS, UNKNOWN, WIDENS
from contract_diff.reading.document import Node
from contract_diff.rules.lifecycle import node_lifecycle
from contract_diff.rules.media import compare_content
from contract_diff.rules.operation import Found, Operation, child, children, flag
from contract_diff.rules.writing import Carrier, compare_values


def responses(operation: Operation) -> Found:
    """The differences between what an operation answers."""
    old, new = (children(node, "responses") for node in (operation.base, operation.head))
    for status in sorted(old.keys() | new.keys()):
        if status.startswith("x-"):
            continue
        before, after = _resolve(old, status), _resolve(new, status)
        if before is not None and after is not None:
            yield from _compare(operation, f"response {status}", before, after)
        elif after is None:
            yield from _removed(operation, status, before)
        else:
            yield from _added(operation, status, after)


def _resolve(found: dict[str, Node], status: str) -> Node | None:
    """The response for a status: its own, its class's, the default; for a class, one of it."""
    range_name = f"{status[:1]}XX"
    if status in found:
        return found[status]
    if status.upper() == range_name:
        one_of_class = next((node for name, node in sorted(found.items()) if name[:1] == status[:1]), None)
        return one_of_class or found.get("default")
    return found.get(range_name) or found.get(range_name.lower()) or found.get("default")


def _is_success(status: str) -> bool:
    return status[:1] == "2"


def _removed(operation: Operation, status: str, node: Node | None) -> Found:
    # An error that no longer occurs is nothing to miss.
    effect = WIDENS if _is_success(status) else EQUAL
    rule = "success-status-removed" if _is_success(status) else "status-removed"
    yield operation.notice(rule, effect, operation.received, f"status {status} is no longer answered", node, None)


def _added(operation: Operation, status: str, node: Node | None) -> Found:
    # Clients must understand a status by its class (RFC 9110, section 15), but may not expect its body.
    effect = UNKNOWN if _is_success(status) else EQUAL
    rule = "success-status-added" if _is_success(status) else "status-added"
    yield operation.notice(rule, effect, operation.received, f"status {status} may now be answered", None, node)


def _compare(operation: Operation, where: str, old: Node, new: Node) -> Found:
    yield from _headers(operation, where, old, new)
    if child(old, "content") is None and child(new, "content") is None:
        return
    yield from compare_content(operation, where, operation.received, old, new)


def _headers(operation: Operation, where: str, old: Node, new: Node) -> Found:
    before, after = (
        {name.lower(): header for name, header in children(node, "headers").items() if name.lower() != "content-type"}
        for node in (old, new)
    )
    for name in sorted(before.keys() | after.keys()):
        mine, theirs = before.get(name), after.get(name)
        if mine is None:
            detail = f"{where}: header `{name}` added"
            yield operation.notice("header-added", EQUAL, operation.received, detail, None, theirs)
        elif theirs is None:
            effect = WIDENS if flag(mine, "required") else UNKNOWN
            detail = f"{where}: {'required' if flag(mine, 'required') else 'optional'} header `{name}` removed"
            yield operation.notice("header-removed", effect, operation.received, detail, mine, None)
        else:
            yield from _header(operation, f"{where} header `{name}`", mine, theirs)


def _header(operation: Operation, where: str, old: Node, new: Node) -> Found:
    if flag(old, "required") != flag(new, "required"):
        gained = flag(new, "required")
        detail = f"{where} is {'now always' if gained else 'no longer always'} there"
        effect = NARROWS if gained else WIDENS
        yield operation.notice("header-required", effect, operation.received, detail, old, new)
    yield from node_lifecycle(operation, old, new)
    yield from compare_values(operation, Carrier("header", where, operation.received), old, new)
