"""The receiver: verified events from deliveries, and signed deliveries for tests."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec
from attrs import frozen
from pivotal_runtime.base_models import Model

from pivotal._signing_secrets import SigningSecret
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks._errors import Reason, WebhookVerificationError
from pivotal.webhooks._events import Event, decode_event
from pivotal.webhooks._headers import DeliveryHeaders, HeaderSource, read_headers
from pivotal.webhooks._signatures import Verifier, sign_delivery

Spelling = Literal["svix", "webhook"]


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
    """Receives Pivotal's webhooks: checks the signature of a delivery, and returns the event in it.

    Args:
        secret: The signing secret of the endpoint, `whsec_...`; None reads PIVOTAL_WEBHOOK_SECRET now.
        previous_secret: The secret before the last rotation, which signs too for 24 hours.
        tolerance: Seconds that a signature may be old, or that Pivotal's clock may be ahead.

    Raises:
        InvalidArgumentError: There is no secret, an argument is malformed, or the tolerance is not positive.

    Example:
        >>> from pivotal.webhooks import Webhooks
        >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        >>> delivery = webhooks.sign({"id": "evt_1", "type": "customer.created", "data": {"object": {}}})
        >>> webhooks.unwrap(delivery.body, delivery.headers).type
        'customer.created'
    """

    def __init__(self, secret: str | None = None, previous_secret: str | None = None, tolerance: float = 300) -> None:
        self._secrets = [SigningSecret(secret)]
        if previous_secret is not None:
            self._secrets.append(SigningSecret(previous_secret, "previous_secret"))
        self._tolerance = _checked_tolerance(tolerance)
        self._verifier = Verifier(self._secrets)

    def __repr__(self) -> str:
        return f"Webhooks({', '.join(map(repr, self._secrets))}, tolerance={self._tolerance})"

    def unwrap(self, body: bytes, headers: HeaderSource) -> Event:
        """Return the event in a delivery, after checking its signature and age.

        Args:
            body: The body of the request: the bytes as they were received, not the parsed JSON.
            headers: All headers of the request, in any case, as a mapping or as pairs of strings or bytes.

        Raises:
            WebhookVerificationError: The delivery is not a genuine event; its `reason` is why. Respond with 400.
            InvalidArgumentError: The body is not bytes.

        Example:
            >>> from pivotal.webhooks import Webhooks
            >>> webhooks = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            >>> delivery = webhooks.sign({"id": "evt_1", "type": "contact.created", "data": {"object": {}}})
            >>> webhooks.unwrap(delivery.body, delivery.headers).id
            'evt_1'
        """
        content = _raw(body)
        read = read_headers(headers)
        self._check_age(read)
        self._check_signature(read, content)
        return decode_event(content)

    def sign(
        self, event: Event | Mapping[str, Any], *, at: datetime | None = None, spelling: Spelling = "svix"
    ) -> SignedEvent:
        """Return a delivery of an event, as Pivotal would send it, for tests of a receiver.

        Args:
            event: The event, or its JSON as a mapping.
            at: When it is signed; None is now.
            spelling: The start of the headers' names.

        Raises:
            InvalidArgumentError: The event has no id.
        """
        content = event.to_dict() if isinstance(event, Model) else dict(event)
        if not isinstance(content.get("id"), str):
            raise InvalidArgumentError("The event has no id; add an id such as 'evt_1'.")
        body = msgspec.json.encode(content)
        headers = sign_delivery(self._secrets, content["id"], at or datetime.now(UTC), body.decode(), spelling)
        return SignedEvent(body, {"content-type": "application/json", **headers})

    def _check_age(self, headers: DeliveryHeaders) -> None:
        age = time.time() - headers.timestamp
        if age > self._tolerance:
            message = (
                f"The delivery was signed {age:.0f} seconds ago; check this machine's clock, and refuse it otherwise."
            )
            raise WebhookVerificationError(Reason.TOO_OLD, message)
        if age < -self._tolerance:
            message = f"The delivery was signed {-age:.0f} seconds in the future; check this machine's clock."
            raise WebhookVerificationError(Reason.TOO_NEW, message)

    def _check_signature(self, headers: DeliveryHeaders, content: bytes) -> None:
        try:
            body = content.decode()
        except UnicodeDecodeError as error:
            message = "The body is not UTF-8; pass the body of the request as it was received."
            raise WebhookVerificationError(Reason.NOT_JSON, message) from error
        if self._verifier.fits(headers, body):
            return
        if self._verifier.fits_rewritten(headers, body):
            message = "The body was parsed and written again before it came here; pass the bytes of the request."
            raise WebhookVerificationError(Reason.BODY_REWRITTEN, message)
        message = "No signature fits; check that the secret is this endpoint's, and that the body is unchanged."
        raise WebhookVerificationError(Reason.NO_SIGNATURE_FITS, message)


def _checked_tolerance(tolerance: Any) -> float:
    if not isinstance(tolerance, int | float) or not 0 < tolerance < float("inf"):
        raise InvalidArgumentError(f"tolerance is {tolerance!r}; pass a positive number of seconds.")
    return tolerance


def _raw(body: object) -> bytes:
    content: Any = body  # a type checker knows no type for the items of a memoryview
    if not isinstance(body, bytes | bytearray | memoryview):
        raise InvalidArgumentError(
            f"body is of type {type(body).__name__}; pass the raw bytes of the request, because the signature covers "
            "them, not the parsed JSON."
        )
    return bytes(content)
