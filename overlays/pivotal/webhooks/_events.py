"""Events as typed values."""

import datetime
from typing import Any

import msgspec
from pivotal_runtime.base_models import NOT_JSON, UNSET, Model, UnsetType, adopt_json
from pivotal_runtime.decoding import decode

from pivotal.webhooks._errors import Reason, WebhookVerificationError


class Event(Model, frozen=True):
    """An event.

    Attributes:
        id: The id of the event (`evt_...`); the same when a delivery is repeated.
        type: What happened, such as `onboarding.launched`.
        created_at: When it happened, in UTC, not when it was delivered.
        org_id: Id of the workspace.
        livemode: Whether it is an event of a live key.
        api_version: The version of the API, `v1`.
        data: What it happened to, as the event contains it.
    """

    id: str
    type: str
    created_at: datetime.datetime | UnsetType | None = UNSET
    org_id: str | UnsetType | None = UNSET
    livemode: bool | UnsetType | None = UNSET
    api_version: str | UnsetType | None = UNSET
    data: dict[str, Any] | UnsetType | None = UNSET


_DECODER = msgspec.json.Decoder(Event)


def decode_event(body: bytes) -> Event:
    """Return the event in the body of a verified delivery.

    Raises:
        WebhookVerificationError: The body is not JSON, or not an event.
    """
    try:
        event = decode(body, _DECODER)
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
