"""Three-valued answers."""

from collections.abc import Iterable
from enum import IntEnum


class Answer(IntEnum):
    """Is every value of one schema a value of the other?"""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @classmethod
    def of(cls, proven: bool) -> "Answer":
        """YES or NO."""
        return cls.YES if proven else cls.NO


def every(answers: Iterable[Answer]) -> Answer:
    """The conjunction; stops at the first NO."""
    result = Answer.YES
    for answer in answers:
        result = min(result, answer)
        if result is Answer.NO:
            break
    return result


def some(answers: Iterable[Answer]) -> Answer:
    """The disjunction; stops at the first YES."""
    result = Answer.NO
    for answer in answers:
        result = max(result, answer)
        if result is Answer.YES:
            break
    return result
