"""Operations on the API itself."""

import msgspec

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._state.clock import iso
from pivotal.sandbox._state.ids import cuid

ORGANIZATION = {"id": cuid("organization"), "slug": "sandbox", "name": "Sandbox"}


def get_me(call: Call) -> bytes:
    """The key that calls, and its workspace."""
    return msgspec.json.encode({"object": "me", "api_key": call.key.answer(), "organization": ORGANIZATION})


def get_health(call: Call) -> bytes:
    """Whether the API is up."""
    return msgspec.json.encode({"status": "ok", "timestamp": iso(call.now)})
