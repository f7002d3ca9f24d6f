"""A change between two schemas: what a comparison found, before operations and policy are considered."""

from typing import Any, Literal, NamedTuple, Protocol

from attrs import field, frozen

from contract_diff.core.json_pointers import Pointer
from contract_diff.core.severity import EQUAL, Effect
from contract_diff.schemas.normal_form import AllOf, Tags, View


class Pair(NamedTuple):
    """Two schemas to compare in one view; a node of the comparison graph."""

    base: AllOf
    head: AllOf
    view: View

    @property
    def sides(self) -> tuple[AllOf, AllOf]:
        """Both schemas."""
        return self.base, self.head


Side = Literal["base", "head"]


class Shows(Protocol):
    """A test whether a witness value demonstrates a change."""

    def __call__(self, value: Any, side: Side) -> bool:
        """Return whether a value that only this side accepts demonstrates the change."""
        ...


@frozen
class Branch:
    """The branch of a combination that a change is about.

    Attributes:
        schema: The branch.
        tags: The discriminator values that select it.
        siblings: The other branches that were added or removed with it: a witness should belong to none of them.
        accepts: Whether the branch accepts a witness; a conjunct refuses it.
    """

    schema: AllOf
    tags: Tags = frozenset()
    siblings: tuple[AllOf, ...] = ()
    accepts: bool = True


class Listed(NamedTuple):
    """One of several things that a sentence may name together, such as the branches that a union gained.

    Attributes:
        before: What the sentence has before it, if it names several.
        item: The name of the thing.
        after: What follows.
        anywhere: Whether the several may be at different places of the contract.
    """

    before: str
    item: str
    after: str
    anywhere: bool = False


@frozen
class Change:
    """One difference between two schemas.

    Attributes:
        rule: The keyword or the kind of change; together with the effect it is the finding's rule.
        effect: How the accepted values change.
        detail: What exactly changed, in words.
        base: Where it is in the base.
        head: Where it is in the head.
        pair: The schemas that a witness must tell apart; None if no value can show the change.
        shows: Whether a value of one side demonstrates this very change; if None, any value does.
        branch: The branch that a witness must belong to.
        listed: What the detail names, if it may name several.
    """

    rule: str
    effect: Effect
    detail: str
    base: Pointer | None
    head: Pointer | None
    pair: Pair | None = field(default=None, eq=False)
    shows: Shows | None = field(default=None, eq=False, repr=False)
    branch: Branch | None = field(default=None, eq=False, repr=False)
    listed: Listed | None = field(default=None, eq=False, repr=False)


@frozen
class Comparison:
    """The result of comparing a pair.

    Attributes:
        effect: How the accepted values change, apart from what only the overlap of oneOf branches decides.
        overlap: How they change by such overlaps only.
        changes: The changes at this pair.
        children: The pairs below.
    """

    effect: Effect = EQUAL
    overlap: Effect = EQUAL
    changes: tuple[Change, ...] = ()
    children: tuple[Pair, ...] = ()
