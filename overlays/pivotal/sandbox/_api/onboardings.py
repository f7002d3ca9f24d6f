"""What happens around a change of an onboarding."""

from pivotal._moments import iso
from pivotal.sandbox._api.changes import Change
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._webhooks.events import Event, onboarding_changes, onboarding_payload, previous_attributes

WAITING = "waiting"


def derive_waiting(change: Change) -> None:
    """Wait, or return to the state before. An explicit waiting_on_customer beats the state."""
    current, sent, state = change.previous, change.sent, change.sent.get("state")
    before = current["state"] if change.row is None else change.row.private["resting_state"]
    by_state = current.get("waiting_on_customer", False) if state is None else state == WAITING
    waiting = sent.get("waiting_on_customer", by_state)
    resting = before if state in (None, WAITING) else state
    change.values |= {"waiting_on_customer": waiting, "state": WAITING if waiting else resting}
    change.private["resting_state"] = resting


def set_phase_times(change: Change) -> None:
    """Set started_at when it leaves its first phase, and completed_at when it reaches the last, unless set."""
    phases = change.call.catalog.values_of(change.kind, "phase")
    phase, current, times = change.sent.get("phase"), change.previous, Values()
    if phase not in (None, phases[0]) and current["started_at"] is None:
        times["started_at"] = iso(change.call.now)
    if phase == phases[-1] and current["completed_at"] is None:
        times["completed_at"] = iso(change.call.now)
    change.values = {**times, **change.values}


def report_onboarding(change: Change) -> None:
    """Report that an onboarding was created, or what its new phase and state mean."""
    previous = None if change.row is None else previous_attributes(change.previous, change.doc)
    types = ["onboarding.created"] if previous is None else list(onboarding_changes(previous, change.doc))
    customers = change.call.catalog.kinds.get("customer")
    customer = customers and change.call.store.find(customers.table, change.doc["customer_id"])
    name = customer.values().get("name") if customer else None
    payload = onboarding_payload(change.doc, name)
    change.call.events.extend(Event(type, payload, previous) for type in types)
