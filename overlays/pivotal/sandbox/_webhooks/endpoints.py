"""The receivers of webhooks: their URLs, the event types that they want, and their signing secrets."""

import base64
import re
import secrets
from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

from attrs import field, frozen
from pivotal_api.webhooks import EVENTS
from pivotal_runtime.errors import shown
from pivotal_runtime.hosts import is_loopback

from pivotal.errors import InvalidArgumentError


@frozen
class Endpoint:
    """A receiver: its URL, its signing secret (`whsec_...`), and the event types that it wants (None: all).

    Attributes:
        disabled: Whether it gets no more events, since more than 100 deliveries in a row failed.
        test_mode: Whether it gets the events that test keys cause, and no others; otherwise it gets those of live keys.
    """

    id: int
    url: str
    secret: str = field(repr=False)
    types: tuple[str, ...] | None = None
    disabled: bool = False
    test_mode: bool = False


def new_secret() -> str:
    """Return a new signing secret."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def check_types(types: object) -> None:
    """Raise ValueError if an event type does not exist."""
    if isinstance(types, str) or not isinstance(types, Sequence):
        raise InvalidArgumentError(f"types is {shown(types)}; pass a list of event types.")
    for type in cast("Sequence[object]", types):
        if not isinstance(type, str) or type not in EVENTS:
            raise ValueError(f"There is no event type {shown(type)}; the types are {', '.join(EVENTS)}.")


def check_url(url: object, *, allow_remote: bool) -> None:
    """Raise ValueError if a URL can't be called, or leads to another machine although that is not allowed."""
    host = _host_of(url)
    if not host:
        advice = "pass an http or https URL, with other characters percent-encoded"
        raise ValueError(f"{shown(url)} can't be called; {advice}.")
    if not allow_remote and not is_loopback(host):
        raise ValueError(f"{shown(url)} is not on this machine; allow it with Sandbox(allow_remote_webhooks=True).")


def _host_of(url: object) -> str | None:
    if not isinstance(url, str):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    is_callable = re.fullmatch(r"[!-~]+", url) and parts.scheme in ("http", "https") and "@" not in parts.netloc
    return parts.hostname if is_callable else None
