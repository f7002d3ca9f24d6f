"""The receiver: verified events from deliveries, their handlers, and signed deliveries for tests."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar, get_args

from attrs import frozen
from pivotal_api.webhooks import OnEvent
from pivotal_runtime.base_models import Model

from pivotal._arguments import choice_of, instance_of, json_of
from pivotal._signing_secrets import SigningSecret
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks._apps import AsgiApp, WsgiApp
from pivotal.webhooks._errors import WebhookVerificationError
from pivotal.webhooks._events import Event, decode_event
from pivotal.webhooks._handlers import LOGGER, Handlers
from pivotal.webhooks._headers import HeaderSource
from pivotal.webhooks._outcomes import Outcome
from pivotal.webhooks._seen import SeenEvents
from pivotal.webhooks._signatures import sign_delivery
from pivotal.webhooks._verification import Verification

Spelling = Literal["svix", "webhook"]
R = TypeVar("R")


@frozen
class SignedEvent:
    """A delivery, as Pivotal would send it.

    Attributes:
        body: The body, as UTF-8.
        headers: The headers, with the signature.
    """

    body: bytes
    headers: dict[str, str]


class Webhooks:
    """Receives Pivotal's webhooks: checks the signature of a delivery, and returns or handles the event in it.

    Args:
        secret: The signing secret of the endpoint, `whsec_...`; None reads PIVOTAL_WEBHOOK_SECRET now.
        previous_secret: The secret before the last rotation, which signs too for 24 hours.
        tolerance: Seconds that a signature may be old, or that Pivotal's clock may be ahead.
        seen: Which events were handled, such as `SeenInSQLite("seen.db")`, for `handle` to run a handler once for each
            event. None runs it again for a repeated delivery.
        max_body_bytes: The most bytes of a body, after decompression.

    Raises:
        InvalidArgumentError: There is no secret, or an argument is malformed.

    Example:
        >>> from pivotal.webhooks import Webhooks
        >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        >>> delivery = webhooks.sign({"id": "evt_1", "type": "customer.created", "data": {"object": {}}})
        >>> webhooks.unwrap(delivery.body, delivery.headers).type
        'customer.created'
    """

    def __init__(
        self,
        secret: str | None = None,
        previous_secret: str | None = None,
        tolerance: float = 300,
        *,
        seen: SeenEvents | None = None,
        max_body_bytes: int = 1_048_576,
    ) -> None:
        self._secrets = [SigningSecret(secret)]
        if previous_secret is not None:
            self._secrets.append(SigningSecret(previous_secret, "previous_secret"))
        self._verification = Verification(self._secrets, tolerance, max_body_bytes)
        self._handlers = Handlers(seen)

    def __repr__(self) -> str:
        return f"Webhooks({', '.join(map(repr, self._secrets))}, tolerance={self._verification.tolerance})"

    def unwrap(self, body: bytes, headers: HeaderSource) -> Event:
        """Return the event in a delivery, after checking its signature and age.

        Args:
            body: The body of the request: the bytes as they were received, not the parsed JSON. Gzip is decompressed.
            headers: All headers of the request, in any case, as a mapping or as pairs of strings or bytes.

        Raises:
            WebhookVerificationError: The delivery is not a genuine event; its `reason` is why. Respond with 400.
            InvalidArgumentError: The body is not bytes, or the headers are no headers.

        Example:
            >>> from pivotal.webhooks import Webhooks
            >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            >>> delivery = webhooks.sign({"id": "evt_1", "type": "contact.created", "data": {"object": {}}})
            >>> webhooks.unwrap(delivery.body, delivery.headers).id
            'evt_1'
        """
        return decode_event(self._verification.signed_content(body, headers))

    @property
    def on(self) -> OnEvent:
        """Register the handler of a type of event: `@webhooks.on("onboarding.launched")`.

        The handler takes the event as the class of its type. It may be async; then call `handle_async`, or serve
        `asgi()`.

        Raises:
            InvalidArgumentError: There is no such type, or it has a handler already.

        Example:
            >>> from pivotal.models import OnboardingLaunchedEvent
            >>> from pivotal.webhooks import Webhooks
            >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            >>> @webhooks.on("onboarding.launched")
            ... def launched(event: OnboardingLaunchedEvent) -> None:
            ...     print(f"{event.data.object.name} is launched")
        """
        return self._handlers.on

    def on_other(self, handler: Callable[[Event], R]) -> Callable[[Event], R]:
        """Register the handler of all events that have no handler of their own, such as those of unknown types.

        Args:
            handler: The function; use this method as its decorator.

        Raises:
            InvalidArgumentError: There is such a handler already.

        Example:
            >>> from pivotal.webhooks import Webhooks
            >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            >>> @webhooks.on_other
            ... def log(event):
            ...     print("ignored:", event.type)
            >>> delivery = webhooks.sign({"id": "evt_1", "type": "customer.merged"})
            >>> webhooks.handle(delivery.body, delivery.headers).status
            ignored: customer.merged
            204
        """
        return self._handlers.on_other(handler)

    def handle(self, body: bytes, headers: HeaderSource) -> Outcome:
        """Verify a delivery, run the handler of its event, and return what became of it.

        If the handler raises, the error is logged and is the outcome's `error`; Pivotal delivers the event again. Why a
        delivery is refused is logged too.

        Args:
            body: The body of the request, as for `unwrap`.
            headers: All headers of the request, as for `unwrap`.

        Returns:
            The outcome; respond with its `status`.

        Raises:
            InvalidArgumentError: The body is not bytes, or the handler is async.

        Example:
            >>> from pivotal.webhooks import SeenInMemory, Webhooks
            >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", seen=SeenInMemory())
            >>> @webhooks.on("contact.created")
            ... def created(event):
            ...     print("hello", event.data.object.name)
            >>> contact = {"name": "Ada"}
            >>> delivery = webhooks.sign({"id": "evt_1", "type": "contact.created", "data": {"object": contact}})
            >>> webhooks.handle(delivery.body, delivery.headers).status
            hello Ada
            204
            >>> webhooks.handle(delivery.body, delivery.headers).result
            'duplicate'
        """
        event = self._verified(body, headers)
        return event if isinstance(event, Outcome) else self._handlers.handle(event)

    async def handle_async(self, body: bytes, headers: HeaderSource) -> Outcome:
        """Do what `handle` does, for async handlers too; others run in a thread.

        A handler that has started runs to its end, also if this call is canceled.
        """
        event = self._verified(body, headers)
        return event if isinstance(event, Outcome) else await self._handlers.handle_async(event)

    def asgi(self) -> AsgiApp:
        """Return the receiver as an ASGI application, to serve on its own or on a path of another application.

        It answers a POST by `handle_async`, and keeps no more of a body than `max_body_bytes`.

        Example:
            >>> from pivotal.webhooks import Webhooks
            >>> app = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").asgi()  # uvicorn module:app

            In Starlette and FastAPI it is an endpoint: `Route("/webhooks", webhooks.asgi(), methods=["POST"])`.
        """
        return AsgiApp(self, self._verification.max_body_bytes)

    def wsgi(self) -> WsgiApp:
        """Return the receiver as a WSGI application, to serve on its own or on a path of another application.

        It answers a POST by `handle`, and keeps no more of a body than `max_body_bytes`.

        Example:
            >>> from pivotal.webhooks import Webhooks
            >>> app = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").wsgi()  # gunicorn module:app
        """
        return WsgiApp(self, self._verification.max_body_bytes)

    def sign(
        self, event: Event | Mapping[str, Any], *, at: datetime | None = None, spelling: Spelling = "svix"
    ) -> SignedEvent:
        """Return a delivery of an event, as Pivotal would send it, for tests of a receiver.

        Args:
            event: The event, or its JSON as a mapping.
            at: When it is signed; None is now.
            spelling: The start of the headers' names.

        Raises:
            InvalidArgumentError: The event has no id, or can't be sent as JSON; or another argument can't be used.
        """
        content = event.to_dict() if isinstance(event, Model) else event
        body = json_of("event", content)
        if not isinstance(content.get("id"), str):
            raise InvalidArgumentError("The event has no id; add an id such as 'evt_1'.")
        choice_of("spelling", spelling, get_args(Spelling))
        moment = datetime.now(UTC) if at is None else instance_of("at", at, datetime)
        headers = sign_delivery(self._secrets, content["id"], moment, body.decode(), spelling)
        return SignedEvent(body, {"content-type": "application/json", **headers})

    def _verified(self, body: bytes, headers: HeaderSource) -> Event | Outcome:
        try:
            return self.unwrap(body, headers)
        except WebhookVerificationError as error:
            LOGGER.warning("Refused a delivery (%s): %s", error.reason, error)
            return Outcome("refused", error=error)
