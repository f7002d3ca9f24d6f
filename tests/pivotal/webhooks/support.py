"""A secret, an event, and its delivery, as standardwebhooks alone signs it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from standardwebhooks import Webhook

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_bm90IHRoZSBzYW1lIHNlY3JldCBhdCBhbGw="
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "type": "onboarding.launched",
    "created_at": "2026-03-01T12:00:00.000Z",
    "org_id": "org_1",
    "livemode": True,
    "api_version": "v1",
    "data": {
        "object": {"id": "onb_1", "display_id": 3, "name": "Aurora é", "phase": "launch", "state": "active"},
        "previous_attributes": {"phase": "internal_qa"},
    },
}
BODY = json.dumps(EVENT, ensure_ascii=False, separators=(",", ":")).encode()


def plain(value: Any) -> Any:
    """Return JSON with times in one form, as the models write them."""
    return json.loads(json.dumps(value).replace(".000Z", "Z"))


def signed(
    body: bytes = BODY, *secrets: str, id: str = "evt_1", age: float = 0, spelling: str = "svix"
) -> dict[str, str]:
    """Return the headers of a delivery that was signed some seconds ago."""
    moment = datetime.now(UTC) - timedelta(seconds=age)
    signatures = [Webhook(secret).sign(id, moment, body.decode()) for secret in secrets or (SECRET,)]
    return {
        f"{spelling}-id": id,
        f"{spelling}-timestamp": str(int(moment.timestamp())),
        f"{spelling}-signature": " ".join(signatures),
    }
