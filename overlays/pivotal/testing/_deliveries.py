"""Deliveries of webhooks for tests: an event from the contract's sample, signed, and sent to an application."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from pivotal_runtime.base_models import UNSET
from pivotal_runtime.errors import shown
from pivotal_runtime.option_checks import kind_of

from pivotal._arguments import json_of, text_of
from pivotal.errors import InvalidArgumentError

if TYPE_CHECKING:
    import httpx

    from pivotal.webhooks import Event, SignedEvent

TEST_SECRET = "whsec_cGl2b3RhbCB0ZXN0cyBvbmx5LCBub3Qgc2VjcmV0"  # noqa: S105  (signs events of tests only)
_HOST = "http://testserver"
_NUMBERS = count(1)


class WebhookDeliveries:
    """Makes events and delivers them to an application under test. The fixture `pivotal_webhooks` is one.

    Args:
        secret: The signing secret that the application has; None reads PIVOTAL_WEBHOOK_SECRET now.

    Raises:
        InvalidArgumentError: There is no secret, or it is malformed.
        ImportError: The extra `webhooks` is not installed.

    Example:
        >>> from pivotal.testing import WebhookDeliveries
        >>> from pivotal.webhooks import Webhooks
        >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        >>> @webhooks.on("onboarding.launched")
        ... def launched(event):
        ...     print(event.data.object.name, "is launched")
        >>> deliveries = WebhookDeliveries("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        >>> event = deliveries.make_event("onboarding.launched", data={"object": {"name": "Borealis"}})
        >>> deliveries.deliver(webhooks.wsgi(), event).status_code
        Borealis is launched
        204
    """

    def __init__(self, secret: str | None = None) -> None:
        from pivotal.webhooks import Webhooks

        self._webhooks = Webhooks(secret)

    def make_event(self, type: str, **fields: Any) -> Any:
        """Return an event like the contract's sample, of its class, with an id of its own and the time of now.

        Args:
            type: The type of the event. One that the contract doesn't have needs `data`.
            fields: What differs from the sample: an object within it needs only the properties that differ, and UNSET
                leaves one out.

        Raises:
            InvalidArgumentError: There is no such type, or it can't have such fields.
        """
        from pivotal.webhooks._errors import WebhookVerificationError
        from pivotal.webhooks._events import decode_event

        sample = _sample(type, fields)
        own = {"id": f"evt_test_{next(_NUMBERS)}", "created_at": _now()}
        content = _merged({**sample, **own}, {"type": type, **fields})
        try:
            return decode_event(json_of("fields", content))
        except WebhookVerificationError as error:
            raise InvalidArgumentError(f"An event {type} can't have these fields: {error}") from error

    def sign(self, event: "Event | Mapping[str, Any]") -> "SignedEvent":
        """Return the delivery of an event, signed now.

        Args:
            event: The event, or its JSON as a mapping.
        """
        return self._webhooks.sign(event)

    def deliver(
        self, target: Any, event: "Event | Mapping[str, Any]", path: str = "/", **headers: str
    ) -> "httpx.Response":
        """Deliver an event, once, and return the response.

        Args:
            target: An ASGI or WSGI application, or the URL of a server.
            event: The event, or its JSON as a mapping.
            path: The path that receives it; for an application.
            headers: Headers to send besides, or instead.

        Raises:
            RuntimeError: An event loop is running in this thread; await `deliver_async`.
            InvalidArgumentError: The event, the target, the path or a header can't be sent.
        """
        import httpx

        from pivotal.webhooks._handlers import is_async

        _check_target(target)
        if not isinstance(target, str) and is_async(target):
            return asyncio.run(self.deliver_async(target, event, path, **headers))
        transport = None if isinstance(target, str) else httpx.WSGITransport(target)
        with httpx.Client(transport=transport) as client:
            return client.post(**self._request(target, event, path, headers))

    async def deliver_async(
        self, target: Any, event: "Event | Mapping[str, Any]", path: str = "/", **headers: str
    ) -> "httpx.Response":
        """Deliver an event to an ASGI application or a server, in the running event loop; otherwise as `deliver`."""
        import httpx

        _check_target(target)
        transport = None if isinstance(target, str) else httpx.ASGITransport(target)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.post(**self._request(target, event, path, headers))

    def _request(
        self, target: Any, event: "Event | Mapping[str, Any]", path: str, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        import httpx

        delivery = self.sign(event)
        for name, value in headers.items():
            if not text_of(name, value).isascii():
                raise InvalidArgumentError(f"{name}: {shown(value)} can't be the value of a header; pass ASCII.")
        url = text_of("target", target) if isinstance(target, str) else _HOST + text_of("path", path)
        try:
            is_http = httpx.URL(url).scheme in ("http", "https")
        except httpx.InvalidURL:
            is_http = False
        if not is_http:
            raise InvalidArgumentError(f"target: {shown(url)} can't be called; pass an http or https URL.")
        return {"url": url, "content": delivery.body, "headers": {**delivery.headers, **headers}}


def _check_target(target: object) -> None:
    if isinstance(target, type) or not (isinstance(target, str) or callable(target)):
        raise InvalidArgumentError(f"target: got {kind_of(target)}; pass an ASGI or WSGI application, or a URL.")


def _sample(type: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    from pivotal_api.contract import load_description

    from pivotal.webhooks._handlers import check_type

    samples = {entry.type: entry.sample for entry in load_description().webhooks}
    if text_of("type", type) not in samples and "data" in fields:
        return {name: value for name, value in next(iter(samples.values())).items() if name != "data"}
    check_type(type)
    return dict(samples[type] or {})


def _merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with changes, at any depth."""
    merged = dict(base)
    for name, value in changes.items():
        inner: Any = merged.get(name)
        merged[name] = _merged(inner, value) if _are_objects(inner, value) else value
    return {name: value for name, value in merged.items() if value is not UNSET}


def _are_objects(*values: object) -> bool:
    return all(isinstance(value, Mapping) for value in values)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
