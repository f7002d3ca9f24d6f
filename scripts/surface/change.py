"""A change of the surface, before it gets its severity and sentences."""

from attrs import frozen

from contract_diff.core.severity import Direction, Effect
from contract_diff.findings.finding import Location


@frozen
class Change:
    """One difference between two surfaces.

    Attributes:
        rule: The kind of change, a key of rules.yaml.
        names: The Python names that changed, the one to show first.
        detail: A string for the sentences of the rule, such as the new name.
        base: The place in the base; None for what was added.
        head: The place in the head; None for what was removed.
        effect: What a change of type does to the set of values; None for other changes.
        direction: Whether values of a changed type are passed or returned.
        built_by_client: Whether the change is to the constructor of a response model, which the client calls and
            users rarely do.
    """

    rule: str
    names: tuple[str, ...]
    detail: str
    base: Location | None
    head: Location | None
    effect: Effect | None = None
    direction: Direction = Direction.NONE
    built_by_client: bool = False
