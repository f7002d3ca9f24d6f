"""Idempotency keys: for 24 hours, repeating a POST that succeeded returns the same bytes."""

import hashlib

from attrs import frozen

from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Request, Response
from pivotal.sandbox._state.clock import DAY, Clock
from pivotal.sandbox._state.store import Store

HEADER = "idempotency-key"
MAX_BYTES = 255


@frozen
class Attempt:
    """A use of an idempotency key: the scope in which it counts, the key, and the hash of the request body."""

    scope: str
    key: str
    body_hash: bytes


def attempt_of(request: Request) -> Attempt | None:
    """Return the attempt of a POST that sends an idempotency key. Raises ApiError (400) if the key is too long."""
    key = request.headers.get(HEADER)
    if request.method != "POST" or not key:
        return None
    if len(key.encode()) > MAX_BYTES:
        message = f"Idempotency-Key must be at most {MAX_BYTES} bytes long."
        raise ApiError(400, "invalid_string", message, "Idempotency-Key")
    return Attempt(f"POST {request.path}", key, hashlib.sha256(request.body).digest())


class Idempotency:
    """The responses by idempotency key. They are stored in the transaction of the write itself."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._in_flight: dict[tuple[str, str], float] = {}

    def clear(self) -> None:
        """Forget which requests are still in flight."""
        self._in_flight.clear()

    def delay(self, attempt: Attempt, seconds: float) -> None:
        """Treat the attempt as in flight for some seconds, while its response is delayed."""
        self._in_flight[attempt.scope, attempt.key] = self._clock.elapsed() + seconds

    def replay(self, attempt: Attempt) -> Response | None:
        """Return the stored response, if there is one.

        Raises:
            ApiError: 409, if the first request is in flight or had a different body.
        """
        if self._in_flight.get((attempt.scope, attempt.key), 0.0) > self._clock.elapsed():
            message = "A request with this Idempotency-Key is in progress; try again shortly."
            raise ApiError(409, "idempotency_in_progress", message)
        rows = self._store.execute(
            "SELECT body_hash, status, body FROM idempotency WHERE scope = ? AND key = ? AND created_at > ?",
            (attempt.scope, attempt.key, self._clock.now() - DAY),
        )
        if not rows:
            return None
        body_hash, status, body = rows[0]
        if body_hash != attempt.body_hash:
            message = "This Idempotency-Key was used with a different body; use a new key."
            raise ApiError(409, "idempotency_key_reused", message)
        return Response(status, body)

    def store(self, attempt: Attempt, response: Response) -> None:
        """Store a success, and delete those older than a day."""
        now = self._clock.now()
        self._store.execute("DELETE FROM idempotency WHERE created_at <= ?", (now - DAY,))
        self._store.execute(
            "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?)",
            (attempt.scope, attempt.key, attempt.body_hash, response.status, response.body, now),
        )
