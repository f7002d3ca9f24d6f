"""Text from contracts, made safe to print."""


def visible(text: str) -> str:
    """Return a string with the characters written out that steer a terminal or turn the direction of reading.

    Example:
        >>> visible("a\\x1b[2J")
        'a\\\\u001b[2J'
    """
    return "".join(char if char.isprintable() or char in "\n\u00a0" else f"\\u{ord(char):04x}" for char in text)
