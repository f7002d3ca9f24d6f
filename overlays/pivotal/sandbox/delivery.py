"""One attempt to deliver a webhook: signed, sent, judged."""

from datetime import UTC, datetime

import httpx
from standardwebhooks import Webhook

from .webhooks import Due

TIMEOUT_SECONDS = 10.0


def sign(due: Due, moment: datetime) -> dict[str, str]:
    """The three headers of a delivery; during a rotation both secrets sign."""
    signatures = [Webhook(secret).sign(due.event_id, moment, due.body) for secret in due.secrets]
    return {
        "svix-id": due.event_id,
        "svix-timestamp": str(int(moment.timestamp())),
        "svix-signature": " ".join(signatures),
    }


def attempt(due: Due) -> tuple[bool, str]:
    """Send once. Returns whether it was a success, and what came back."""
    # The wall clock, not the sandbox's: the receiver checks the age of the signature against its own.
    headers = {"content-type": "application/json", **sign(due, datetime.now(UTC))}
    try:
        with httpx.Client(trust_env=False, timeout=TIMEOUT_SECONDS) as client:
            response = client.post(due.url, content=due.body.encode(), headers=headers)
    except httpx.HTTPError as error:
        return False, type(error).__name__
    return response.is_success, f"HTTP {response.status_code}"
