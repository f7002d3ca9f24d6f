"""The effect that two answers make, and the severity that follows."""

from enum import StrEnum
from typing import Any, NamedTuple

from contract_diff.core.ternary import Answer


class Severity(StrEnum):
    """What a change means for the other side of the wire."""

    BREAKING = "breaking"
    RISKY = "risky"
    COMPATIBLE = "compatible"

    @property
    def rank(self) -> int:
        """2 for breaking, 0 for compatible."""
        return ("compatible", "risky", "breaking").index(self)


class Direction(StrEnum):
    """What a client sends, what it receives, or neither."""

    REQUEST = "request"
    RESPONSE = "response"
    NONE = "none"


class Effect(NamedTuple):
    """How the set of accepted values changes.

    Attributes:
        keeps: is the old set contained in the new one?
        adds_nothing: is the new set contained in the old one?

    Example:
        >>> WIDENS.severity(Direction.RESPONSE)
        <Severity.BREAKING: 'breaking'>
    """

    keeps: Answer
    adds_nothing: Answer

    @property
    def word(self) -> str:
        """equal, narrows, widens, incomparable or unknown."""
        return WORDS.get(self, "unknown")

    def within(self, whole: "Effect") -> "Effect":
        """This effect of a part, as far as the whole that it belongs to shows it."""
        return Effect(max(self.keeps, whole.keeps), max(self.adds_nothing, whole.adds_nothing))

    def severity(self, direction: Direction) -> Severity:
        """The law: a request must keep what it accepted, a response must add nothing."""
        if direction is Direction.NONE:
            return min((self.severity(Direction.REQUEST), self.severity(Direction.RESPONSE)), key=lambda s: -s.rank)
        needed = self.keeps if direction is Direction.REQUEST else self.adds_nothing
        return (Severity.BREAKING, Severity.RISKY, Severity.COMPATIBLE)[needed]


EQUAL = Effect(Answer.YES, Answer.YES)
WIDENS = Effect(Answer.YES, Answer.NO)
NARROWS = Effect(Answer.NO, Answer.YES)
INCOMPARABLE = Effect(Answer.NO, Answer.NO)
UNKNOWN = Effect(Answer.UNKNOWN, Answer.UNKNOWN)
WORDS = {EQUAL: "equal", WIDENS: "widens", NARROWS: "narrows", INCOMPARABLE: "incomparable"}


def least_of(*severities: Severity) -> Severity:
    """The least of some severities."""
    return min(severities, key=lambda severity: severity.rank)


def worst_of(severities: Any) -> Severity:
    """The worst of some severities; compatible if there are none."""
    return max(severities, key=lambda severity: severity.rank, default=Severity.COMPATIBLE)
