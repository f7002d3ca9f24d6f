"""How large a document may be that is read: whatever is in it, reading it takes bounded time and memory."""

from attrs import frozen

MIB = 2**20
MAX_BYTES = 64 * MIB


@frozen
class Limits:
    """What a document is refused for.

    Attributes:
        values: The number of values, those within values included, and in YAML the keys.
        depth: How many objects and lists are within each other.
        key: The length of a property's name, in characters.
        digits: The number of digits of a number.
        repeated: How many values YAML aliases may repeat; with 0, there may be no alias.
        strict: Whether YAML may only have the types and keys of JSON: no other tags, no key that isn't a string or a
            whole number such as a status code.
    """

    values: int = 750_000
    depth: int = 400
    key: int = 10_000
    digits: int = 300
    repeated: int = 1_000_000
    strict: bool = False


# Any contract.
CONTRACT = Limits()
# The files of a project: its own contract and what is merged into it, policies, approvals.
PROJECT = Limits(values=200_000, depth=64, key=1_000, repeated=0, strict=True)
