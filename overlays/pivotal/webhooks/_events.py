"""Events as typed values: decoded in one pass, each by its type."""

import datetime
from typing import Any, TypeAlias

import msgspec
from pivotal_api.webhooks import EVENTS, KnownEvent
from pivotal_runtime.base_models import NOT_JSON, UNSET, Model, UnsetType, adopt_json
from pivotal_runtime.decoding import decode

from pivotal.webhooks._errors import Reason, WebhookVerificationError


class UnknownEvent(Model, frozen=True):
    """An event of a type that this version's contract does not list.

    Attributes:
        id: Id of the event (`evt_...`). A repeated delivery has the same.
        type: What happened, such as `customer.merged`.
        created_at: When it happened, in UTC, which may be long before the delivery.
        org_id: Id of the workspace.
        livemode: Whether a live key caused it.
        api_version: Version of the API that the event follows, such as `v1`.
        data: What the event contains.
    """

    id: str
    type: str
    created_at: datetime.datetime | UnsetType | None = UNSET
    org_id: str | UnsetType | None = UNSET
    livemode: bool | UnsetType | None = UNSET
    api_version: str | UnsetType | None = UNSET
    data: Any = UNSET


Event: TypeAlias = KnownEvent | UnknownEvent

_KNOWN: msgspec.json.Decoder[KnownEvent] = msgspec.json.Decoder(KnownEvent)
_UNKNOWN = msgspec.json.Decoder(UnknownEvent)


def decode_event(body: bytes) -> Event:
    """Return the event in the body of a verified delivery.

    Raises:
        WebhookVerificationError: The body is not JSON, or not an event.
    """
    try:
        event = _decode(body)
    except msgspec.ValidationError as error:
        raise WebhookVerificationError(
            Reason.NOT_AN_EVENT, f"The body is not an event: {error}; check which URL receives Pivotal's events."
        ) from error
    except NOT_JSON as error:
        raise WebhookVerificationError(
            Reason.NOT_JSON, "The body is not JSON, as UTF-8; pass the body of the request as it was received."
        ) from error
    adopt_json(event, body)
    return event


def _decode(body: bytes) -> Event:
    try:
        return decode(body, _KNOWN)
    except msgspec.ValidationError:
        event = decode(body, _UNKNOWN)
        if event.type in EVENTS:
            raise
        return event
