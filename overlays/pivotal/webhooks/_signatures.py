"""Signatures of deliveries, by standardwebhooks, which gets well-formed values only: it raises many kinds of errors."""

import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from pivotal_runtime.extras import needs_extra

from pivotal._signing_secrets import SigningSecret
from pivotal.webhooks._headers import DeliveryHeaders

with needs_extra("webhooks"):
    from standardwebhooks import Webhook


def sign_delivery(
    secrets: Iterable[SigningSecret], id: str, moment: datetime, body: str, spelling: str = "svix"
) -> dict[str, str]:
    """Return the three headers of a delivery, signed with each secret.

    Args:
        secrets: The secrets; during a rotation there are two.
        id: The id of the event.
        moment: When it is signed, in UTC.
        body: The body.
        spelling: `svix` or `webhook`, the start of the headers' names.
    """
    return {
        f"{spelling}-id": id,
        f"{spelling}-timestamp": str(int(moment.timestamp())),
        f"{spelling}-signature": " ".join(Webhook(secret.reveal()).sign(id, moment, body) for secret in secrets),
    }


class Verifier:
    """Checks signatures with one or two secrets.

    Args:
        secrets: The secrets; a signature by any of them fits.
    """

    def __init__(self, secrets: Iterable[SigningSecret]) -> None:
        self._webhooks = [Webhook(secret.reveal()) for secret in secrets]

    def fits(self, headers: DeliveryHeaders, body: str) -> bool:
        """Return whether one of the signatures is that of the body."""
        moment = datetime.fromtimestamp(headers.timestamp, UTC)
        fitting = 0
        for webhook in self._webhooks:
            expected = webhook.sign(headers.id, moment, body)
            # No early end: how long this takes must not depend on what fits.
            for item in headers.signatures:
                fitting += hmac.compare_digest(expected, item)
        return fitting > 0

    def fits_rewritten(self, headers: DeliveryHeaders, body: str) -> bool:
        """Return whether a signature is that of the same JSON, written as another program writes it."""
        return any(self.fits(headers, candidate) for candidate in _rewritten(body))


def _rewritten(body: str) -> Iterator[str]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return
    for ascii_only in (False, True):
        for separators in ((",", ":"), (", ", ": ")):
            try:
                text = json.dumps(value, ensure_ascii=ascii_only, separators=separators)
                text.encode()
            except (ValueError, RecursionError):  # a lone surrogate can't have been signed
                continue
            yield text
