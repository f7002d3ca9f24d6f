"""Rules for request bodies."""

from collections.abc import Iterator

from contract_diff.core.severity import EQUAL, NARROWS, WIDENS, Effect
from contract_diff.core.ternary import Answer
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import is_true, resolved_child
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Found, Operation, RequestBody

# The server may ignore or reject a body that it no longer reads; a webhook's receiver misses it.
NO_LONGER_READ = Effect(Answer.UNKNOWN, Answer.NO)


def compare_request_body(operation: Operation) -> Found:
    """Report a request body that was added or removed, and compare one that both sides have."""
    base, head = (resolved_child(node, "requestBody") for node in (operation.base, operation.head))
    if base and head:
        yield RequestBody(operation, base, head, "request body", operation.sent)
    elif base:
        detail = "the request body was removed"
        yield operation.notice("request-body-removed", NO_LONGER_READ, operation.sent, detail, base.pointer, None)
    elif head:
        yield _added(operation, head)


def _added(operation: Operation, node: Node) -> Notice:
    required = is_true(node, "required")
    effect = NARROWS if required else EQUAL
    detail = f"{'a required' if required else 'an optional'} request body was added"
    return operation.notice("request-body-added", effect, operation.sent, detail, None, node.pointer)


def compare_required_body(body: RequestBody) -> Iterator[Notice]:
    """Report a body that became required or optional."""
    required = is_true(body.head, "required")
    if is_true(body.base, "required") != required:
        effect = NARROWS if required else WIDENS
        detail = f"the request body is {'now' if required else 'no longer'} required"
        yield body.notice("request-body-required", effect, detail)
