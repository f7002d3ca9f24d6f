"""Webhook events: their payloads, and the changes of an object that cause them."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from pivotal.sandbox._http_messages import Values

# The properties of a record that the payloads of its events repeat.
CUSTOMER_FIELDS = ("id", "display_id", "name")
CONTACT_FIELDS = ("id", "customer_id", "display_id", "name", "email", "title", "is_primary")
ONBOARDING_FIELDS = ("id", "customer_id", "display_id", "phase", "state", "target_launch_date")

_PHASE_REACHED = {"launch": "onboarding.launched", "completed": "onboarding.completed"}
_STATE_TURNED = {("at_risk", "active"): "onboarding.back_on_track"}


@frozen
class Event:
    """An event: its type, the object as the payload shows it, and the previous values of changed properties."""

    type: str
    object: Values
    previous: Values | None = None


def customer_payload(doc: Values) -> Values:
    """Return the payload of customer events. The API does not know health, risk and owner."""
    unknown: Values = {"health_score": None, "previous_health_score": None, "owner_email": None}
    return {**_only(doc, CUSTOMER_FIELDS), "at_risk": False, "churned": False, **unknown}


def contact_payload(doc: Values) -> Values:
    """Return the payload of contact events."""
    return _only(doc, CONTACT_FIELDS)


def onboarding_payload(doc: Values, customer_name: str | None) -> Values:
    """Return the payload of onboarding events; the name is the customer's, the launch date a day."""
    shown = _only(doc, ONBOARDING_FIELDS)
    launch = doc["target_launch_date"]
    day = launch and datetime.fromisoformat(launch).date().isoformat()
    return {**shown, "name": customer_name, "target_launch_date": day, "owner_email": None}


def previous_attributes(base: Values, head: Values) -> Values:
    """Return the previous values of the changed properties, except the time of the change."""
    return {name: value for name, value in base.items() if head.get(name) != value and name != "updated_at"}


def onboarding_changes(previous: Values, doc: Values) -> Iterator[str]:
    """Yield the types of the events that a change of an onboarding causes."""
    if "phase" in previous:
        yield "onboarding.phase_changed"
        if reached := _PHASE_REACHED.get(doc["phase"]):
            yield reached
    if "state" in previous:
        yield "onboarding.state_changed"
        if doc["state"] == "at_risk":
            yield "onboarding.at_risk"
        if turned := _STATE_TURNED.get((previous["state"], doc["state"])):
            yield turned


def _only(doc: Values, names: tuple[str, ...]) -> Values:
    return {name: doc[name] for name in names}
