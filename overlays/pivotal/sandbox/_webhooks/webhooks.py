"""Webhooks out: register receivers, emit events, and deliver them on request or in the background."""

import logging
from collections.abc import Sequence
from threading import Event as Signal
from threading import Lock, Thread

import msgspec
from attrs import evolve
from pivotal_runtime.errors import shown
from pivotal_runtime.extras import needs_extra

from pivotal._arguments import count_of, flag_of, json_of, text_of
from pivotal._signing_secrets import SigningSecret
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.clock import DAY, Clock
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._webhooks.endpoints import Endpoint, check_types, check_url, new_secret
from pivotal.sandbox._webhooks.events import Event
from pivotal.sandbox._webhooks.outbox import TOLERATED_FAILURES, Delivery, Outbox

_POLL_SECONDS = 0.2
_LARGEST_ID = 2**63 - 1
_LOGGER = logging.getLogger("pivotal.sandbox")


class Webhooks:
    """The workspace's webhooks.

    Args:
        store: The store with endpoints, events and deliveries.
        clock: The sandbox's clock, which decides when a retry is due.
        allow_remote: Whether an endpoint may be on another machine.
    """

    def __init__(self, store: Store, clock: Clock, *, allow_remote: bool = False) -> None:
        self._store = store
        self._clock = clock
        self._outbox = Outbox(store, clock)
        self._allow_remote = allow_remote
        self._delivering = Lock()
        self._wake = Signal()
        self._worker: Thread | None = None

    def register(
        self, url: str, *, types: Sequence[str] | None = None, secret: str | None = None, test_mode: bool = False
    ) -> Endpoint:
        """Add a receiver, which gets a `webhook.ping` at once.

        Args:
            url: The URL that receives the events; on this machine, unless the sandbox allows others.
            types: The event types to send; None sends all.
            secret: `whsec_` and base64; None creates a secret.
            test_mode: Whether it gets the events that test keys cause, and no others; otherwise it gets those of live
                keys. Clients on a sandbox have a test key, unless you pass another.

        Raises:
            ValueError: The URL is not allowed, a type doesn't exist, or the secret is malformed.
        """
        check_types(() if types is None else types)
        flag_of("test_mode", test_mode)
        check_url(url, allow_remote=self._allow_remote)
        secret = new_secret() if secret is None else SigningSecret(secret).reveal()
        with self._store.transaction():
            rows = self._store.execute(
                "INSERT INTO endpoints (url, secret, types, test_mode) VALUES (?, ?, ?, ?) RETURNING id",
                (url, secret, None if types is None else msgspec.json.encode(types).decode(), test_mode),
            )
            self._outbox.ping(rows[0][0], not test_mode)
        self.wake()
        return Endpoint(rows[0][0], url, secret, None if types is None else tuple(types), test_mode=test_mode)

    def endpoints(self) -> list[Endpoint]:
        """Return the receivers as they are now."""
        rows = self._store.execute("SELECT id, url, secret, types, failures, test_mode FROM endpoints ORDER BY id")
        return [
            Endpoint(
                id,
                url,
                secret,
                types and tuple(msgspec.json.decode(types)),
                failures > TOLERATED_FAILURES,
                bool(test_mode),
            )
            for id, url, secret, types, failures, test_mode in rows
        ]

    def remove(self, endpoint_id: int) -> None:
        """Remove a receiver and its deliveries.

        Raises:
            ValueError: There is no such receiver.
        """
        with self._delivering, self._store.transaction():
            count_of("endpoint_id", endpoint_id, _LARGEST_ID)
            self._store.execute("DELETE FROM deliveries WHERE endpoint = ?", (endpoint_id,))
            if not self._store.execute("DELETE FROM endpoints WHERE id = ? RETURNING id", (endpoint_id,)):
                raise ValueError(f"There is no endpoint {endpoint_id}; `endpoints()` lists them.")

    def replay(self, event_id: str) -> int:
        """Deliver an event again, with the same id and body, to each endpoint that it was for.

        Args:
            event_id: The event's id (`evt_...`).

        Returns:
            The number of endpoints.

        Raises:
            ValueError: No endpoint was to get such an event.
        """
        count = self._outbox.replay(text_of("event_id", event_id))
        if not count:
            raise ValueError(f"There is no delivery of an event {shown(event_id)}; `outbox()` lists the deliveries.")
        self.wake()
        return count

    def rotate(self, endpoint: Endpoint) -> Endpoint:
        """Replace the secret of an endpoint. For 24 hours, deliveries are signed with both."""
        rotated = evolve(endpoint, secret=new_secret())
        self._store.execute(
            "UPDATE endpoints SET old_secret = secret, old_secret_ends = ?, secret = ? WHERE id = ?",
            (self._clock.now() + DAY, rotated.secret, endpoint.id),
        )
        return rotated

    def emit(self, type: str, object: Values, previous: Values | None = None, *, livemode: bool = True) -> None:
        """Send an event that no request can cause, such as `task.completed`.

        Args:
            type: The type of the event.
            object: The object in its data.
            previous: The previous values of changed properties.
            livemode: Whether it is an event of a live key, for endpoints that are not in test mode.

        Raises:
            ValueError: The type does not exist.
        """
        check_types((type,))
        flag_of("livemode", livemode)
        json_of("object", object)
        json_of("previous", {} if previous is None else previous)
        with self._store.transaction():
            self.record([Event(type, object, previous)], livemode)
        self.wake()

    def record(self, events: Sequence[Event], livemode: bool) -> None:
        """Put events into the outbox, in the transaction of the change that caused them."""
        self._outbox.record(events, livemode)

    def events(self, type: str | None = None) -> list[Values]:
        """Return the bodies of the events so far, of one type or of all, oldest first."""
        return self._outbox.events(None if type is None else text_of("type", type))

    def outbox(self) -> list[Delivery]:
        """Return every delivery and its state, oldest first."""
        return self._outbox.deliveries()

    def deliver(self) -> int:
        """Attempt the deliveries that are due by the sandbox's clock, and return the number of attempts.

        Raises:
            ImportError: The extra `sandbox` is not installed.
        """
        with needs_extra("sandbox"):
            from pivotal.sandbox._webhooks.delivery import attempt

        with self._delivering:
            due = self._outbox.due()
            for delivery in due:
                self._outbox.settle(delivery, *attempt(delivery))
            return len(due)

    def wake(self) -> None:
        """Make the background worker, if there is one, look for deliveries now."""
        self._wake.set()

    def start(self) -> None:
        """Deliver in the background until `stop`; do nothing if that has started already."""
        if self._worker is not None:
            return
        self._worker = Thread(target=self._work, name="pivotal-sandbox-webhooks", daemon=True)
        self._worker.start()

    def stop(self) -> None:
        """Stop the background delivery."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self.wake()
            worker.join()

    def _work(self) -> None:
        while self._worker is not None:
            try:
                self.deliver()
            except Exception:
                # Such as a file that is locked for long: the next round delivers what this one didn't.
                _LOGGER.exception("Delivering webhooks failed")
            self._wake.wait(_POLL_SECONDS)
            self._wake.clear()
