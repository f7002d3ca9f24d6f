"""Operations on onboardings."""

import msgspec

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.objects import create, list_filtered, list_owned, load, remove, retrieve, save
from pivotal.sandbox._api.resources import CUSTOMER, ONBOARDING, PHASES
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.clock import iso
from pivotal.sandbox._state.store import Row
from pivotal.sandbox._webhooks.events import Event, onboarding_changes, onboarding_payload, previous_attributes

_WAITING = "waiting"


def list_onboardings(call: Call) -> bytes:
    """List onboardings, with filters."""
    return list_filtered(call, ONBOARDING)


def list_customer_onboardings(call: Call) -> bytes:
    """List a customer's onboardings."""
    return list_owned(call, ONBOARDING, CUSTOMER)


def create_onboarding(call: Call) -> bytes:
    """Create an onboarding for a customer; the body names it by display_id or cuid."""
    sent = call.sent(ONBOARDING)
    customer = load(call, CUSTOMER, sent["customer_id"])
    defaults = ONBOARDING.defaults()
    values, resting_state = _derive(call, defaults, defaults["state"], {**sent, "customer_id": customer.id})
    doc = create(call, ONBOARDING, values, {"resting_state": resting_state})
    call.events.append(Event("onboarding.created", onboarding_payload(doc, customer.values()["name"])))
    return msgspec.json.encode(doc)


def get_onboarding(call: Call) -> bytes:
    """Return an onboarding."""
    return retrieve(call, ONBOARDING)


def update_onboarding(call: Call) -> bytes:
    """Change the properties that are sent; move the phase, set the state."""
    row = load(call, ONBOARDING, call.path_id)
    values, resting_state = _derive(call, row.values(), row.private["resting_state"], call.sent(ONBOARDING))
    doc = save(call, ONBOARDING, row, values, {"resting_state": resting_state})
    _add_events(call, row, doc)
    return msgspec.json.encode(doc)


def delete_onboarding(call: Call) -> bytes:
    """Delete an onboarding."""
    return remove(call, ONBOARDING)[0]


def _derive(call: Call, current: Values, resting_state: str, sent: Values) -> tuple[Values, str]:
    """Return the values to store, including those derived from the sent ones, and the state to return to."""
    waiting, resting = _waiting(current, resting_state, sent)
    derived = {"waiting_on_customer": waiting, "state": _WAITING if waiting else resting}
    return {**_phase_times(call, current, sent), **sent, **derived}, resting


def _waiting(current: Values, resting_state: str, sent: Values) -> tuple[bool, str]:
    """Return whether it waits, and the state to return to. An explicit waiting_on_customer beats the state."""
    state = sent.get("state")
    by_state = current["waiting_on_customer"] if state is None else state == _WAITING
    resting = resting_state if state is None or state == _WAITING else state
    return {"waiting_on_customer": by_state, **sent}["waiting_on_customer"], resting


def _phase_times(call: Call, current: Values, sent: Values) -> Values:
    """Return started_at when it leaves its first phase, and completed_at when it reaches the last, unless set."""
    phase, times = sent.get("phase"), Values()
    if phase not in (None, PHASES[0]) and current["started_at"] is None:
        times["started_at"] = iso(call.now)
    if phase == PHASES[-1] and current["completed_at"] is None:
        times["completed_at"] = iso(call.now)
    return times


def _add_events(call: Call, row: Row, doc: Values) -> None:
    previous = previous_attributes(row.values(), doc)
    types = list(onboarding_changes(previous, doc))
    if types:
        customer = load(call, CUSTOMER, doc["customer_id"], deleted=True)
        payload = onboarding_payload(doc, customer.values()["name"])
        call.events.extend(Event(type, payload, previous) for type in types)
