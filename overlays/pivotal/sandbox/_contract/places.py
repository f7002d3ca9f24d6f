"""What the path of an operation names: a collection or one record in it, and the records above."""

import re

from attrs import frozen

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


@frozen
class Parent:
    """A record in a path above what the path names: its collection, and the name of the path parameter."""

    collection: str
    parameter: str


@frozen
class Place:
    """What a path names.

    Args:
        collection: The last collection in the path.
        is_item: Whether the path names one record of it, by its id.
        parents: The records above, the outermost first.
    """

    collection: str
    is_item: bool
    parents: tuple[Parent, ...] = ()


def place_of(path: str) -> Place | None:
    """Return what a path names; None if it can't be a collection or a record.

    Example:
        >>> place_of("/api/v1/customers/{customerId}/contacts")
        Place(collection='contacts', is_item=False, parents=(Parent(collection='customers', parameter='customerId'),))
    """
    segments = path.strip("/").split("/")
    names = [match and match[1] for match in map(_PLACEHOLDER.fullmatch, segments)]
    pairs: list[Parent] = []
    for before, name in zip([None, *segments], names, strict=False):
        if name is not None and (before is None or "{" in before):
            return None
        if name is not None and before is not None:
            pairs.append(Parent(before, name))
    if any("{" in segment and name is None for segment, name in zip(segments, names, strict=True)):
        return None
    if names[-1] is None:
        return Place(segments[-1], is_item=False, parents=tuple(pairs))
    return Place(pairs[-1].collection, is_item=True, parents=tuple(pairs[:-1]))
