"""The effect of a change on the accepted values, and the severity that follows from it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

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
    """Whether a client sends it, receives it, or neither."""

    REQUEST = "request"
    RESPONSE = "response"
    NONE = "none"


class Effect(NamedTuple):
    """How the set of accepted values changes.

    Attributes:
        keeps: Whether the head accepts every value that the base accepts.
        adds_nothing: Whether the base accepts every value that the head accepts.

    Example:
        >>> WIDENS.severity(Direction.RESPONSE)
        <Severity.BREAKING: 'breaking'>
    """

    keeps: Answer
    adds_nothing: Answer

    @property
    def word(self) -> str:
        """equal, narrows, widens, incomparable or unknown."""
        return _WORDS.get(self, "unknown")

    def within(self, whole: "Effect") -> "Effect":
        """Return this effect of a part, as far as the whole that contains the part shows it."""
        return Effect(max(self.keeps, whole.keeps), max(self.adds_nothing, whole.adds_nothing))

    def severity(self, direction: Direction) -> Severity:
        """Return what containment decides: a request must keep what it accepted, a response must add nothing."""
        if direction is Direction.NONE:
            return worst_of((self.severity(Direction.REQUEST), self.severity(Direction.RESPONSE)))
        needed = self.keeps if direction is Direction.REQUEST else self.adds_nothing
        return (Severity.BREAKING, Severity.RISKY, Severity.COMPATIBLE)[needed]


EQUAL = Effect(Answer.YES, Answer.YES)
WIDENS = Effect(Answer.YES, Answer.NO)
NARROWS = Effect(Answer.NO, Answer.YES)
INCOMPARABLE = Effect(Answer.NO, Answer.NO)
UNKNOWN = Effect(Answer.UNKNOWN, Answer.UNKNOWN)
# Effects by word; `unknown` is the word for every effect with an undecided half.
EFFECTS = {"equal": EQUAL, "narrows": NARROWS, "widens": WIDENS, "incomparable": INCOMPARABLE, "unknown": UNKNOWN}
_WORDS = {effect: word for word, effect in EFFECTS.items()}


def least_of(*severities: Severity) -> Severity:
    """Return the least severity."""
    return min(severities, key=lambda severity: severity.rank)


def worst_of(severities: Iterable[Severity]) -> Severity:
    """Return the worst severity; compatible if there are none."""
    return max(severities, key=lambda severity: severity.rank, default=Severity.COMPATIBLE)
