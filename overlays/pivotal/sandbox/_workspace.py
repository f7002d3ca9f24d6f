"""A whole Pivotal workspace behind one method, `handle`."""

import logging
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from os import PathLike

from attrs import define, evolve
from pivotal_runtime.description import Description
from pivotal_runtime.option_checks import check_fields

from pivotal._arguments import flag_of, instance_of, text_of
from pivotal.sandbox._api.api import api_of, default_api
from pivotal.sandbox._api.call import Call
from pivotal.sandbox._contract.router import Match, Route
from pivotal.sandbox._errors import ApiError, internal_error, locked_error
from pivotal.sandbox._http_messages import Request, Response
from pivotal.sandbox._seeding.seed import Seeded, seed_store
from pivotal.sandbox._state.clock import Clock
from pivotal.sandbox._state.database import waits
from pivotal.sandbox._state.idempotency import Idempotency, attempt_of
from pivotal.sandbox._state.keys import ANONYMOUS, KeyRecord, Keys
from pivotal.sandbox._state.store import Store
from pivotal.sandbox._traffic.faults import Fault, Faults
from pivotal.sandbox._traffic.rate_limit import RateLimiter
from pivotal.sandbox._traffic.request_log import RequestLog
from pivotal.sandbox._webhooks.webhooks import Webhooks

MAX_BODY_BYTES = 1_000_000
_LOGGER = logging.getLogger("pivotal.sandbox")
_NO_DEPRECATIONS: Mapping[str, str] = {}


@define
class _Exchange:
    """A request, and its route, key and fault as far as they are known."""

    request: Request
    match: Match | None = None
    key: KeyRecord | None = None
    fault: Fault | None = None


