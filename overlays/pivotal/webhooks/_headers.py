"""The three headers of a delivery, in either spelling and any case."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn, Protocol

from attrs import frozen

from pivotal.webhooks._errors import Reason, WebhookVerificationError

SPELLINGS = ("svix", "webhook")
_PARTS = ("id", "timestamp", "signature")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
# What `v1,` and the base64 of an HMAC-SHA256 look like. Other versions and malformed items are passed over.
_SIGNATURE = re.compile(r"v1,[A-Za-z0-9+/]{43}=")
# Items are separated by spaces; what joins two headers to one puts a comma between.
_BETWEEN = re.compile(r"\s+|(?<==),\s*")


class HasItems(Protocol):
    """Headers that list their items, as those of Django, Flask, Starlette and httpx do."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Return pairs of name and value."""
        ...


HeaderSource = Mapping[str, str] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]] | HasItems


@frozen
class DeliveryHeaders:
    """What the headers of a delivery contain.

    Attributes:
        id: The id of the delivery, which is signed.
        timestamp: When it was signed, in seconds since the epoch.
        signatures: The well-formed signatures.
    """

    id: str
    timestamp: int
    signatures: tuple[str, ...]


def read_headers(headers: HeaderSource) -> DeliveryHeaders:
    """Return the content of the headers of a delivery.

    Raises:
        WebhookVerificationError: A header is missing or malformed.
    """
    values = _by_name(headers)
    spelling = next((name for name in SPELLINGS if all(values[f"{name}-{part}"] for part in _PARTS)), None)
    if spelling is None:
        _report_missing(values)
    id, timestamp = (_only(f"{spelling}-{part}", values[f"{spelling}-{part}"]) for part in _PARTS[:2])
    if not _TIMESTAMP.fullmatch(timestamp):
        raise WebhookVerificationError(
            Reason.INVALID_HEADER, f"The header {spelling}-timestamp is not a number of seconds; refuse the delivery."
        )
    items = _BETWEEN.split(" ".join(values[f"{spelling}-signature"]))
    return DeliveryHeaders(id, int(timestamp), tuple(item for item in items if _SIGNATURE.fullmatch(item)))


def _by_name(headers: HeaderSource) -> dict[str, list[str]]:
    values: dict[str, list[str]] = defaultdict(list)
    for name, value in _pairs(headers):
        if isinstance(value, str | bytes):
            values[_text(name).lower()].append(_text(value).strip())
    return values


def _pairs(headers: Any) -> Iterator[tuple[Any, Any]]:
    """Yield name and value of each header; several values in a list are several headers."""
    for name, value in headers.items() if hasattr(headers, "items") else headers:
        several = hasattr(value, "__iter__") and not isinstance(value, str | bytes)
        yield from ((name, item) for item in (value if several else (value,)))


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _report_missing(values: Mapping[str, list[str]]) -> NoReturn:
    spelling = max(SPELLINGS, key=lambda name: sum(bool(values[f"{name}-{part}"]) for part in _PARTS))
    names = ", ".join(f"{spelling}-{part}" for part in _PARTS if not values[f"{spelling}-{part}"])
    raise WebhookVerificationError(
        Reason.MISSING_HEADER, f"The delivery lacks {names}; pass all headers of the request, and refuse it otherwise."
    )


def _only(name: str, values: list[str]) -> str:
    if len(set(values)) > 1:
        raise WebhookVerificationError(
            Reason.INVALID_HEADER, f"The header {name} occurs with different values; refuse the delivery."
        )
    return values[0]
