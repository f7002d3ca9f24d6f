"""What happens around a change of a contact."""

from pivotal.sandbox._api.changes import Change
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._webhooks.events import Event, contact_payload


def refuse_taken_email(change: Change) -> None:
    """Raise ApiError (409) if another contact of the customer that is not deleted has the e-mail address."""
    if "email" not in change.values:
        return
    values = {**change.previous, **change.values}
    where = {name: values[name] for name in ("customer_id", "email")}
    holder = change.call.store.first(change.kind.table, where, "deleted = 0")
    if holder is not None and (change.row is None or holder.display_id != change.row.display_id):
        raise ApiError(409, "email_taken", "Another contact of this customer has this e-mail address.", "email")


def report_contact(change: Change) -> None:
    """Report that a contact was created."""
    if change.row is None:
        change.call.events.append(Event("contact.created", contact_payload(change.doc)))
