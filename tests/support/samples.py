"""Keys and records that the tests of the SDK share."""

import time
from collections.abc import Iterable
from typing import Any

from tests.support.instances import SCHEMAS, minimal

KEY = "pivotal_test_K8s9" + "QqZzSecretPartOfTheKey"
LIVE_KEY = "pivotal_K8s9" + "QqZzSecretPartOfTheKey"
SECRET_PART = "QqZzSecretPartOfTheKey"


def customer(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return a customer as the API responds: the properties that the contract requires, null where that is allowed."""
    return {
        **minimal(SCHEMAS["Customer"]),
        "id": f"cl9bn00of0000g7l8gcq{number:05d}",
        "display_id": number,
        "name": f"Customer {number}",
        "status": "active",
        "created_at": "2026-01-01T00:00:00.000Z",
        "updated_at": "2026-01-01T00:00:00.000Z",
        **fields,
    }


def page(numbers: Iterable[int], cursor: str | None = None, *, has_more: bool | None = None) -> dict[str, Any]:
    more = cursor is not None if has_more is None else has_more
    data = [customer(number) for number in numbers]
    return {"object": "list", "data": data, "has_more": more, "next_cursor": cursor}


HEALTH = {"status": "ok", "timestamp": "2026-01-01T00:00:00.000Z"}


def limit_headers(limit: int, remaining: int, seconds: float) -> dict[str, str]:
    """Report a rate limit whose window ends in so many seconds."""
    reset = str(int(time.time() + seconds))
    return {"X-RateLimit-Limit": str(limit), "X-RateLimit-Remaining": str(remaining), "X-RateLimit-Reset": reset}
