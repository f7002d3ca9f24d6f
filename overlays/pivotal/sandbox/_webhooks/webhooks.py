"""Webhooks out: endpoints, the outbox, and the attempts to deliver it."""

import base64
import ipaddress
import secrets
from collections.abc import Sequence
from threading import Event as Signal
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

import msgspec
from attrs import field, frozen

from pivotal._extras import needs_extra
from pivotal.sandbox._api.meta import ORGANIZATION
from pivotal.sandbox._api.validation import Values
from pivotal.sandbox._state.clock import DAY, Clock, iso
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._webhooks.events import TYPES, Event

# Seconds after the attempt before: 8 attempts within 24 hours. The page gives the count and the span only.
RETRY_DELAYS = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 8 * 3600)
_POLL_SECONDS = 0.2
_DUE = """
SELECT event, endpoint, attempts, event_id, body, url, secret, old_secret, old_secret_ends
FROM deliveries JOIN events ON events.id = event JOIN endpoints ON endpoints.id = endpoint
WHERE state = 'pending' AND due_at <= ? ORDER BY due_at, event
"""
_OUTBOX = """
SELECT event_id, type, url, state, attempts, due_at, outcome
FROM deliveries JOIN events ON events.id = event JOIN endpoints ON endpoints.id = endpoint
ORDER BY event, endpoint
"""


@frozen
class Endpoint:
    """A receiver: its URL, its signing secret (`whsec_...`), and the event types it wants (None: all)."""

    id: int
    url: str
    secret: str = field(repr=False)
    types: tuple[str, ...] | None = None


@frozen
class Delivery:
    """One event on its way to one endpoint. `state` is pending, delivered or failed; `due_at` is in ms."""

    event_id: str
    type: str
    url: str
    state: str
    attempts: int
    due_at: int
    outcome: str | None


@frozen
class Due:
    """What one attempt needs: where to, what, and the secrets that sign it."""

    event: int
    endpoint: int
    attempts: int
    event_id: str
    body: str
    url: str
    secrets: tuple[str, ...] = field(repr=False)


class Webhooks:
    """The workspace's webhooks.

    Args:
        store: Where endpoints and outbox are kept.
        clock: The sandbox's clock; retries are due by it.
        allow_remote: Whether an endpoint may be anywhere but on this machine.
    """

    def __init__(self, store: Store, clock: Clock, *, allow_remote: bool = False) -> None:
        self._store = store
        self._clock = clock
        self._allow_remote = allow_remote
        self._delivering = Lock()
        self._wake = Signal()
        self._worker: Thread | None = None

    def register(self, url: str, *, types: Sequence[str] | None = None, secret: str | None = None) -> Endpoint:
        """Add a receiver.

        Args:
            url: Where to POST the events; on this machine, unless the sandbox allows more.
            types: The event types to send; all if None.
            secret: `whsec_` and base64; a new one if None.

        Raises:
            ValueError: The URL is not allowed, a type doesn't exist, or the secret is malformed.
        """
        _check_types(types or ())
        if not self._allow_remote and not _is_loopback(url):
            raise ValueError(f"{url} is not on this machine; allow it with Sandbox(allow_remote_webhooks=True).")
        secret = new_secret() if secret is None else _checked_secret(secret)
        rows = self._store.execute(
            "INSERT INTO endpoints (url, secret, types) VALUES (?, ?, ?) RETURNING id",
            (url, secret, None if types is None else msgspec.json.encode(types).decode()),
        )
        return Endpoint(rows[0][0], url, secret, None if types is None else tuple(types))

    def rotate(self, endpoint: Endpoint) -> Endpoint:
        """Give an endpoint a new secret; for 24 hours both sign."""
        fresh = Endpoint(endpoint.id, endpoint.url, new_secret(), endpoint.types)
        self._store.execute(
            "UPDATE endpoints SET old_secret = secret, old_secret_ends = ?, secret = ? WHERE id = ?",
            (self._clock.now() + DAY, fresh.secret, endpoint.id),
        )
        return fresh

    def emit(self, type: str, object: Values, previous: Values | None = None, *, livemode: bool = True) -> None:
        """Send an event that no request can cause, such as `task.completed`.

        Raises:
            ValueError: There is no such type.
        """
        _check_types((type,))
        with self._store.transaction():
            self.record([Event(type, object, previous)], livemode)
        self.wake()

    def record(self, events: Sequence[Event], livemode: bool) -> None:
        """Put events into the outbox, in the transaction of the change that caused them."""
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

    def events(self, type: str | None = None) -> list[dict[str, Any]]:
        """The events so far, of one type or of all, oldest first, as their bodies say."""
        rows = self._store.execute("SELECT body FROM events WHERE ?1 IS NULL OR type = ?1 ORDER BY id", (type,))
        return [msgspec.json.decode(body) for (body,) in rows]

    def outbox(self) -> list[Delivery]:
        """Every delivery and how it stands, oldest first."""
        return [Delivery(*row) for row in self._store.execute(_OUTBOX)]

    def deliver(self) -> int:
        """Attempt what is due by the sandbox's clock, and return how many attempts were made.

        Raises:
            ImportError: The extra `sandbox` is not installed.
        """
        with needs_extra("sandbox"):
            from pivotal.sandbox._webhooks.delivery import attempt

        with self._delivering:
            due = [_due(row, self._clock.now()) for row in self._store.execute(_DUE, (self._clock.now(),))]
            for item in due:
                self._settle(item, *attempt(item))
            return len(due)

    def wake(self) -> None:
        """Tell the background worker, if there is one, that something may be due."""
        self._wake.set()

    def start(self) -> None:
        """Deliver in the background until `stop`; does nothing when that happens already."""
        if self._worker is not None:
            return
        self._worker = Thread(target=self._work, name="pivotal-sandbox-webhooks", daemon=True)
        self._worker.start()

    def stop(self) -> None:
        """End the background delivery."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self.wake()
            worker.join()

    def _work(self) -> None:
        while self._worker is not None:
            self.deliver()
            self._wake.wait(_POLL_SECONDS)
            self._wake.clear()

    def _settle(self, due: Due, delivered: bool, outcome: str) -> None:
        attempts = due.attempts + 1
        last = attempts > len(RETRY_DELAYS)
        state = "delivered" if delivered else "failed" if last else "pending"
        wait = 0 if last else RETRY_DELAYS[attempts - 1] * 1000
        self._store.execute(
            "UPDATE deliveries SET state = ?, attempts = ?, due_at = ?, outcome = ? WHERE event = ? AND endpoint = ?",
            (state, attempts, self._clock.now() + wait, outcome, due.event, due.endpoint),
        )


def new_secret() -> str:
    """A signing secret."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def _due(row: tuple[Any, ...], now: int) -> Due:
    event, endpoint, attempts, event_id, body, url, secret, old_secret, old_secret_ends = row
    signing = (secret, old_secret) if old_secret and now < old_secret_ends else (secret,)
    return Due(event, endpoint, attempts, event_id, body, url, signing)


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


def _check_types(types: Sequence[str]) -> None:
    for type in types:
        if type not in TYPES:
            raise ValueError(f"There is no event type {type!r}; the types are {', '.join(TYPES)}.")


def _checked_secret(secret: str) -> str:
    try:
        if secret.startswith("whsec_") and base64.b64decode(secret.removeprefix("whsec_"), validate=True):
            return secret
    except ValueError:
        pass
    raise ValueError("A webhook secret is whsec_ followed by base64.")


def _is_loopback(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname is None:
        return False
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return parts.hostname == "localhost"
