"""Refuse live keys in tests, where they would write to the real workspace."""

import os
from urllib.parse import urlsplit

from pivotal_runtime.hosts import is_loopback

from pivotal._keys import ApiKey
from pivotal.errors import InvalidArgumentError

ALLOW_LIVE_KEY = "PIVOTAL_ALLOW_LIVE_KEY"
_PYTEST_VARIABLES = frozenset({"PYTEST_VERSION", "PYTEST_CURRENT_TEST"})  # during collection, and during a test


def refuse_live_key_in_tests(key: ApiKey, base_url: str) -> None:
    """Raise InvalidArgumentError for a live key inside pytest, unless it is sent to this machine or allowed."""
    inside_pytest = not _PYTEST_VARIABLES.isdisjoint(os.environ) and not os.environ.get(ALLOW_LIVE_KEY)
    if inside_pytest and key.mode == "live" and not is_loopback(urlsplit(base_url).hostname or ""):
        raise InvalidArgumentError(
            f"The key {key} is live, and this is a test: it would write to the real workspace. "
            f"Use the local server, or set {ALLOW_LIVE_KEY}=1 if you mean it."
        )
