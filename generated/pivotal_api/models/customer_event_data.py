# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar

from pivotal_runtime.base_models import UNSET, Model, UnsetType

from .customer_snapshot import CustomerSnapshot


class CustomerEventData(Model, frozen=True):
    """What happened to a customer.

    Attributes:
        object: The customer after the event.
        previous_attributes: Previous values of the fields that changed, and of no others; null if nothing was changed.
    """

    _nested: ClassVar[tuple[str, ...]] = ("object", "previous_attributes")

    object: CustomerSnapshot
    previous_attributes: CustomerSnapshot | None | UnsetType = UNSET
