"""A change of a record, as hooks see it."""

from collections.abc import Callable
from typing import Any, Literal

from attrs import define, field, frozen

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._contract.catalog import Kind
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.tables import Row

Step = Literal["before", "after", "deleted"]


@define
class Change:
    """A change of a record.

    Args:
        call: The call that changes it.
        kind: The kind of the record.
        row: The row as it was; None if the record is created.
        previous: The record as it was; for a new one, the defaults.
        sent: What the body sends, validated.
        values: What is stored; hooks before the change may add to it and replace it.
        private: The private columns; hooks before the change may set them.
        doc: The record as it is now; known after the change.
    """

    call: Call
    kind: Kind
    row: Row | None
    previous: Values
    sent: Values
    values: Values
    private: dict[str, Any] = field(factory=dict[str, Any])
    doc: Values = field(factory=Values)


@frozen
class Hook:
    """What happens around a change of a record of one kind.

    Args:
        kind: The kind of record.
        step: `before` a record is created or updated, `after` that, or after it is `deleted`.
        run: The function; its docstring states what it does.
        fields: The properties that it reads and writes. If the contract lacks one, it does not run.
        values: The values of enums that it knows, with their property.
    """

    kind: str
    step: Step
    run: Callable[[Change], None]
    fields: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()
