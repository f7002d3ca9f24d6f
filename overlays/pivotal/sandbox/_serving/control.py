"""The control API under `/_sandbox/`, for tests in another process or language."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from attrs import asdict
from pivotal_runtime.base_models import NOT_JSON

from pivotal._moments import iso
from pivotal.sandbox._api.paging import parse_query
from pivotal.sandbox._errors import ApiError, internal_error
from pivotal.sandbox._http_messages import Request, Response
from pivotal.sandbox._traffic.faults import Fault
from pivotal.sandbox._workspace import Workspace

PREFIX = "/_sandbox/"
_LOGGER = logging.getLogger("pivotal.sandbox")


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a control request."""


class Nothing(_Body):
    """A body without fields."""


class SeedBody(_Body):
    """The data to create."""

    customers: int = 50
    seed: int = 1


class SnapshotBody(_Body):
    """The name of a snapshot."""

    name: str = "default"


class ClockBody(_Body):
    """Changes of the clock: freeze it (at a moment, or now), advance it, let it run."""

    freeze: datetime | bool = False
    advance: float = 0.0
    resume: bool = False


class KeyBody(_Body):
    """A key to register or revoke."""

    key: str
    name: str = "Registered key"
    tier: str | None = None


class EndpointBody(_Body):
    """A webhook receiver."""

    url: str
    types: list[str] | None = None
    secret: str | None = None
    test_mode: bool = False


class EndpointIdBody(_Body):
    """A webhook receiver that is registered."""

    id: int


class EmitBody(_Body):
    """An event to send."""

    type: str
    object: dict[str, Any]
    previous_attributes: dict[str, Any] | None = None
    livemode: bool = True


class Control:
    """Answers the control paths of a sandbox. `ROUTES` lists them."""

    def __init__(self, sandbox: Workspace) -> None:
        self._sandbox = sandbox
        self._snapshots: dict[str, bytes] = {}

    def handle(self, request: Request) -> Response:
        """Return the response to a control request. Never raises: errors are responses in the API's envelope."""
        try:
            return Response(200, msgspec.json.encode(self._dispatch(request)))
        except ApiError as error:
            return error.response()
        except Exception:
            _LOGGER.exception("%s %s failed", request.method, request.path)
            return internal_error().response()

    def _dispatch(self, request: Request) -> Any:
        route = ROUTES.get((request.method, request.path.removeprefix(PREFIX)))
        if route is None:
            paths = ", ".join(f"{method} {PREFIX}{path}" for method, path in ROUTES)
            raise ApiError(404, "route_not_found", f"There is no such control path; the paths are {paths}.")
        body_type, action = route
        try:
            return action(self, _query(request) if body_type is None else _body(request, body_type))
        except (*NOT_JSON, ValueError) as error:
            raise ApiError(400, "invalid_control", f"{error}") from error

    def reset(self, _: Nothing) -> Any:
        """Empty the workspace."""
        self._sandbox.reset()
        return {"reset": True}

    def seed(self, body: SeedBody) -> Any:
        """Create made-up data."""
        seeded = self._sandbox.seed(customers=body.customers, seed=body.seed)
        return {
            "customers": seeded.customers,
            "contacts": seeded.contacts,
            "onboardings": seeded.onboardings,
        }

    def snapshot(self, body: SnapshotBody) -> Any:
        """Keep a copy under a name."""
        self._snapshots[body.name] = self._sandbox.snapshot()
        return {"name": body.name}

    def restore(self, body: SnapshotBody) -> Any:
        """Bring back a copy."""
        if body.name not in self._snapshots:
            raise ApiError(404, "snapshot_not_found", f"There is no snapshot {body.name!r}.", "name")
        self._sandbox.restore(self._snapshots[body.name])
        return {"name": body.name}

    def clock(self, _: dict[str, str]) -> Any:
        """Return the time."""
        return {"now": iso(self._sandbox.clock.now())}

    def set_clock(self, body: ClockBody) -> Any:
        """Freeze, advance or resume the clock, in this order."""
        clock = self._sandbox.clock
        if body.freeze:
            clock.freeze(body.freeze if isinstance(body.freeze, datetime) else None)
        clock.advance(body.advance)
        if body.resume:
            clock.resume()
        return self.clock({})

    def faults(self, _: dict[str, str]) -> Any:
        """Return the faults that can still strike."""
        return self._sandbox.faults.pending()

    def add_fault(self, fault: Fault) -> Any:
        """Arm a fault."""
        return self._sandbox.faults.add(fault)

    def clear_faults(self, _: Nothing) -> Any:
        """Disarm every fault."""
        self._sandbox.faults.clear()
        return []

    def requests(self, query: dict[str, str]) -> Any:
        """Return the logged requests of an operation, or of all."""
        return [
            {
                "at": iso(entry.at),
                "operation": entry.operation,
                "method": entry.method,
                "path": entry.path,
                "query": entry.query,
                "headers": entry.headers,
                "body": entry.body.decode("utf-8", "replace"),
                "status": entry.status,
            }
            for entry in self._sandbox.requests.matching(query.get("operation"))
        ]

    def clear_requests(self, _: Nothing) -> Any:
        """Forget the logged requests."""
        self._sandbox.requests.clear()
        return []

    def register_key(self, body: KeyBody) -> Any:
        """Register an API key."""
        return self._sandbox.keys.register(body.key, name=body.name, tier=body.tier).shown()

    def revoke_key(self, body: KeyBody) -> Any:
        """Revoke an API key."""
        return self._sandbox.keys.revoke(body.key).shown()

    def add_endpoint(self, body: EndpointBody) -> Any:
        """Add a webhook receiver; the response contains its secret."""
        endpoint = self._sandbox.webhooks.register(
            body.url, types=body.types, secret=body.secret, test_mode=body.test_mode
        )
        return asdict(endpoint)

    def remove_endpoint(self, body: EndpointIdBody) -> Any:
        """Remove a webhook receiver."""
        self._sandbox.webhooks.remove(body.id)
        return {"id": body.id, "removed": True}

    def emit(self, body: EmitBody) -> Any:
        """Send an event."""
        self._sandbox.webhooks.emit(body.type, body.object, body.previous_attributes, livemode=body.livemode)
        return {"type": body.type}

    def events(self, query: dict[str, str]) -> Any:
        """Return the webhook events so far."""
        return self._sandbox.webhooks.events(query.get("type"))

    def outbox(self, _: dict[str, str]) -> Any:
        """Return every webhook delivery and its state."""
        return [
            {
                "event_id": delivery.event_id,
                "type": delivery.type,
                "url": delivery.url,
                "state": delivery.state,
                "attempts": delivery.attempts,
                "due_at": iso(delivery.due_at),
                "outcome": delivery.outcome,
            }
            for delivery in self._sandbox.webhooks.outbox()
        ]

    def deliver(self, _: Nothing) -> Any:
        """Attempt the deliveries that are due."""
        return {"attempts": self._sandbox.webhooks.deliver()}


