"""Operations on the API itself."""

import msgspec

from .call import Call
from .clock import iso
from .ids import cuid

ORGANIZATION = {"id": cuid("organization"), "slug": "sandbox", "name": "Sandbox"}


def get_me(call: Call) -> bytes:
    """The key that calls, and its workspace."""
    return msgspec.json.encode({"object": "me", "api_key": call.key.answer(), "organization": ORGANIZATION})


def get_health(call: Call) -> bytes:
    """Whether the API is up."""
    return msgspec.json.encode({"status": "ok", "timestamp": iso(call.now)})
