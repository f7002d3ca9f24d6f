"""The three headers of a delivery, in either spelling and any case."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn, Protocol, cast

from pivotal_runtime.option_checks import kind_of

from pivotal.errors import InvalidArgumentError
from pivotal.webhooks._errors import Reason, WebhookVerificationError

# In either spelling: the id, the timestamp, the signatures.
_NAMES = tuple(
    tuple(f"{spelling}-{part}" for part in ("id", "timestamp", "signature")) for spelling in ("svix", "webhook")
)
_ALL_NAMES = frozenset(name for names in _NAMES for name in names)
# What a server makes of bytes that aren't UTF-8; it has no bytes that could be signed.
_NOT_TEXT = re.compile(r"[\ud800-\udfff]")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
# What `v1,` and the base64 of an HMAC-SHA256 look like. Other versions and malformed items are passed over.
# Items are separated by spaces, or by the comma of what joined two headers to one.
_SIGNATURE = re.compile(r"(?:^|(?<=[\s,]))v1,[A-Za-z0-9+/]{43}=(?=[\s,]|$)")


class HasItems(Protocol):
    """Headers that list their items, as those of Django, Flask, Starlette and httpx do."""

    def items(self) -> Iterable[tuple[Any, Any]]:
        """Return pairs of name and value."""
        ...


HeaderSource = Mapping[str, str] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]] | HasItems


class DeliveryHeaders(NamedTuple):
    """What the headers of a delivery contain.

    Attributes:
        id: The id of the delivery, which is signed.
        timestamp: When it was signed, in seconds since the epoch.
        signatures: The well-formed signatures.
    """

    id: str
    timestamp: int
    signatures: list[str]


def read_headers(headers: HeaderSource) -> DeliveryHeaders:
    """Return the content of the headers of a delivery.

    Raises:
        WebhookVerificationError: A header is missing or malformed.
        InvalidArgumentError: These are no headers.
    """
    values = _by_name(headers)
    for id_name, timestamp_name, signature_name in _NAMES:
        if id_name in values and timestamp_name in values and signature_name in values:
            break
    else:
        _report_missing(values)
    timestamp = _only(timestamp_name, values)
    if not _TIMESTAMP.fullmatch(timestamp):
        raise WebhookVerificationError(
            Reason.INVALID_HEADER, f"The header {timestamp_name} is not a number of seconds; refuse the delivery."
        )
    id = _only(id_name, values)
    if not id.isascii() and _NOT_TEXT.search(id):
        raise WebhookVerificationError(Reason.INVALID_HEADER, f"The header {id_name} is not text; refuse the delivery.")
    signatures = _SIGNATURE.findall(" ".join(values[signature_name]))
    return DeliveryHeaders(id, int(timestamp), signatures)


def _by_name(headers: Any) -> dict[str, list[str]]:
    """Return the values of the headers of a delivery; other headers are passed over."""
    values: dict[str, list[str]] = {}
    for name, value in _pairs(headers):
        # Most are strings, and need no call.
        lowered = name.lower() if type(name) is str else _text(name).lower()
        if lowered in _ALL_NAMES:
            texts = [value.strip()] if type(value) is str else _texts(value)
            if texts:
                values[lowered] = values[lowered] + texts if lowered in values else texts
    return values


def _pairs(headers: Any) -> Iterator[tuple[Any, Any]]:
    items: Any = headers.items() if hasattr(headers, "items") and not isinstance(headers, type) else headers
    if not isinstance(items, Iterable):
        raise InvalidArgumentError(f"headers: got {kind_of(headers)}; pass all headers of the request.")
    for item in cast("Iterable[object]", items):
        if not _is_pair(item):
            raise InvalidArgumentError(f"headers: got {kind_of(item)} among them; pass pairs of name and value.")
        name, value = cast("Sequence[object]", item)
        if not isinstance(name, str | bytes):
            raise InvalidArgumentError(f"headers: got {kind_of(name)} as a name; pass strings or bytes.")
        yield name, value


def _is_pair(item: object) -> bool:
    return isinstance(item, tuple | list) and len(cast("Sequence[object]", item)) == 2


def _texts(value: Any) -> list[str]:
    """Return the values of a header; several in a list are several headers."""
    if isinstance(value, str | bytes):
        return [_text(value).strip()]
    several = value if hasattr(value, "__iter__") else ()
    return [_text(item).strip() for item in several if isinstance(item, str | bytes)]


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _report_missing(values: Mapping[str, list[str]]) -> NoReturn:
    names = max(_NAMES, key=lambda names: sum(name in values for name in names))
    missing = ", ".join(name for name in names if name not in values)
    raise WebhookVerificationError(
        Reason.MISSING_HEADER,
        f"The delivery lacks {missing}; pass all headers of the request, and refuse it otherwise.",
    )


def _only(name: str, values: Mapping[str, list[str]]) -> str:
    texts = values[name]
    if len(texts) > 1 and len(set(texts)) > 1:
        raise WebhookVerificationError(
            Reason.INVALID_HEADER, f"The header {name} occurs with different values; refuse the delivery."
        )
    return texts[0]
