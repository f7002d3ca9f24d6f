"""Tables for people: aligned columns of plain text."""

from collections.abc import Sequence


def format_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align rows under a heading, in columns as wide as their content; the last column is not padded.

    Example:
        >>> print(format_table(["what", "where"], [["added", "Contact.labels"]]))
        what   where
        added  Contact.labels
    """
    lines = [heading, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heading))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)
