"""API keys: who may call, in which mode, at which rate."""

import hashlib
import re
from typing import Any

from attrs import field, frozen

from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.store import Store

LIVE_PREFIX = "pivotal_"
TEST_PREFIX = "pivotal_test_"
TIERS = ("default", "test", "paid")
_SECRET = re.compile("[A-Za-z0-9_-]+")
_SAFE_CHARACTERS = 4


@frozen
class ApiKey:
    """What is known of a key. Never the key itself: only its hash and the characters that are safe to log."""

    digest: bytes = field(repr=False)
    name: str
    prefix: str
    tier: str
    registered: bool = False
    revoked: bool = False

    @property
    def livemode(self) -> bool:
        """False for a test key."""
        return not self.prefix.startswith(TEST_PREFIX)

    def answer(self) -> dict[str, Any]:
        """The `api_key` part of the identity."""
        return {
            "id": cuid("api_key", self.digest.hex()),
            "name": self.name,
            "prefix": self.prefix,
            "scopes": ["read", "write"],
            "rate_limit_tier": self.tier,
        }


ANONYMOUS = ApiKey(digest=b"", name="Anonymous", prefix="", tier="default")


def safe_prefix(key: str) -> str | None:
    """The part of a key that is safe to log; None when it isn't formed like a key.

    Example:
        >>> safe_prefix("pivotal_test_K8s9Ab12Cd34")
        'pivotal_test_K8s9'
    """
    prefix = TEST_PREFIX if key.startswith(TEST_PREFIX) else LIVE_PREFIX
    secret = key.removeprefix(prefix)
    if not key.startswith(prefix) or not _SECRET.fullmatch(secret):
        return None
    return prefix + secret[:_SAFE_CHARACTERS]


class Keys:
    """The workspace's keys. Any well-formed key works, until one is registered: then only those do."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stored: dict[bytes, ApiKey] = {}
        self.reload()

    def reload(self) -> None:
        """Read the keys from the store again."""
        rows = self._store.execute("SELECT digest, name, prefix, tier, registered, revoked FROM api_keys")
        self._stored = {row[0]: ApiKey(row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5])) for row in rows}

    def register(self, key: str, *, name: str = "Registered key", tier: str | None = None) -> ApiKey:
        """Make a key known, and refuse from now on every key that isn't.

        Args:
            key: `pivotal_...` or `pivotal_test_...`.
            name: The name that the identity shows.
            tier: `default`, `test` or `paid`; by default what the key's prefix says.

        Raises:
            ValueError: The key is malformed, or there is no such tier.
        """
        known = _described(key, name)
        if tier is not None and tier not in TIERS:
            raise ValueError(f"There is no tier {tier!r}; use one of {', '.join(TIERS)}.")
        return self._keep(ApiKey(known.digest, name, known.prefix, tier or known.tier, registered=True))

    def revoke(self, key: str) -> ApiKey:
        """Refuse a key from now on with `api_key_revoked`. Raises ValueError when it is malformed."""
        described = _described(key, "Revoked key")
        known = self._stored.get(described.digest, described)
        return self._keep(ApiKey(known.digest, known.name, known.prefix, known.tier, known.registered, revoked=True))

    def authenticate(self, authorization: str | None) -> ApiKey:
        """The key of an Authorization header. Raises ApiError (401) when it may not call."""
        if not authorization:
            raise _denied("missing_api_key", "Send your API key as Authorization: Bearer pivotal_....")
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or safe_prefix(key.strip()) is None:
            raise _denied("invalid_api_key", "The Authorization header holds no valid API key.")
        described = _described(key.strip(), "Sandbox key")
        known = self._stored.get(described.digest)
        if known is not None and known.revoked:
            raise _denied("api_key_revoked", "This API key has been revoked.")
        if known is None and any(stored.registered for stored in self._stored.values()):
            raise _denied("invalid_api_key", "This API key is not registered.")
        return known or described

    def _keep(self, key: ApiKey) -> ApiKey:
        self._store.execute(
            "INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?, ?, ?, ?)",
            (key.digest, key.name, key.prefix, key.tier, key.registered, key.revoked),
        )
        self._stored[key.digest] = key
        return key


def _described(key: str, name: str) -> ApiKey:
    prefix = safe_prefix(key)
    if prefix is None:
        raise ValueError("An API key is pivotal_ or pivotal_test_, followed by letters, digits, - or _.")
    tier = "test" if prefix.startswith(TEST_PREFIX) else "default"
    return ApiKey(hashlib.sha256(key.encode()).digest(), name, prefix, tier)


def _denied(code: str, message: str) -> ApiError:
    return ApiError(401, code, message, headers={"www-authenticate": "Bearer"})
