"""The sync and the async client behind one call, so that one table of cases covers both."""

import asyncio
import os
from collections.abc import Callable
from typing import Any

import httpx
import httpx2
import pytest
from pivotal import AsyncPivotalApi, PivotalApi, RetryPolicy

from tests.support.samples import KEY

AT_ONCE = RetryPolicy(backoff=0)
FAMILIES: dict[str, Any] = {"httpx": httpx, "httpx2": httpx2}
# Options that decide how connections are made, and so can't be combined with a client of a family.
_CONNECTIONS = frozenset({"proxy", "http2", "verify", "transport", "http_client"})


class Sync:
    """Calls with PivotalApi.

    Args:
        family: The library whose client sends; by default, the SDK makes its own connections.
    """

    name = "sync"

    def __init__(self, family: str = "") -> None:
        self.family = family

    def call(self, url: str, do: Callable[[Any], Any], **options: Any) -> Any:
        """What `do` gives with a client for this address; retries don't wait unless told to."""
        if not self.family or options.keys() & _CONNECTIONS:
            with PivotalApi(**_options(url, options)) as api:
                return do(api)
        with FAMILIES[self.family].Client(trust_env=False) as http_client:
            return do(PivotalApi(**_options(url, options), http_client=http_client))


class Async:
    """Calls with AsyncPivotalApi, in an event loop of its own."""

    name = "async"

    def __init__(self, family: str = "") -> None:
        self.family = family

    def call(self, url: str, do: Callable[[Any], Any], **options: Any) -> Any:
        """What `do` gives, awaited."""

        async def run() -> Any:
            if not self.family or options.keys() & _CONNECTIONS:
                async with AsyncPivotalApi(**_options(url, options)) as api:
                    return await do(api)
            async with FAMILIES[self.family].AsyncClient(trust_env=False) as http_client:
                return await do(AsyncPivotalApi(**_options(url, options), http_client=http_client))

        return asyncio.run(run())


Flavor = Sync | Async


# PIVOTAL_TESTS_HTTP=httpx2 sends with that library wherever a test allows it.
CHOSEN = tuple(os.environ.get("PIVOTAL_TESTS_HTTP", "").split(","))


def flavors(*families: str) -> list[Flavor]:
    """Return the sync and the async client, with each family; the empty one is the SDK's own connections."""
    return [kind(family) for kind in (Sync, Async) for family in families]


def flavor_id(flavor: Flavor) -> str:
    """Return the id of a flavor in the names of tests."""
    return f"{flavor.name} {flavor.family}".strip()


def flavor_fixture(*families: str) -> Any:
    """Return a fixture that runs a test with the sync client and with the async client, with each family."""

    @pytest.fixture(params=flavors(*families), ids=flavor_id)
    def flavor(request: pytest.FixtureRequest) -> Flavor:
        chosen: Flavor = request.param
        return chosen

    return flavor


def _options(url: str, options: dict[str, Any]) -> dict[str, Any]:
    return {"api_key": KEY, "base_url": url, "retries": AT_ONCE, **options}
