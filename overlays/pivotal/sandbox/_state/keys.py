"""API keys: which may call, in which mode, at which rate."""

import hashlib
import re

from attrs import evolve, field, frozen
from pivotal_runtime.errors import shown

from pivotal._arguments import text_of
from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Values
from pivotal.sandbox._state.ids import cuid
from pivotal.sandbox._state.store import Store

LIVE_PREFIX = "pivotal_"
TEST_PREFIX = "pivotal_test_"
TIERS = ("default", "test", "paid")
_SECRET = re.compile("[A-Za-z0-9_-]+")
_SAFE_CHARACTERS = 4
_KEY = """
SELECT digest, name, prefix, tier, registered, revoked FROM api_keys
WHERE digest = ? OR registered ORDER BY digest = ? DESC LIMIT 1
"""


@frozen
class KeyRecord:
    """The record of an API key: its hash and the characters that are safe to log, never the key itself."""

    digest: bytes = field(repr=False)
    name: str
    prefix: str
    tier: str
    registered: bool = False
    revoked: bool = False

    @property
    def livemode(self) -> bool:
        """Whether the key is a live key; False for a test key."""
        return not self.prefix.startswith(TEST_PREFIX)

    def shown(self) -> Values:
        """Return the key as `get-me` shows it."""
        return {
            "id": cuid("api_key", self.digest.hex()),
            "name": self.name,
            "prefix": self.prefix,
            "scopes": ["read", "write"],
            "rate_limit_tier": self.tier,
        }


ANONYMOUS = KeyRecord(digest=b"", name="Anonymous", prefix="", tier="default")


def safe_prefix(key: str) -> str | None:
    """Return the part of a key that is safe to log; None if the key is malformed.

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
    """The workspace's keys. Any well-formed key works until one is registered, then only registered ones."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def register(self, key: str, *, name: str = "Registered key", tier: str | None = None) -> KeyRecord:
        """Register a key. From now on, keys that are not registered are rejected.

        Args:
            key: `pivotal_...` or `pivotal_test_...`.
            name: The name that `get-me` shows.
            tier: `default`, `test` or `paid`; by default it depends on the key's prefix.

        Raises:
            ValueError: The key is malformed, or there is no such tier.
        """
        record = _record(key, text_of("name", name))
        if tier is not None and not _is_tier(tier):
            raise ValueError(f"There is no tier {shown(tier)}; use one of {', '.join(TIERS)}.")
        return self._keep(KeyRecord(record.digest, name, record.prefix, tier or record.tier, registered=True))

    def revoke(self, key: str) -> KeyRecord:
        """Reject a key from now on with `api_key_revoked`. Raises ValueError if it is malformed."""
        record = _record(key, "Revoked key")
        stored = self._stored_or_registered(record.digest)
        known = stored if stored is not None and stored.digest == record.digest else record
        return self._keep(evolve(known, revoked=True))

    def authenticate(self, authorization: str | None) -> KeyRecord:
        """Return the key of an Authorization header. Raises ApiError (401) if it may not call."""
        if not authorization:
            raise _denied("missing_api_key", "Send your API key as Authorization: Bearer pivotal_....")
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer" or safe_prefix(key.strip()) is None:
            raise _denied("invalid_api_key", "The Authorization header does not contain a valid API key.")
        record = _record(key.strip(), "Sandbox key")
        stored = self._stored_or_registered(record.digest)
        if stored is not None and stored.digest != record.digest:
            raise _denied("invalid_api_key", "This API key is not registered.")
        if stored is not None and stored.revoked:
            raise _denied("api_key_revoked", "This API key has been revoked.")
        return stored or record

    def _keep(self, key: KeyRecord) -> KeyRecord:
        self._store.execute(
            "INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?, ?, ?, ?)",
            (key.digest, key.name, key.prefix, key.tier, key.registered, key.revoked),
        )
        return key

    def _stored_or_registered(self, digest: bytes) -> KeyRecord | None:
        """Return a stored key; if it isn't stored, one that is registered, because then only those may call."""
        # Read each time: another process may have revoked the key.
        for *columns, registered, revoked in self._store.execute(_KEY, (digest, digest)):
            stored, name, prefix, tier = columns
            if tier not in TIERS:
                raise ValueError(f"The file has a key of the tier {tier!r}, which does not exist.")
            return KeyRecord(stored, name, prefix, tier, bool(registered), bool(revoked))
        return None


def _is_tier(value: object) -> bool:
    return isinstance(value, str) and value in TIERS


def _record(key: object, name: str) -> KeyRecord:
    if not isinstance(key, str) or (prefix := safe_prefix(key)) is None:
        raise ValueError("An API key is pivotal_ or pivotal_test_, followed by letters, digits, - or _.")
    tier = "test" if prefix.startswith(TEST_PREFIX) else "default"
    return KeyRecord(hashlib.sha256(key.encode()).digest(), name, prefix, tier)


def _denied(code: str, message: str) -> ApiError:
    return ApiError(401, code, message, headers={"www-authenticate": "Bearer"})
