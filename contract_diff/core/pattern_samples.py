"""A string for a pattern whose language is too large to be built: read off the expression, for a validator to check."""

from typing import Any

from greenery import Charclass, parse  # type: ignore[import-untyped]
from greenery.parse import NoMatch  # type: ignore[import-untyped]

from contract_diff.core.patterns import anchored, choices, letter_of

MAX_PATTERN_LENGTH = 2_000
MAX_SAMPLE_LENGTH = 10_000


def sample(pattern: str) -> str | None:
    """Return a short string that probably matches a pattern; None if none can be read off it.

    Example:
        >>> sample("^.*(a|bc).{3,99}$"), sample(r"^(?=a)")
        ('a000', None)
    """
    if len(pattern) > MAX_PATTERN_LENGTH:
        return None
    return next((text for choice in choices(pattern) if (text := _sample(choice)) is not None), None)


def _sample(choice: str) -> str | None:
    try:
        return _shortest(parse(anchored(choice)[1]))
    except (NoMatch, ValueError, LookupError, ArithmeticError, RecursionError):  # greenery can't read it
        return None


def _shortest(expression: Any) -> str | None:
    """Return a shortest string of an expression, if it isn't very long."""
    if isinstance(expression, Charclass):
        return letter_of(expression)
    texts = [text for sequence in expression.concs if (text := _joined(sequence)) is not None]
    return min(texts, key=lambda text: (len(text), text), default=None)


def _joined(sequence: Any) -> str | None:
    """Return the shortest strings of the parts of a sequence, each as often as it has to be."""
    text = ""
    for part in sequence.mults:
        count = part.multiplier.min.v
        if count:
            piece = _shortest(part.multiplicand)
            if piece is None or len(text) + count * len(piece) > MAX_SAMPLE_LENGTH:
                return None
            text += count * piece
    return text
