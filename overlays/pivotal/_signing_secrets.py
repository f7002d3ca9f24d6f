"""Signing secrets: where they come from, and how none of them is shown."""

import base64
import binascii
import os
from typing import NoReturn

from pivotal.errors import InvalidArgumentError

ENVIRONMENT_VARIABLE = "PIVOTAL_WEBHOOK_SECRET"
PREFIX = "whsec_"
_ADVICE = "pass whsec_ followed by base64"


class SigningSecret:
    """A signing secret that stays secret. Only `reveal()` returns it. Pickles contain it.

    Args:
        secret: `whsec_` and base64; None reads PIVOTAL_WEBHOOK_SECRET now.
        source: What errors call it.

    Raises:
        InvalidArgumentError: There is no secret, or it is malformed.

    Example:
        >>> from pivotal._signing_secrets import SigningSecret
        >>> SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        SigningSecret(whsec_...)
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: str | None = None, source: str = "secret") -> None:
        self._secret = _checked(secret, source)

    def reveal(self) -> str:
        """Return the secret itself."""
        return self._secret

    def __repr__(self) -> str:
        return f"SigningSecret({PREFIX}...)"

    def __reduce__(self) -> tuple[type["SigningSecret"], tuple[str]]:
        return SigningSecret, (self._secret,)


def _checked(secret: object, source: str) -> str:
    if secret is None:
        source = ENVIRONMENT_VARIABLE
        secret = os.environ.get(ENVIRONMENT_VARIABLE)
        if not secret:
            raise InvalidArgumentError(f"No webhook secret: pass secret=..., or set {ENVIRONMENT_VARIABLE}.")
    if not isinstance(secret, str):
        raise InvalidArgumentError(f"{source} is of type {type(secret).__name__}; pass the secret as a string.")
    if not secret.startswith(PREFIX) or not _is_base64(secret.removeprefix(PREFIX)):
        _explain(secret, source)
    return secret


def _is_base64(text: str) -> bool:
    """Return whether a string is base64 of at least one byte, with or without its padding."""
    bare = text.rstrip("=")
    try:
        return bool(base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True))
    except (binascii.Error, ValueError):
        return False


def _explain(secret: str, source: str) -> NoReturn:
    """Raise InvalidArgumentError for a malformed secret, without repeating any of it."""
    faults = (
        (not secret, f"is empty; {_ADVICE}"),
        (secret != secret.strip(), "has white space around it; strip() it"),
        (secret[:1] in "\"'`", "is in quotes; pass the secret without them"),
        (not secret.startswith(PREFIX), f"doesn't start with {PREFIX!r}; copy the endpoint's signing secret"),
        (secret == PREFIX, f"is incomplete; {_ADVICE}"),
    )
    fault = next((fault for applies, fault in faults if applies), f"is malformed; {_ADVICE}")
    raise InvalidArgumentError(f"{source} {fault}.")
