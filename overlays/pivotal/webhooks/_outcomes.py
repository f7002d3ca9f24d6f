"""What became of a delivery, and how to respond to it."""

from enum import StrEnum

from attrs import frozen

from pivotal.webhooks._errors import Reason, WebhookVerificationError
from pivotal.webhooks._events import Event


class Result(StrEnum):
    """What became of a delivery."""

    HANDLED = "handled"
    """The handler returned."""
    NO_HANDLER = "no_handler"
    """No handler is registered for events of this type."""
    DUPLICATE = "duplicate"
    """The event was handled before."""
    IN_PROGRESS = "in_progress"
    """The event is being handled, by another process or thread. Pivotal delivers it again, in case that fails."""
    FAILED = "failed"
    """The handler, or the store of handled events, raised an error. Pivotal delivers the event again."""
    REFUSED = "refused"
    """The delivery is not a genuine event."""


_STATUSES = {
    Result.HANDLED: 204,
    Result.NO_HANDLER: 204,
    Result.DUPLICATE: 204,
    Result.IN_PROGRESS: 503,
    Result.FAILED: 500,
    Result.REFUSED: 400,
}


@frozen
class Outcome:
    """What became of a delivery.

    Attributes:
        result: What became of it.
        event: The event; None if the delivery was refused.
        error: Why it was refused, or what the handler raised.

    Example:
        >>> from pivotal.webhooks import Webhooks
        >>> outcome = Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").handle(b"{}", {})
        >>> (outcome.result.value, outcome.status, outcome.text)
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
