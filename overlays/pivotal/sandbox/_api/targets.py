"""What an operation works on, worked out once from the contract."""

from collections.abc import Mapping, Sequence

from attrs import field, frozen
from pivotal_runtime.description import OperationEntry

from pivotal.sandbox._api.changes import Hook, Step
from pivotal.sandbox._api.filters import Filter
from pivotal.sandbox._api.paging import Paging
from pivotal.sandbox._contract.catalog import Kind
from pivotal.sandbox._contract.checks import BodyField
from pivotal.sandbox._contract.envelopes import Envelope
from pivotal.sandbox._http_messages import Values

NO_PAGING = Paging(None)
PLAIN_ARRAY = Envelope(b"[")
NO_HOOKS: Mapping[Step, Sequence[Hook]] = {}


@frozen(eq=False)
class Target:
    """What an operation works on, and how.

    Args:
        operation: The operation.
        kind: The kind of its records.
        parents: The kinds of the records above in the path, the outermost first.
        links: The property or column of each record in the path, after the first, that has the id of the one above.
        shown: The properties that the response shows; None for all of the kind, and all further stored ones.
        fixed: The values of constants in the response.
        fields: The properties that the body may send.
        closed: Whether the body may send nothing else.
        body_defaults: The defaults of the body's properties.
        hooks: What happens around the change, by step.
        filters: The filters of a list.
        paging: How a list reads its page.
        envelope: How a list is written.
    """

    operation: OperationEntry
    kind: Kind
    parents: tuple[Kind, ...] = ()
    links: tuple[str, ...] = ()
    shown: tuple[str, ...] | None = None
    fixed: Values = field(factory=Values)
    fields: tuple[BodyField, ...] = ()
    closed: bool = False
    body_defaults: Values = field(factory=Values)
    hooks: Mapping[Step, Sequence[Hook]] = NO_HOOKS
    filters: tuple[Filter, ...] = ()
    paging: Paging = NO_PAGING
    envelope: Envelope = PLAIN_ARRAY
