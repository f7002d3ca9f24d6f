# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
import datetime
from typing import Literal

from pivotal_runtime.base_models import Model


class Contact(Model, frozen=True):
    """A person at a customer.

    Attributes:
        object: Always `contact`.
        id: Cuid: opaque, unique everywhere.
        display_id: Small integer, unique within the workspace, used in URLs.
        customer_id: Cuid of the customer that it belongs to.
        name: Name of the contact.
        email: Lower-cased by the server.
        title: Job title.
        is_primary: Whether this is the customer's primary contact.
        labels: Labels of the contact.
        created_at: When the record was created, in UTC.
        updated_at: When the record was last changed, in UTC.
    """

    object: Literal["contact"]
    id: str
    display_id: int
    customer_id: str
    name: str
    email: str
    title: str | None
    is_primary: bool
    labels: list[str]
    created_at: datetime.datetime
    updated_at: datetime.datetime
