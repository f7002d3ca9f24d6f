"""What happens around a change of a customer."""

import re
import unicodedata

from pivotal.sandbox._api.changes import Change
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._webhooks.events import Event, customer_payload, previous_attributes

_NO_SLUG_CHARACTERS = re.compile("[^a-z0-9]+")


def slug_of(name: str) -> str | None:
    """Return the slug of a name: ASCII letters and digits, joined by hyphens; None if nothing is left.

    Example:
        >>> slug_of("Café Müller & Co.")
        'cafe-muller-co'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NO_SLUG_CHARACTERS.sub("-", plain).strip("-") or None


def make_slug(change: Change) -> None:
    """Make the slug of a new customer from its name if none is sent."""
    if change.row is None:
        change.values.setdefault("slug", slug_of(change.values.get("name", "")))


def refuse_taken_slug(change: Change) -> None:
    """Raise ApiError (409) if another customer that is not deleted has the slug."""
    slug = change.values.get("slug")
    if slug is None:
        return
    holder = change.call.store.first(change.kind.table, {"slug": slug}, "visible = 1")
    if holder is not None and (change.row is None or holder.display_id != change.row.display_id):
        raise ApiError(409, "slug_taken", "Another customer has this slug.", "slug")


def report_customer(change: Change) -> None:
    """Report that a customer was created, or what changed."""
    if change.row is None:
        change.call.events.append(Event("customer.created", customer_payload(change.doc)))
    elif previous := previous_attributes(change.previous, change.doc):
        change.call.events.append(Event("customer.updated", customer_payload(change.doc), previous))


def report_deleted_customer(change: Change) -> None:
    """Report that a customer was deleted."""
    change.call.events.append(Event("customer.archived", customer_payload(change.doc)))
