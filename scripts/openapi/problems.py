"""What is wrong in a document. Apart from validation, so that reporting a problem doesn't import a validator."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong: the JSON pointer of its place, and a sentence."""

    pointer: str
    message: str
