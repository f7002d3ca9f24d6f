"""Webhook events: the 15 types, their payloads, and which change of an object causes which."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from attrs import frozen

from pivotal.sandbox._api.validation import Values

TYPES = (
    "customer.created",
    "customer.updated",
    "customer.archived",
    "customer.health_score_dropped",
    "customer.at_risk",
    "customer.churned",
    "contact.created",
    "onboarding.created",
    "onboarding.phase_changed",
    "onboarding.state_changed",
    "onboarding.at_risk",
    "onboarding.back_on_track",
    "onboarding.launched",
    "onboarding.completed",
    "task.completed",
)

# No request can cause these: what they tell of is not in the API. They can only be emitted by hand.
EMITTED_BY_HAND = ("customer.health_score_dropped", "customer.at_risk", "customer.churned", "task.completed")

_PHASE_REACHED = {"launch": "onboarding.launched", "completed": "onboarding.completed"}
_STATE_TURNED = {("at_risk", "active"): "onboarding.back_on_track"}


@frozen
class Event:
    """Something that happened: its type, the object as the payload shows it, and what changed."""

    type: str
    object: Values
    previous: Values | None = None


def customer_payload(doc: Values) -> Values:
    """The keys that customer events show. Health, risk and owner are unknown to the API."""
    unknown: Values = {"health_score": None, "previous_health_score": None, "owner_email": None}
    return {**_only(doc, "id", "display_id", "name"), "at_risk": False, "churned": False, **unknown}


def contact_payload(doc: Values) -> Values:
    """The keys that contact events show."""
    return _only(doc, "id", "customer_id", "display_id", "name", "email", "title", "is_primary")


def onboarding_payload(doc: Values, customer_name: str) -> Values:
    """The keys that onboarding events show; the name is the customer's, the launch date a day."""
    shown = _only(doc, "id", "customer_id", "display_id", "phase", "state")
    launch = doc["target_launch_date"]
    day = launch and datetime.fromisoformat(launch).date().isoformat()
    return {**shown, "name": customer_name, "target_launch_date": day, "owner_email": None}


def previous_attributes(before: Values, after: Values) -> Values:
    """What the changed fields were before; the time of the change is none of them."""
    return {name: old for name, old in before.items() if after[name] != old and name != "updated_at"}


def onboarding_changes(previous: Values, after: Values) -> Iterator[str]:
    """The types of the events that a change of an onboarding causes."""
    if "phase" in previous:
        yield "onboarding.phase_changed"
        if reached := _PHASE_REACHED.get(after["phase"]):
            yield reached
    if "state" in previous:
        yield "onboarding.state_changed"
        if after["state"] == "at_risk":
            yield "onboarding.at_risk"
        if turned := _STATE_TURNED.get((previous["state"], after["state"])):
            yield turned


def _only(doc: Values, *names: str) -> dict[str, Any]:
    return {name: doc[name] for name in names}