class Workspace:
    """A workspace without a way to call it from outside. `Sandbox` adds those, and documents the arguments."""

    def __init__(
        self,
        path: str | PathLike[str] | None = None,
        *,
        clock: Clock | None = None,
        rate_limit: Mapping[str, int] | bool | None = None,
        deprecations: Mapping[str, str] = _NO_DEPRECATIONS,
        allow_remote_webhooks: bool = False,
        distinct_times: bool = True,
        id_seed: int = 0,
        contract: Description | None = None,
    ) -> None:
        if clock is not None:
            instance_of("clock", clock, Clock)
        if contract is not None:
            instance_of("contract", contract, Description)
        flag_of("allow_remote_webhooks", allow_remote_webhooks)
        flag_of("distinct_times", distinct_times)
        check_fields("deprecations", deprecations)
        for value in deprecations.values():
            text_of("deprecations", value)
        self.clock = clock or Clock()
        self.control_token = secrets.token_urlsafe()
        self.api = default_api() if contract is None else api_of(contract)
        self.store = Store(path, [kind.table for kind in self.api.catalog.kinds.values()])
        self.keys = Keys(self.store)
        self.faults = Faults(self.api.catalog.description)
        self.requests = RequestLog(self.api.catalog.description)
        self.webhooks = Webhooks(self.store, self.clock, allow_remote=allow_remote_webhooks)
        self._limiter = RateLimiter(self.clock, rate_limit)
        self._idempotency = Idempotency(self.store, self.clock)
        self._deprecations = deprecations
        self._distinct_times = distinct_times
        self._id_seed = id_seed

    def handle(self, request: Request) -> Response:
        """Return the response to a request. Never raises: a failure of the sandbox itself is a 500, and is logged."""
        instance_of("request", request, Request)
        for pause in waits():
            if (response := self.try_to_handle(request)) is not None:
                return response
            time.sleep(pause)
        return locked_error().response()

    def try_to_handle(self, request: Request) -> Response | None:
        """Return the response to a request as `handle` does, or None while another process writes to the file."""
        with self.store.attempt(writes=request.method != "GET") as can_be_handled:
            if not can_be_handled:
                return None
            exchange = _Exchange(request)
            try:
                response = self._respond(exchange)
            except ApiError as error:
                response = error.response()
            except Exception:
                _LOGGER.exception("%s %s failed", request.method, request.path)
                response = internal_error().response()
            return self._finish(exchange, response)

    def seed(self, customers: int = 50, seed: int = 1) -> Seeded:
        """Fill an empty workspace with customers, their contacts and onboardings.

        Args:
            customers: The number of customers.
            seed: The same number produces the same workspace.

        Raises:
            ValueError: The workspace is not empty.
        """
        return seed_store(self.store, self.api.catalog, customers=customers, seed=seed)

    def reset(self) -> None:
        """Empty the workspace, and forget keys, webhooks, faults, requests and rate-limit windows."""
        with self.store.transaction():
            self.store.clear()
            self._idempotency.clear()
            self.faults.clear()
            self.requests.clear()
            self._limiter.clear()

    def snapshot(self) -> bytes:
        """Copy the workspace: objects, idempotency keys, API keys, webhooks. `restore` brings it back."""
        return self.store.dump()

    def restore(self, snapshot: bytes) -> None:
        """Bring back a copy. The clock, faults and logged requests stay as they are.

        Raises:
            NotASandboxFile: The bytes are not a copy.
        """
        with self.store.lock:
            self.store.load(snapshot)
            self._idempotency.clear()

    def close(self) -> None:
        """Close the workspace; one in memory is lost."""
        self.webhooks.stop()
        self.store.close()

    def _respond(self, exchange: _Exchange) -> Response:
        request = exchange.request
        match = exchange.match = self._match(exchange)
        exchange.fault = self.faults.take(match.route.id, request)
        if match.route.needs_key:
            exchange.key = self._key_of(request)
            self._limiter.admit(exchange.key)
        if exchange.fault is not None and exchange.fault.replaces_work():
            return exchange.fault.response()
        if len(request.body) > MAX_BODY_BYTES:
            raise ApiError(413, "body_too_large", f"The body is larger than {MAX_BODY_BYTES} bytes.")
        call = self._call(request, match, exchange.key or ANONYMOUS)
        if request.method == "GET":
            return self._succeed(match.route, call)
        return self._write(call, match.route, exchange.fault)

    def _match(self, exchange: _Exchange) -> Match:
        request = exchange.request
        try:
            return self.api.router.find(request.method, request.path)
        except ApiError:
            with suppress(ApiError):  # here the key only decides which rate limit the response shows
                exchange.key = self._key_of(request)
            raise

    def _key_of(self, request: Request) -> KeyRecord:
        return self.keys.authenticate(request.headers.get("authorization"))

    def _call(self, request: Request, match: Match, key: KeyRecord) -> Call:
        return Call(
            store=self.store,
            catalog=self.api.catalog,
            request=request,
            key=key,
            path_ids=match.path_ids,
            now=self.clock.now(),
            id_seed=self._id_seed,
            distinct_times=self._distinct_times,
        )

    def _write(self, call: Call, route: Route, fault: Fault | None) -> Response:
        attempt = attempt_of(call.request)
        with self.store.transaction():
            replay = self._idempotency.replay(attempt) if attempt else None
            if replay is not None:
                return replay
            response = self._succeed(route, call)
            self.webhooks.record(call.events, call.key.livemode)
            if attempt:
                self._idempotency.store(attempt, response)
        if attempt and fault and fault.delay:
            self._idempotency.delay(attempt, fault.delay)
        self.webhooks.wake()
        return response

    def _succeed(self, route: Route, call: Call) -> Response:
        return Response(route.success, self.api.answer(route.id, call))

    def _finish(self, exchange: _Exchange, response: Response) -> Response:
        operation = exchange.match.route.id if exchange.match else None
        final = exchange.fault.apply(response) if exchange.fault else response
        headers = {**self._limiter.headers(exchange.key), **final.headers}
        if operation is not None and operation in self._deprecations:
            headers["deprecation"] = self._deprecations[operation]
        final = evolve(final, headers=headers)
        self.requests.add(self.clock.now(), operation, exchange.request, final)
        return final
