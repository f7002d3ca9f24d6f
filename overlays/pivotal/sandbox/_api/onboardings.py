"""Operations on onboardings."""

from typing import Any

import msgspec

from pivotal.sandbox._api.call import Call, create, listing, load, remove, retrieve, save
from pivotal.sandbox._api.paging import check_parameter
from pivotal.sandbox._api.resources import CUSTOMER, ONBOARDING, PHASES, STATES
from pivotal.sandbox._api.validation import Field, Values, check_body, one_of, text
from pivotal.sandbox._state.clock import iso
from pivotal.sandbox._state.ids import is_display_id
from pivotal.sandbox._state.store import Row
from pivotal.sandbox._webhooks.events import Event, onboarding_changes, onboarding_payload, previous_attributes

_CUSTOMER_ID = Field("customer_id", text)
_WAITING = "waiting"
_FILTERS = {"state": one_of(STATES), "phase": one_of(PHASES)}


def list_onboardings(call: Call) -> bytes:
    """Onboardings, by customer, state or phase."""
    query = call.query()
    where: dict[str, Any] = {name: check_parameter(query, name, check) for name, check in _FILTERS.items()}
    where["customer_id"] = _customer_cuid(call, query["customer_id"]) if "customer_id" in query else None
    return listing(call, ONBOARDING, {name: value for name, value in where.items() if value is not None})


def list_customer_onboardings(call: Call) -> bytes:
    """A customer's onboardings."""
    customer = load(call, CUSTOMER, call.path_id)
    return listing(call, ONBOARDING, {"customer_id": customer.id})


def create_onboarding(call: Call) -> bytes:
    """A new onboarding for a customer, named by display_id or cuid."""
    fields = (_CUSTOMER_ID, *ONBOARDING.fields)
    values = check_body(fields, call.body(), (_CUSTOMER_ID.name,))
    customer = load(call, CUSTOMER, values["customer_id"])
    values["customer_id"] = customer.id
    start = ONBOARDING.defaults()
    values, resting_state = _derive(call, start, start["state"], values)
    doc = create(call, ONBOARDING, values, {"resting_state": resting_state})
    call.events.append(Event("onboarding.created", onboarding_payload(doc, customer.values()["name"])))
    return msgspec.json.encode(doc)


def get_onboarding(call: Call) -> bytes:
    """One onboarding."""
    return retrieve(call, ONBOARDING)


def update_onboarding(call: Call) -> bytes:
    """Change what is sent; move the phase, set the state."""
    row = load(call, ONBOARDING, call.path_id)
    sent = check_body(ONBOARDING.fields, call.body())
    values, resting_state = _derive(call, row.values(), row.private["resting_state"], sent)
    doc = save(call, ONBOARDING, row, values, {"resting_state": resting_state})
    _tell_changes(call, row, doc)
    return msgspec.json.encode(doc)


def delete_onboarding(call: Call) -> bytes:
    """Delete an onboarding."""
    return remove(call, ONBOARDING)[0]


def _derive(call: Call, before: Values, resting_state: str, sent: Values) -> tuple[Values, str]:
    """The values to store, with what follows from them, and the state without the waiting."""
    waiting, resting = _waiting(before, resting_state, sent)
    derived = {"waiting_on_customer": waiting, "state": _WAITING if waiting else resting}
    return {**_phase_times(call, before, sent), **sent, **derived}, resting


def _waiting(before: Values, resting_state: str, sent: Values) -> tuple[bool, str]:
    """Whether it waits, and the state that it returns to. An explicit waiting_on_customer beats the state."""
    state = sent.get("state")
    by_state = before["waiting_on_customer"] if state is None else state == _WAITING
    resting = resting_state if state is None or state == _WAITING else state
    return {"waiting_on_customer": by_state, **sent}["waiting_on_customer"], resting


def _phase_times(call: Call, before: Values, sent: Values) -> Values:
    """An onboarding starts when it leaves its first phase, and is completed when it reaches the last."""
    phase, times = sent.get("phase"), Values()
    if phase not in (None, PHASES[0]) and before["started_at"] is None:
        times["started_at"] = iso(call.now)
    if phase == PHASES[-1] and before["completed_at"] is None:
        times["completed_at"] = iso(call.now)
    return times


def _tell_changes(call: Call, row: Row, doc: Values) -> None:
    previous = previous_attributes(row.values(), doc)
    types = list(onboarding_changes(previous, doc))
    if types:
        customer = load(call, CUSTOMER, doc["customer_id"], deleted=True)
        payload = onboarding_payload(doc, customer.values()["name"])
        call.events.extend(Event(type, payload, previous) for type in types)


def _customer_cuid(call: Call, path_id: str) -> str:
    """The cuid of a filter's customer; one that nothing has when there is no such customer."""
    if not is_display_id(path_id):
        return path_id
    row = call.store.find(CUSTOMER.table, path_id)
    return row.id if row else ""
