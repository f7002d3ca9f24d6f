"""What became of a delivery, and how to respond to it."""

from typing import Literal, TypeAlias

from attrs import frozen

from pivotal.webhooks._errors import Reason, WebhookVerificationError
from pivotal.webhooks._events import Event

Result: TypeAlias = Literal["handled", "no_handler", "duplicate", "in_progress", "failed", "refused"]

_STATUSES: dict[Result, int] = {
    "handled": 204,
    "no_handler": 204,
    "duplicate": 204,
    "in_progress": 503,
    "failed": 500,
    "refused": 400,
}


@frozen
class Outcome:
    """What became of a delivery.

    Attributes:
        result: What became of it: `handled` if the handler returned; `no_handler` if none is registered for the type;
            `duplicate` if the event was handled before; `in_progress` if another process or thread is handling it, and
            `failed` if the handler or the store raised an error: then Pivotal delivers it again; `refused` if the
            delivery is not a genuine event.
        event: The event; None if the delivery was refused.
        error: Why it was refused, or what the handler raised.

    Example:
        >>> from pivotal.webhooks import Webhooks
        >>> outcome = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").handle(b"{}", {})
        >>> (outcome.result, outcome.status, outcome.text)
        ('refused', 400, 'missing_header')
    """

    result: Result
    event: Event | None = None
    error: Exception | None = None

    @property
    def status(self) -> int:
        """The HTTP status to respond with: 204 if Pivotal need not deliver the event again."""
        if isinstance(self.error, WebhookVerificationError) and self.error.reason == Reason.TOO_LARGE:
            return 413
        return _STATUSES[self.result]

    @property
    def text(self) -> str:
        """The text to respond with, which Pivotal's dashboard shows: a word, without anything secret."""
        if self.status == 204:
            return ""
        return str(self.error.reason if isinstance(self.error, WebhookVerificationError) else self.result)
