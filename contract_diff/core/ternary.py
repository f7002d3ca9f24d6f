"""Three-valued answers."""

from collections.abc import Iterable
from enum import IntEnum


class Answer(IntEnum):
    """The answer to a question that can't always be decided."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @classmethod
    def of(cls, proven: bool) -> "Answer":
        """Return YES or NO."""
        return cls.YES if proven else cls.NO


def every(answers: Iterable[Answer]) -> Answer:
    """Return the conjunction; stop at the first NO."""
    result = Answer.YES
    for answer in answers:
        result = min(result, answer)
        if result is Answer.NO:
            break
    return result


def some(answers: Iterable[Answer]) -> Answer:
    """Return the disjunction; stop at the first YES."""
    result = Answer.NO
    for answer in answers:
        result = max(result, answer)
        if result is Answer.YES:
            break
    return result
