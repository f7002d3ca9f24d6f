"""Operations on the API itself."""

import msgspec

from pivotal._moments import iso
from pivotal.sandbox._api.call import Call
from pivotal.sandbox._state.organization import ORGANIZATION


def get_me(call: Call) -> bytes:
    """Return the key that calls, and its organization."""
    return msgspec.json.encode({"object": "me", "api_key": call.key.shown(), "organization": ORGANIZATION})


def get_health(call: Call) -> bytes:
    """Return whether the API is up."""
    return msgspec.json.encode({"status": "ok", "timestamp": iso(call.now)})
