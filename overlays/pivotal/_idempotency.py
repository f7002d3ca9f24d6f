"""Idempotency keys: a POST that is repeated with its key within 24 hours returns the first response.

Every POST of this SDK has a key, which is created once for a call and stays the same on each attempt. With keys of
your own a whole script is safe to run again.

Documentation: https://docs.pivotal.app/api/welcome/idempotency
"""

import hashlib
import json
from typing import cast
from uuid import uuid4

from pivotal.errors import InvalidArgumentError

HEADER = "idempotency-key"
MAX_BYTES = 255


def new_key() -> str:
    """Return a key that no other call has."""
    return str(uuid4())


def stable_key(first: str, *rest: str | int) -> str:
    """Return the same key for the same business data, on every run and machine.

    Args:
        first: The kind of record, such as `customer`; it stays readable in the key.
        rest: Values that identify the record, such as a deal's id. Order and type matter.

    Raises:
        InvalidArgumentError: A value is neither a string nor a number.

    Example:
        >>> stable_key("onboarding", "hubspot", 8842)
        'onboarding-9714eeefea87fb9de41cadc45c213204'
    """
    if not isinstance(cast(object, first), str):
        raise InvalidArgumentError(f"stable_key: got {type(first).__name__} first; pass a string, such as customer.")
    try:
        values = json.dumps([first, *rest])
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidArgumentError(f"stable_key: a value can't be part of a key ({error}); pass its id.") from error
    digest = hashlib.sha256(values.encode()).hexdigest()[:32]
    label = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in first[:40])
    return f"{label}-{digest}"


def checked_key(key: object) -> str:
    """Return a key if the API accepts it.

    Raises:
        InvalidArgumentError: It is empty, longer than 255 bytes, or not printable ASCII.
    """
    if not isinstance(key, str) or not key.isascii() or not key.isprintable() or not key or key != key.strip():
        raise InvalidArgumentError("idempotency_key: use printable ASCII, at least one character, no space around it.")
    if len(key) > MAX_BYTES:
        raise InvalidArgumentError(f"idempotency_key is {len(key)} bytes; at most {MAX_BYTES} are allowed.")
    return key
