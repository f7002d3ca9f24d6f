"""Why a delivery is refused."""

from enum import StrEnum

from pivotal.errors import PivotalError


class Reason(StrEnum):
    """Why a delivery is refused."""

    MISSING_HEADER = "missing_header"
    """An id, timestamp or signature header is missing."""
    INVALID_HEADER = "invalid_header"
    """A header is malformed, or occurs twice with different values."""
    TOO_OLD = "too_old"
    """The signature is older than the tolerance: a repeated delivery, or a clock that is ahead."""
    TOO_NEW = "too_new"
    """The signature is from the future: a clock that is behind."""
    NO_SIGNATURE_FITS = "no_signature_fits"
    """The secret is another one, or the content was changed."""
    BODY_REWRITTEN = "body_rewritten"
    """The content is genuine, but its JSON was parsed and written again, so its bytes differ."""
    TOO_LARGE = "too_large"
    """The body has more bytes than `max_body_bytes`; respond with 413."""
    NOT_JSON = "not_json"
    """The body is not JSON, as UTF-8."""
    NOT_AN_EVENT = "not_an_event"
    """The body is JSON, but not an event of Pivotal."""


class WebhookVerificationError(PivotalError):
    """A delivery that is not a genuine event of Pivotal: don't use its content, and respond with 400.

    Attributes:
        reason: Why it is refused.

    Example:
        >>> from pivotal.webhooks import Webhooks, WebhookVerificationError
        >>> try:
        ...     Webhooks("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap(b"{}", {})
        ... except WebhookVerificationError as error:
        ...     print(error.reason)
        missing_header
    """

    reason: Reason

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message, reason=reason)
