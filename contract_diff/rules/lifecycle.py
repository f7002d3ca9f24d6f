"""What is announced about operations and their parts."""

from collections.abc import Iterator

from contract_diff.changes.lifecycle import announcements
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Direction
from contract_diff.reading.document import Node
from contract_diff.rules.operation import Found, Notice, Operation


def operation_lifecycle(operation: Operation) -> Found:
    """The announcements of an operation."""
    old, new = as_object(operation.base.raw), as_object(operation.head.raw)
    for rule, effect, detail in announcements(old, new, operation.contract.today):
        yield operation.notice(rule, effect, Direction.NONE, detail, operation.base, operation.head)


def node_lifecycle(operation: Operation, old: Node, new: Node) -> Iterator[Notice]:
    """The announcements of a part of an operation."""
    for rule, effect, detail in announcements(as_object(old.raw), as_object(new.raw), operation.contract.today):
        yield operation.notice(rule, effect, Direction.NONE, detail, old, new)
