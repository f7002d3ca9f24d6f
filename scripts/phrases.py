"""Phrases that several reports share."""

from collections.abc import Sequence

from contract_diff.core.safe_text import shorten


def format_count(number: int, noun: str) -> str:
    """Return a number with its noun.

    Example:
        >>> format_count(1, "problem"), format_count(2, "problem")
        ('1 problem', '2 problems')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def excerpts(base: str, head: str, limit: int) -> tuple[str, str]:
    """Return two strings, each cut to what is around the first place at which they differ.

    Example:
        >>> excerpts("one two three four", "one two three five", 13)
        ('...three four', '...three five')
    """
    same = count_equal(base, head)
    longest = max(len(base), len(head))
    # A third of the excerpt shows what comes before the difference, and more where less comes after it.
    start = max(0, min(same - limit // 3, longest - limit + 3)) if longest > limit else 0
    return _cut(base, start, limit), _cut(head, start, limit)


def count_equal(base: Sequence[object], head: Sequence[object]) -> int:
    """Return how many items two sequences have in common before they differ."""
    pairs = zip(base, head, strict=False)
    return next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(base), len(head)))


def _cut(text: str, start: int, limit: int) -> str:
    before = "..." if start else ""
    return before + shorten(text[start:], limit - len(before))
