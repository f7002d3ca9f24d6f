"""The sandbox: a whole Pivotal workspace behind one method, `handle`."""

import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from os import PathLike
from typing import TYPE_CHECKING

from attrs import define, evolve

from pivotal._extras import needs_extra

from .call import Call
from .clock import Clock
from .errors import ApiError, internal_error
from .faults import Fault, Faults
from .idempotency import Idempotency, attempt_of
from .keys import ANONYMOUS, ApiKey, Keys
from .messages import Request, Response
from .ratelimit import DOCUMENTED_LIMITS, RateLimiter
from .requestlog import RequestLog
from .routes import Match, Operation, match
from .seed import Seeded, plant
from .store import Store
from .webhooks import Webhooks

if TYPE_CHECKING:
    from pivotal._client import AsyncPivotalApi, PivotalApi

MAX_BODY_BYTES = 1_000_000
_LOGGER = logging.getLogger("pivotal.sandbox")
_NO_DEPRECATIONS: Mapping[str, str] = {}


@define
class _Exchange:
    """One request on its way to its response, and what has been found out about it."""

    request: Request
    match: Match | None = None
    key: ApiKey | None = None
    fault: Fault | None = None


class Sandbox:
    """A local Pivotal workspace. Any number of threads may call it.

    Args:
        path: The file to keep the workspace in; None keeps it in memory.
        clock: The time it lives in; a clock of its own that follows the wall clock if None.
        rate_limit: Requests a minute by tier (`default`, `test`, `paid`); None refuses nothing.
        deprecations: By operationId, the date for that operation's Deprecation header.
        allow_remote_webhooks: Whether webhooks may leave this machine.
        distinct_times: Whether objects of a kind never share a created_at; False allows ties.
        id_seed: Another number gives other ids.

    Raises:
        NotASandboxFile: The file holds something else.
        OSError: The file can't be opened.

    Example:
        >>> sandbox = Sandbox()
        >>> sandbox.handle(Request("GET", "/api/v1/health")).status
        200
    """

    def __init__(
        self,
        path: str | PathLike[str] | None = None,
        *,
        clock: Clock | None = None,
        rate_limit: Mapping[str, int] | None = DOCUMENTED_LIMITS,
        deprecations: Mapping[str, str] = _NO_DEPRECATIONS,
        allow_remote_webhooks: bool = False,
        distinct_times: bool = True,
        id_seed: int = 0,
    ) -> None:
        self.clock = clock or Clock()
        self.store = Store(path)
        self.keys = Keys(self.store)
        self.faults = Faults()
        self.requests = RequestLog()
        self.webhooks = Webhooks(self.store, self.clock, allow_remote=allow_remote_webhooks)
        self._limiter = RateLimiter(self.clock, rate_limit)
        self._idempotency = Idempotency(self.store, self.clock)
        self._deprecations = deprecations
        self._distinct_times = distinct_times
        self._id_seed = id_seed

    def handle(self, request: Request) -> Response:
        """Answer one request. Never raises: a failure of the sandbox itself is a 500, and is logged."""
        with self.store.lock:
            exchange = _Exchange(request)
            try:
                response = self._answer(exchange)
            except ApiError as error:
                response = error.response()
            except Exception:
                _LOGGER.exception("%s %s failed", request.method, request.path)
                response = internal_error().response()
            return self._finish(exchange, response)

    def seed(self, customers: int = 50, seed: int = 1) -> Seeded:
        """Fill an empty workspace with customers, their contacts and onboardings.

        Args:
            customers: How many customers.
            seed: The same number gives the same workspace.

        Raises:
            ValueError: The workspace is not empty.
        """
        return plant(self.store, customers=customers, seed=seed)

    def reset(self) -> None:
        """Empty the workspace, and forget keys, webhooks, faults, requests and rate-limit windows."""
        with self.store.lock:
            self.store.clear()
            self._forget()
            self.faults.clear()
            self.requests.clear()
            self._limiter.clear()

    def snapshot(self) -> bytes:
        """Copy the workspace: objects, idempotency keys, API keys, webhooks. `restore` brings it back."""
        return self.store.dump()

    def restore(self, snapshot: bytes) -> None:
        """Bring back a copy. Clock, faults and logged requests stay as they are."""
        with self.store.lock:
            self.store.load(snapshot)
            self._forget()

    def close(self) -> None:
        """Let go of the workspace; one in memory is lost."""
        self.webhooks.stop()
        self.store.close()

    def client(self, *, api_key: str | None = None) -> "PivotalApi":
        """Give a client that calls this sandbox without a socket.

        Args:
            api_key: A key for it; a test key of its own if None.

        Example:
            >>> Sandbox().client().customers.create(name="Acme Co.").slug
            'acme-co'
        """
        from pivotal._client import PivotalApi  # here, so that a client can import the sandbox

        return PivotalApi(sandbox=self, api_key=api_key)

    def async_client(self, *, api_key: str | None = None) -> "AsyncPivotalApi":
        """Give an async client that calls this sandbox without a socket; otherwise as `client`."""
        from pivotal._client import AsyncPivotalApi

        return AsyncPivotalApi(sandbox=self, api_key=api_key)

    @contextmanager
    def serve(self, host: str = "127.0.0.1", port: int = 0, *, control: bool = False) -> Generator[str]:
        """Serve over HTTP from a background thread.

        Args:
            host: The address to bind.
            port: The port; 0 takes a free one.
            control: Whether `/_sandbox/...` answers too.

        Yields:
            The base URL, such as `http://127.0.0.1:41234`.

        Raises:
            OSError: The address is taken.
            ImportError: The extra `sandbox` is not installed.
        """
        with needs_extra("sandbox"):
            from .server import serving

        with serving(self, host, port, control=control) as url:
            yield url

    def _forget(self) -> None:
        self.keys.reload()
        self._idempotency.clear()

    def _answer(self, exchange: _Exchange) -> Response:
        request = exchange.request
        try:
            exchange.match = match(request.method, request.path)
        except ApiError:
            with suppress(ApiError):  # the key only decides which rate limit the answer tells
                exchange.key = self._key_of(request)
            raise
        operation = exchange.match.operation
        exchange.fault = self.faults.take(operation.id, request)
        if operation.needs_key:
            exchange.key = self._key_of(request)
            self._limiter.admit(exchange.key)
        if exchange.fault is not None and exchange.fault.replaces_work():
            return exchange.fault.answer()
        if len(request.body) > MAX_BODY_BYTES:
            raise ApiError(413, "body_too_large", f"The body is larger than {MAX_BODY_BYTES} bytes.")
        call = self._call(request, exchange.match, exchange.key or ANONYMOUS)
        if request.method == "GET":
            return Response(operation.success, operation.handler(call))
        return self._write(call, operation, exchange.fault)

    def _key_of(self, request: Request) -> ApiKey:
        return self.keys.authenticate(request.headers.get("authorization"))

    def _call(self, request: Request, found: Match, key: ApiKey) -> Call:
        return Call(
            store=self.store,
            request=request,
            key=key,
            path_id=found.path_id,
            now=self.clock.now(),
            id_seed=self._id_seed,
            distinct_times=self._distinct_times,
        )

    def _write(self, call: Call, operation: Operation, fault: Fault | None) -> Response:
        attempt = attempt_of(call.request)
        with self.store.transaction():
            replay = self._idempotency.replay(attempt) if attempt else None
            if replay is not None:
                return replay
            response = Response(operation.success, operation.handler(call))
            self.webhooks.record(call.events, call.key.livemode)
            if attempt:
                self._idempotency.keep(attempt, response)
        if attempt and fault and fault.delay:
            self._idempotency.hold(attempt, fault.delay)
        self.webhooks.wake()
        return response

    def _finish(self, exchange: _Exchange, response: Response) -> Response:
        operation = exchange.match.operation.id if exchange.match else None
        seen = exchange.fault.apply(response) if exchange.fault else response
        headers = {**self._limiter.headers(exchange.key), **seen.headers}
        if operation is not None and operation in self._deprecations:
            headers["deprecation"] = self._deprecations[operation]
        seen = evolve(seen, headers=headers)
        self.requests.add(self.clock.now(), operation, exchange.request, seen)
        return seen
