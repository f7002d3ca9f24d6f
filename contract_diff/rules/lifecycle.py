"""Rules for what is announced about an operation, a parameter or a header: deprecation, sunset, stability."""

from collections.abc import Iterator

from contract_diff.changes.lifecycle import announcements
from contract_diff.core.json_values import as_object
from contract_diff.core.severity import Direction
from contract_diff.rules.notices import Notice
from contract_diff.rules.subjects import Operation, Part


def compare_announcements(subject: Operation | Part) -> Iterator[Notice]:
    """Report announcements that were made, changed or withdrawn."""
    operation = subject if isinstance(subject, Operation) else subject.operation
    base, head = as_object(subject.base.raw), as_object(subject.head.raw)
    for rule, effect, detail in announcements(base, head, operation.contract.calendar):
        if isinstance(subject, Part):
            yield subject.notice(rule, effect, detail, direction=Direction.NONE)
        else:
            yield subject.notice(rule, effect, Direction.NONE, detail, subject.base.pointer, subject.head.pointer)
