# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar, Literal

from pivotal_runtime.base_models import Model

from .customer import Customer


class CustomerList(Model, frozen=True):
    """One page of customers, newest first.

    Attributes:
        object: Always `list`.
        data: The rows of this page.
        has_more: Whether older rows remain. Trust it, whatever the row count.
        next_cursor: Pass it back as `cursor`, as it is.
    """

    _rows: ClassVar[tuple[str, ...]] = ("data",)

    object: Literal["list"]
    data: list[Customer]
    has_more: bool
    next_cursor: str | None
