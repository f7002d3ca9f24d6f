"""A change of the surface: what was seen, before severity and words come in."""

from dataclasses import dataclass

from contract_diff.core.severity import Direction, Effect
from contract_diff.findings.finding import Location


@dataclass(frozen=True)
class Change:
    """One difference between two surfaces.

    Attributes:
        rule: The kind of change; rules.yaml says what it means.
        names: The Python names that it is about, the one to show first.
        detail: What became of it, for the sentences of the rule.
        base: Where it stood, and head: where it stands.
        effect: For types, what it does to the set of values; else None.
        direction: For types, whether the values are passed or given.
        built_by_client: It is about building a response model, which the client does and users rarely do.
    """

    rule: str
    names: tuple[str, ...]
    detail: str
    base: Location | None
    head: Location | None
    effect: Effect | None = None
    direction: Direction = Direction.NONE
    built_by_client: bool = False
