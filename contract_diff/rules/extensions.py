"""Rules for extensions (`x-...`) that a project wants to be compared."""

from collections.abc import Iterator

from contract_diff.core.severity import EQUAL, Direction
from contract_diff.reading.document import Node
from contract_diff.reading.nodes import resolved_child, root_node
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Contract, Operation, Part


def compare_document_extensions(contract: Contract) -> Iterator[Notice]:
    """Report extensions of the document and of its `info`."""
    for tokens in ((), ("info",)):
        base, head = (resolved_child(root_node(side), *tokens) for side in (contract.base, contract.head))
        if base is not None and head is not None:
            for detail in contract.scope.extensions.changes(base.raw, head.raw):
                yield Notice("extension", EQUAL, Direction.NONE, detail, base.pointer, head.pointer)


def compare_operation_extensions(operation: Operation) -> Iterator[Notice]:
    """Report extensions of an operation, and of the path that it belongs to."""
    yield from _compare(operation, operation.base_item, operation.head_item)
    yield from _compare(operation, operation.base, operation.head)


def compare_part_extensions(part: Part) -> Iterator[Notice]:
    """Report extensions of a part of an operation."""
    for detail in part.operation.contract.scope.extensions.changes(part.base.raw, part.head.raw):
        yield part.notice("extension", EQUAL, detail, direction=Direction.NONE)


def _compare(operation: Operation, base: Node, head: Node) -> Iterator[Notice]:
    for detail in operation.contract.scope.extensions.changes(base.raw, head.raw):
        yield operation.notice("extension", EQUAL, Direction.NONE, detail, base.pointer, head.pointer)
