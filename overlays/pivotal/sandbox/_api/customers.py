"""Operations on customers."""

import re
import unicodedata

import msgspec

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.objects import create, list_filtered, load, remove, retrieve, save
from pivotal.sandbox._api.resources import CONTACT, CUSTOMER, ONBOARDING
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Values
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


def list_customers(call: Call) -> bytes:
    """List customers, with filters."""
    return list_filtered(call, CUSTOMER)


def create_customer(call: Call) -> bytes:
    """Create a customer; its slug is made from the name if none is sent."""
    values = call.sent(CUSTOMER)
    values.setdefault("slug", slug_of(values["name"]))
    _refuse_taken_slug(call, values, own=None)
    doc = create(call, CUSTOMER, values)
    call.events.append(Event("customer.created", customer_payload(doc)))
    return msgspec.json.encode(doc)


def get_customer(call: Call) -> bytes:
    """Return a customer."""
    return retrieve(call, CUSTOMER)


def update_customer(call: Call) -> bytes:
    """Change the properties that are sent."""
    row = load(call, CUSTOMER, call.path_id)
    values = call.sent(CUSTOMER)
    _refuse_taken_slug(call, values, own=row.display_id)
    doc = save(call, CUSTOMER, row, values)
    if previous := previous_attributes(row.values(), doc):
        call.events.append(Event("customer.updated", customer_payload(doc), previous))
    return msgspec.json.encode(doc)


def delete_customer(call: Call) -> bytes:
    """Delete a customer, and hide its contacts and onboardings from lists."""
    response, row = remove(call, CUSTOMER)
    if row is not None:
        call.store.hide(CONTACT.table, row.id)
        call.store.hide(ONBOARDING.table, row.id)
        call.events.append(Event("customer.archived", customer_payload(row.values())))
    return response


def _refuse_taken_slug(call: Call, values: Values, own: int | None) -> None:
    slug = values.get("slug")
    if slug is None:
        return
    holder = call.store.first(CUSTOMER.table, {"slug": slug}, "visible = 1")
    if holder is not None and holder.display_id != own:
        raise ApiError(409, "slug_taken", "Another customer has this slug.", "slug")
