# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar, Literal

from attrs import field as _field
from attrs import frozen

from ..values import Model
from .contact import Contact


@frozen
class ContactList(Model):
    """ContactList.

    Attributes:
        has_more: Whether older rows remain. Trust it, whatever the row count.
        next_cursor: Pass it back as `cursor`, as it is.
    """

    _nested: ClassVar[tuple[str, ...]] = ("data",)

    object: Literal["list"]
    data: list[Contact] = _field(hash=False)
    has_more: bool
    next_cursor: str | None
