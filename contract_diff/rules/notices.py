"""What rules report: changes outside schemas, and schemas to compare."""

from attrs import frozen

from contract_diff.changes.change import Listed, Pair
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.severity import Direction, Effect, Severity


@frozen
class Notice:
    """A change outside schemas.

    Attributes:
        rule: The rule's name in the catalog.
        detail: What exactly changed, in words.
        base: Where it is in the base; None if it was added.
        head: Where it is in the head; None if it was removed.
        operation: The operation that it concerns; empty if it concerns all.
        limit: The worst severity that it can have for callers of the operation.
        subject: The part of the operation that it is about, which the words may leave out.
        listed: What the words name, if they may name several.
    """

    rule: str
    effect: Effect
    direction: Direction
    detail: str
    base: Pointer | None
    head: Pointer | None
    operation: str = ""
    limit: Severity = Severity.BREAKING
    subject: str = ""
    listed: Listed | None = None


@frozen
class Root:
    """A pair of schemas to compare, where an operation enters the graph of schemas.

    Attributes:
        places: The pointers of the objects that have the schemas, or may have one.
        limit: The worst severity that a change below can have for callers of the operation.
        subject: The parameter or header whose value it is; empty for a body.
    """

    operation: str
    pair: Pair
    places: tuple[Pointer, Pointer]
    limit: Severity = Severity.BREAKING
    subject: str = ""
