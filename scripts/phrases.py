"""Phrases that several reports share."""


def format_count(number: int, noun: str) -> str:
    """Return a number with its noun.

    Example:
        >>> format_count(1, "problem"), format_count(2, "problem")
        ('1 problem', '2 problems')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shorten(text: str, limit: int) -> str:
    """Return a text, cut where it is longer than the limit.

    Example:
        >>> shorten("a long sentence", 9)
        'a long...'
    """
    return text if len(text) <= limit else f"{text[: limit - 3]}..."
