"""An attempt to deliver a webhook: sign it, send it, check the response."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from pivotal._signing_secrets import SigningSecret
from pivotal.sandbox._webhooks.outbox import DueDelivery
from pivotal.webhooks._signatures import sign_delivery

TIMEOUT_SECONDS = 10.0


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        """Refuse to follow: only a 2xx is a success."""


_OPENER = build_opener(ProxyHandler({}), _NoRedirects())


def attempt(due: DueDelivery) -> tuple[bool, str]:
    """Send once. Return whether the receiver accepted it, and the outcome in words."""
    # The wall clock, not the sandbox's: the receiver compares the time of the signature with its own clock.
    signature = sign_delivery(map(SigningSecret, due.secrets), due.event_id, datetime.now(UTC), due.body)
    headers = {"content-type": "application/json", **signature}
    return post(due.url, due.body.encode(), headers)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[bool, str]:
    """Send a signed body once. Return whether the receiver accepted it, and the outcome in words."""
    request = Request(url, body, dict(headers))  # noqa: S310 - URLs are checked when they are registered
    try:
        with _OPENER.open(request, timeout=TIMEOUT_SECONDS) as response:
            return True, f"HTTP {response.status}"
    except HTTPError as error:
        return False, f"HTTP {error.code}"
    except (OSError, HTTPException, ValueError) as error:  # ValueError: a file may contain any URL
        reason = getattr(error, "reason", None)  # of urllib, the error below; of a UnicodeError, a string
        return False, type(reason if isinstance(reason, Exception) else error).__name__
