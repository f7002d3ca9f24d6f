# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.

from pivotal_runtime.base_models import UNSET, Model, UnsetType


class ContactSnapshot(Model, frozen=True):
    """A contact, as an event shows it. Any field may be missing.

    Attributes:
        id: Cuid of the contact.
        customer_id: Cuid of the customer.
        display_id: Small integer, unique within the workspace.
        name: Name of the person.
        email: Email address, in lower case.
        title: Job title.
        is_primary: Whether this is the primary contact of the customer.
    """

    id: str | None | UnsetType = UNSET
    customer_id: str | None | UnsetType = UNSET
    display_id: int | None | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    email: str | None | UnsetType = UNSET
    title: str | None | UnsetType = UNSET
    is_primary: bool | None | UnsetType = UNSET
