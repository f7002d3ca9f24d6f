"""What is announced about operations and their parts."""

from collections.abc import Iterator

from scripts.contract_diff.answer import Direction
from scripts.contract_diff.document import Node
from scripts.contract_diff.jsonvalues import as_object
from scripts.contract_diff.lifecycle import announcements
from scripts.contract_diff.wire import Found, Notice, Operation


def operation_lifecycle(operation: Operation) -> Found:
    """The announcements of an operation."""
    old, new = as_object(operation.base.raw), as_object(operation.revision.raw)
    for rule, effect, detail in announcements(old, new, operation.contract.today):
        yield operation.notice(rule, effect, Direction.NONE, detail, operation.base, operation.revision)


def node_lifecycle(operation: Operation, old: Node, new: Node) -> Iterator[Notice]:
    """The announcements of a part of an operation."""
    for rule, effect, detail in announcements(
        as_object(old.raw), as_object(new.raw), operation.contract.today
    ):
        yield operation.notice(rule, effect, Direction.NONE, detail, old, new)
