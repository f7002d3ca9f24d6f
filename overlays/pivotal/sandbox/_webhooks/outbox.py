"""The outbox: events that are stored with the change that caused them, and their deliveries."""

from collections.abc import Sequence
from typing import Any

import msgspec
from attrs import field, frozen

from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.clock import Clock, iso
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.organization import ORGANIZATION
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._webhooks.events import Event

# Seconds after the previous attempt: 8 attempts within 24 hours. The documentation has the count and the span only.
RETRY_DELAYS = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 8 * 3600)
_DUE = """
SELECT event, endpoint, attempts, event_id, body, url, secret, old_secret, old_secret_ends
FROM deliveries JOIN events ON events.id = event JOIN endpoints ON endpoints.id = endpoint
WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, event
"""
_DELIVERIES = """
SELECT event_id, type, url, state, attempts, due_at, outcome
FROM deliveries JOIN events ON events.id = event JOIN endpoints ON endpoints.id = endpoint
ORDER BY event, endpoint
"""


@frozen
class Delivery:
    """The delivery of an event to an endpoint. `state` is pending, delivered or failed; `due_at` is in ms."""

    event_id: str
    type: str
    url: str
    state: str
    attempts: int
    due_at: int
    outcome: str | None


@frozen
class DueDelivery:
    """A delivery that is due: its keys in the outbox, and the URL, body and secrets that an attempt needs."""

    event: int
    endpoint: int
    attempts: int
    event_id: str
    body: str
    url: str
    secrets: tuple[str, ...] = field(repr=False)


class Outbox:
    """The events of a workspace and their deliveries.

    Args:
        store: The store with endpoints, events and deliveries.
        clock: The sandbox's clock, which decides when a retry is due.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def record(self, events: Sequence[Event], livemode: bool) -> None:
        """Add events, and a delivery for each endpoint that wants them. Call it in the change's transaction."""
        now = self._clock.now()
        for event in events:
            number = self._store.next_value("event")
            event_id = f"evt_{cuid('event', number, now)}"
            body = msgspec.json.encode(_envelope(event, event_id, now, livemode)).decode()
            self._store.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (number, event_id, event.type, body))
            self._store.execute(
                "INSERT INTO deliveries (event, endpoint, due_at) SELECT ?, id, ? FROM endpoints "
                "WHERE types IS NULL OR EXISTS (SELECT 1 FROM json_each(types) WHERE value = ?)",
                (number, now, event.type),
            )

    def events(self, type: str | None) -> list[Values]:
        """Return the bodies of the events of a type, or of all types, oldest first."""
        rows = self._store.execute("SELECT body FROM events WHERE ? IS NULL OR type = ? ORDER BY id", (type, type))
        return [msgspec.json.decode(body) for (body,) in rows]

    def deliveries(self) -> list[Delivery]:
        """Return every delivery and its state, oldest first."""
        return [Delivery(*row) for row in self._store.execute(_DELIVERIES)]

    def due(self) -> list[DueDelivery]:
        """Return the deliveries that are due."""
        now = self._clock.now()
        return [_due_delivery(row, now) for row in self._store.execute(_DUE, (now,))]

    def settle(self, due: DueDelivery, delivered: bool, outcome: str) -> None:
        """Store the outcome of an attempt, and when the next one is due."""
        attempts = due.attempts + 1
        last = attempts > len(RETRY_DELAYS)
        state = "delivered" if delivered else "failed" if last else "pending"
        wait = 0 if last else RETRY_DELAYS[attempts - 1] * 1000
        self._store.execute(
            "UPDATE deliveries SET state = ?, attempts = ?, due_at = ?, outcome = ? WHERE event = ? AND endpoint = ?",
            (state, attempts, self._clock.now() + wait, outcome, due.event, due.endpoint),
        )


def _due_delivery(row: tuple[Any, ...], now: int) -> DueDelivery:
    event, endpoint, attempts, event_id, body, url, secret, old_secret, old_secret_ends = row
    signing = (secret, old_secret) if old_secret and now < old_secret_ends else (secret,)
    return DueDelivery(event, endpoint, attempts, event_id, body, url, signing)


def _envelope(event: Event, event_id: str, now: int, livemode: bool) -> Values:
    return {
        "id": event_id,
        "type": event.type,
        "created_at": iso(now),
        "org_id": ORGANIZATION["id"],
        "livemode": livemode,
        "api_version": "v1",
        "data": {"object": event.object, "previous_attributes": event.previous},
    }
