"""The outbox: events that are stored with the change that caused them, and their deliveries."""

from collections.abc import Sequence
from typing import Any

import msgspec
from attrs import field, frozen

from pivotal._moments import iso
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.clock import DAY, Clock
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.organization import ORGANIZATION
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._webhooks.events import Event

# Seconds after the previous attempt; the eighth and last attempt comes a day after the first.
RETRY_DELAYS = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600)
ATTEMPTS = len(RETRY_DELAYS) + 2
# An endpoint gets no more events after so many failed deliveries in a row.
TOLERATED_FAILURES = 100
PING = "webhook.ping"
_DELIVER_TO_ALL = """
INSERT INTO deliveries (event, endpoint, due_at)
SELECT ?, id, ? FROM endpoints
WHERE failures <= ? AND test_mode = ?
AND (types IS NULL OR EXISTS (SELECT 1 FROM json_each(types) WHERE value = ?))
"""
_DUE = """
SELECT event, endpoint, attempts, first_at, event_id, body, url, secret, old_secret, old_secret_ends
FROM deliveries JOIN events ON events.id = event JOIN endpoints ON endpoints.id = endpoint
WHERE state = 'pending' AND due_at <= ? AND failures <= ? ORDER BY due_at, event
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
    first_at: int | None
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
            data: Values = {"object": event.object, "previous_attributes": event.previous}
            number = self._add(event.type, data, now, livemode)
            self._store.execute(_DELIVER_TO_ALL, (number, now, TOLERATED_FAILURES, not livemode, event.type))

    def ping(self, endpoint: int, livemode: bool) -> None:
        """Add the event that a new endpoint gets, whatever types it wants. Product help describes it; inferred."""
        now = self._clock.now()
        number = self._add(PING, {}, now, livemode)
        self._store.execute(
            "INSERT INTO deliveries (event, endpoint, due_at) VALUES (?, ?, ?)", (number, endpoint, now)
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
        return [_due_delivery(row, now) for row in self._store.execute(_DUE, (now, TOLERATED_FAILURES))]

    def settle(self, due: DueDelivery, delivered: bool, outcome: str) -> None:
        """Store the outcome of an attempt, and when the next one is due."""
        attempts, now = due.attempts + 1, self._clock.now()
        first_at = now if due.first_at is None else due.first_at
        state = "delivered" if delivered else "failed" if attempts == ATTEMPTS else "pending"
        with self._store.transaction():
            self._store.execute(
                "UPDATE deliveries SET state = ?, attempts = ?, due_at = ?, outcome = ?, first_at = ? "
                "WHERE event = ? AND endpoint = ?",
                (state, attempts, _next_at(attempts, first_at, now), outcome, first_at, due.event, due.endpoint),
            )
            if state != "pending":
                failures = "0" if delivered else "failures + 1"
                self._store.execute(f"UPDATE endpoints SET failures = {failures} WHERE id = ?", (due.endpoint,))  # noqa: S608

    def replay(self, event_id: str) -> int:
        """Deliver an event again, now, to each endpoint that it was for; return how many there are."""
        rows = self._store.execute(
            "UPDATE deliveries SET state = 'pending', attempts = 0, due_at = ?, first_at = NULL "
            "WHERE event = (SELECT id FROM events WHERE event_id = ?) RETURNING endpoint",
            (self._clock.now(), event_id),
        )
        return len(rows)

    def _add(self, type: str, data: Values, now: int, livemode: bool) -> int:
        number = self._store.next_value("event")
        event_id = f"evt_{cuid('event', number, now)}"
        envelope = {
            "id": event_id,
            "type": type,
            "created_at": iso(now),
            "org_id": ORGANIZATION["id"],
            "livemode": livemode,
            "api_version": "v1",
            "data": data,
        }
        body = msgspec.json.encode(envelope).decode()
        self._store.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (number, event_id, type, body))
        return number


def _next_at(attempts: int, first_at: int, now: int) -> int:
    """Return when the attempt after so many is due, in ms."""
    if attempts <= len(RETRY_DELAYS):
        return now + RETRY_DELAYS[attempts - 1] * 1000
    return max(now, first_at + DAY)


def _due_delivery(row: tuple[Any, ...], now: int) -> DueDelivery:
    event, endpoint, attempts, first_at, event_id, body, url, secret, old_secret, old_secret_ends = row
    signing = (secret, old_secret) if old_secret and now < old_secret_ends else (secret,)
    return DueDelivery(event, endpoint, attempts, first_at, event_id, body, url, signing)
