"""Operations on contacts."""

import msgspec

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.objects import create, list_owned, load, remove, retrieve, save
from pivotal.sandbox._api.resources import CONTACT, CUSTOMER
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._webhooks.events import Event, contact_payload


def list_customer_contacts(call: Call) -> bytes:
    """List a customer's contacts."""
    return list_owned(call, CONTACT, CUSTOMER)


def create_customer_contact(call: Call) -> bytes:
    """Create a contact of a customer."""
    customer = load(call, CUSTOMER, call.path_id)
    values = {"customer_id": customer.id, **call.sent(CONTACT)}
    _refuse_taken_email(call, customer.id, values, own=None)
    doc = create(call, CONTACT, values)
    call.events.append(Event("contact.created", contact_payload(doc)))
    return msgspec.json.encode(doc)


def get_contact(call: Call) -> bytes:
    """Return a contact."""
    return retrieve(call, CONTACT)


def update_contact(call: Call) -> bytes:
    """Change the properties that are sent."""
    row = load(call, CONTACT, call.path_id)
    values = call.sent(CONTACT)
    _refuse_taken_email(call, row.values()["customer_id"], values, own=row.display_id)
    return msgspec.json.encode(save(call, CONTACT, row, values))


def delete_contact(call: Call) -> bytes:
    """Delete a contact."""
    return remove(call, CONTACT)[0]


def _refuse_taken_email(call: Call, customer_id: str, values: Values, own: int | None) -> None:
    if "email" not in values:
        return
    where = {"customer_id": customer_id, "email": values["email"]}
    holder = call.store.first(CONTACT.table, where, "deleted = 0")
    if holder is not None and holder.display_id != own:
        raise ApiError(409, "email_taken", "Another contact of this customer has this e-mail address.", "email")
