"""API keys: where they come from, their mode, and how to show one without revealing it.

Documentation: https://docs.pivotal.app/api/welcome/authentication
"""

import os
import re
from typing import Literal, NoReturn

from pivotal_runtime.errors import shown

from pivotal.errors import InvalidArgumentError

ENVIRONMENT_VARIABLE = "PIVOTAL_API_KEY"
LIVE_PREFIX = "pivotal_"
TEST_PREFIX = "pivotal_test_"
_LOGGABLE = 4  # characters after the prefix that are safe to show

KeyMode = Literal["live", "test"]
_WELL_FORMED = re.compile(r"pivotal_(?!test_?\Z)[A-Za-z0-9_\-.~]+(?<!\.\.\.)")


class ApiKey:
    """An API key that stays secret.

    Only `reveal()` returns the key; repr, str, format and logs show its first characters. Pickles contain the key.

    Args:
        key: The key; None reads PIVOTAL_API_KEY now.
        require_mode: Refuse a key of the other mode.

    Raises:
        InvalidArgumentError: There is no key, it is malformed, or it has the other mode.

    Example:
        >>> key = ApiKey("pivotal_test_K8s9secretsecret")
        >>> key.mode, str(key)
        ('test', 'pivotal_test_K8s9...')
    """

    __slots__ = ("_key",)

    def __init__(self, key: "str | ApiKey | None" = None, *, require_mode: KeyMode | None = None) -> None:
        self._key = key.reveal() if isinstance(key, ApiKey) else _checked(key)
        if require_mode not in (None, "live", "test"):
            raise InvalidArgumentError(f"require_mode is {shown(require_mode)}; it must be 'live', 'test' or None.")
        if require_mode and require_mode != self.mode:
            raise InvalidArgumentError(f"The key {self} is a {self.mode} key, but require_mode is {require_mode!r}.")

    @property
    def mode(self) -> KeyMode:
        """`test` or `live`. A test key writes to the real workspace; only Slack, e-mail and Stripe are suppressed."""
        # A test key starts with the live prefix too.
        return "test" if self._key.startswith(TEST_PREFIX) else "live"

    @property
    def prefix(self) -> str:
        """The part that is safe to log, as the dashboard shows it: `pivotal_K8s9`."""
        start = len(TEST_PREFIX if self.mode == "test" else LIVE_PREFIX)
        secret = self._key[start:]
        # Show nothing of a short key: the rest would be easy to guess.
        return self._key[: start + _LOGGABLE] if len(secret) >= 3 * _LOGGABLE else self._key[:start]

    def reveal(self) -> str:
        """Return the key itself."""
        return self._key

    def __repr__(self) -> str:
        return f"ApiKey({self.prefix}...)"

    def __str__(self) -> str:
        return f"{self.prefix}..."

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and other._key == self._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __reduce__(self) -> "tuple[type[ApiKey], tuple[str]]":
        return ApiKey, (self._key,)


def _checked(key: object) -> str:
    source = "api_key"
    if key is None:
        source = ENVIRONMENT_VARIABLE
        key = os.environ.get(ENVIRONMENT_VARIABLE)
        if not key:
            raise InvalidArgumentError(f"No API key: pass api_key=..., or set {ENVIRONMENT_VARIABLE}.")
    if not isinstance(key, str):
        raise InvalidArgumentError(f"{source} is of type {type(key).__name__}; pass the key as a string.")
    if not _WELL_FORMED.fullmatch(key):
        _explain(key, source)
    return key


def _explain(key: str, source: str) -> NoReturn:
    """Raise InvalidArgumentError for a malformed key, without repeating any of it."""
    faults = (
        (not key, "is empty"),
        (key != key.strip(), "has white space around it; strip() it"),
        (key.lower().startswith("bearer "), "starts with 'Bearer'; pass the key alone"),
        (key[:1] in "\"'`", "is in quotes; pass the key without them"),
        (
            key.endswith(("...", "\N{HORIZONTAL ELLIPSIS}")),
            "ends in '...'; pass the whole key, not the part that is displayed",
        ),
        (not key.isascii(), "contains characters outside ASCII; copy the key again"),
        (
            any(letter.isspace() or not letter.isprintable() for letter in key),
            "contains white space; copy the key again",
        ),
        (LIVE_PREFIX.startswith(key) or TEST_PREFIX.startswith(key), "is incomplete: it is only the start of a key"),
        (not key.startswith(LIVE_PREFIX), "doesn't start with 'pivotal_'; use one of Pivotal's keys"),
    )
    fault = next((fault for applies, fault in faults if applies), "contains invalid characters; copy the key again")
    raise InvalidArgumentError(f"{source} {fault}.")
