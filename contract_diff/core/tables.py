"""Tables for people: aligned columns of plain text."""

from collections.abc import Sequence


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Align rows under a heading, in columns as wide as their content; the last column is not padded.

    Example:
        >>> print(table(["what", "where"], [["added", "Contact.labels"]]))
        what   where
        added  Contact.labels
    """
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [heading, *rows])
    return "\n".join(line.rstrip() for line in lines)