def _query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_query(request.query).items()}


def _body(request: Request, kind: Any) -> Any:
    # A web page can't send this content type to another origin without a preflight request.
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise ApiError(400, "invalid_content_type", "Send the body as application/json.", "Content-Type")
    return msgspec.json.decode(request.body or b"{}", type=kind)


_Action = Callable[[Control, Any], Any]
_Route = tuple[Any, _Action]

ROUTES: dict[tuple[str, str], _Route] = {
    ("POST", "reset"): (Nothing, Control.reset),
    ("POST", "seed"): (SeedBody, Control.seed),
    ("POST", "snapshot"): (SnapshotBody, Control.snapshot),
    ("POST", "restore"): (SnapshotBody, Control.restore),
    ("GET", "clock"): (None, Control.clock),
    ("POST", "clock"): (ClockBody, Control.set_clock),
    ("GET", "faults"): (None, Control.faults),
    ("POST", "faults"): (Fault, Control.add_fault),
    ("DELETE", "faults"): (Nothing, Control.clear_faults),
    ("GET", "requests"): (None, Control.requests),
    ("DELETE", "requests"): (Nothing, Control.clear_requests),
    ("POST", "keys/register"): (KeyBody, Control.register_key),
    ("POST", "keys/revoke"): (KeyBody, Control.revoke_key),
    ("POST", "webhooks/endpoints"): (EndpointBody, Control.add_endpoint),
    ("DELETE", "webhooks/endpoints"): (EndpointIdBody, Control.remove_endpoint),
    ("POST", "webhooks/emit"): (EmitBody, Control.emit),
    ("GET", "webhooks/events"): (None, Control.events),
    ("GET", "webhooks/outbox"): (None, Control.outbox),
    ("POST", "webhooks/deliver"): (Nothing, Control.deliver),
}
