"""What a delivery has to pass: its size, its age and its signature."""

import time
import zlib
from collections.abc import Sequence
from typing import Any

from pivotal_runtime.errors import shown

from pivotal._signing_secrets import SigningSecret
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks._errors import Reason, WebhookVerificationError
from pivotal.webhooks._headers import DeliveryHeaders, HeaderSource, read_headers
from pivotal.webhooks._signatures import Verifier

# JSON never starts with these bytes.
_GZIP = b"\x1f\x8b"
_LONGEST = 2**32  # seconds
_LARGEST = 2**40  # bytes
_GZIP_WINDOW = 16 + zlib.MAX_WBITS


class Verification:
    """Decides whether deliveries are genuine.

    Args:
        secrets: The signing secrets; a signature by any of them fits.
        tolerance: Seconds that a signature may be old, or from the future.
        max_body_bytes: The most bytes of a body, after decompression.
    """

    def __init__(self, secrets: Sequence[SigningSecret], tolerance: float, max_body_bytes: int) -> None:
        self._verifier = Verifier(secrets)
        self.tolerance = checked_tolerance(tolerance)
        self.max_body_bytes = checked_limit(max_body_bytes)

    def signed_content(self, body: object, headers: HeaderSource) -> bytes:
        """Return the JSON in the body of a delivery.

        Raises:
            WebhookVerificationError: The delivery is not genuine.
            InvalidArgumentError: The body is not bytes.
        """
        content = self._json(_raw(body))
        read = read_headers(headers)
        self._check_age(read)
        self._check_signature(read, content)
        return content

    def too_large(self) -> WebhookVerificationError:
        """Return the error for a body that is too large."""
        message = f"The body has more than {self.max_body_bytes:,} bytes; refuse it, or set max_body_bytes."
        return WebhookVerificationError(Reason.TOO_LARGE, message)

    def _json(self, body: bytes) -> bytes:
        if len(body) > self.max_body_bytes:
            raise self.too_large()
        # The signature covers the JSON, not how a proxy compressed it.
        return self._decompressed(body) if body.startswith(_GZIP) else body

    def _decompressed(self, body: bytes) -> bytes:
        gzip = zlib.decompressobj(_GZIP_WINDOW)
        try:
            content = gzip.decompress(body, self.max_body_bytes + 1)
        except zlib.error as error:
            raise _damaged_gzip() from error
        if len(content) > self.max_body_bytes:
            raise self.too_large()
        if not gzip.eof or gzip.unused_data:
            raise _damaged_gzip()
        return content

    def _check_age(self, headers: DeliveryHeaders) -> None:
        age = time.time() - headers.timestamp
        if age > self.tolerance:
            message = (
                f"The delivery was signed {age:.0f} seconds ago; check this machine's clock, and refuse it otherwise."
            )
            raise WebhookVerificationError(Reason.TOO_OLD, message)
        if age < -self.tolerance:
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


def checked_tolerance(tolerance: Any) -> float:
    """Return the tolerance. Raises InvalidArgumentError if it is not a positive number of seconds."""
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 < tolerance <= _LONGEST:
        raise InvalidArgumentError(f"tolerance is {shown(tolerance)}; pass a positive number of seconds.")
    return tolerance


def checked_limit(max_body_bytes: Any) -> int:
    """Return the limit of a body. Raises InvalidArgumentError if it is not a positive integer."""
    if isinstance(max_body_bytes, bool) or not isinstance(max_body_bytes, int) or not 1 <= max_body_bytes <= _LARGEST:
        raise InvalidArgumentError(f"max_body_bytes is {shown(max_body_bytes)}; pass a positive number of bytes.")
    return max_body_bytes


def _damaged_gzip() -> WebhookVerificationError:
    return WebhookVerificationError(
        Reason.NOT_JSON, "The body is damaged gzip; pass the body of the request as it was received."
    )


def _raw(body: object) -> bytes:
    content: Any = body  # a type checker knows no type for the items of a memoryview
    if not isinstance(body, bytes | bytearray | memoryview):
        raise InvalidArgumentError(
            f"body is of type {type(body).__name__}; pass the raw bytes of the request, because the signature covers "
            "them, not the parsed JSON."
        )
    return bytes(content)
