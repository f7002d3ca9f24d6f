# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
from typing import ClassVar

from pivotal_runtime.base_models import UNSET, Model, UnsetType

from .contact_snapshot import ContactSnapshot


class ContactEventData(Model, frozen=True):
    """What happened to a contact.

    Attributes:
        object: The contact after the event.
        previous_attributes: Previous values of the fields that changed, and of no others; null if nothing was changed.
    """

    _nested: ClassVar[tuple[str, ...]] = ("object", "previous_attributes")

    object: ContactSnapshot
    previous_attributes: ContactSnapshot | None | UnsetType = UNSET
