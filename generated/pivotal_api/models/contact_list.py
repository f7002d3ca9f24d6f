# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar, Literal

from pivotal_runtime.base_models import Model

from .contact import Contact


class ContactList(Model, frozen=True):
    """One page of contacts, newest first.

    Attributes:
        object: Always `list`.
        data: The rows of this page.
        has_more: Whether older rows remain. Trust it, whatever the row count.
        next_cursor: Pass it back as `cursor`, as it is.
    """

    _rows: ClassVar[tuple[str, ...]] = ("data",)

    object: Literal["list"]
    data: list[Contact]
    has_more: bool
    next_cursor: str | None
