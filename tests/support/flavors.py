"""The sync and the async client behind one call, so that one table of cases covers both."""

import asyncio
from collections.abc import Callable
from typing import Any

from pivotal import AsyncPivotalApi, PivotalApi, RetryPolicy

from tests.support.samples import KEY

AT_ONCE = RetryPolicy(backoff=0)


class Sync:
    """Calls with PivotalApi."""

    name = "sync"

    def call(self, url: str, do: Callable[[Any], Any], **options: Any) -> Any:
        """What `do` gives with a client for this address; retries don't wait unless told to."""
        with PivotalApi(**_options(url, options)) as api:
            return do(api)


class Async:
    """Calls with AsyncPivotalApi, in an event loop of its own."""

    name = "async"

    def call(self, url: str, do: Callable[[Any], Any], **options: Any) -> Any:
        """What `do` gives, awaited."""

        async def run() -> Any:
            async with AsyncPivotalApi(**_options(url, options)) as api:
                return await do(api)

        return asyncio.run(run())


Flavor = Sync | Async


def _options(url: str, options: dict[str, Any]) -> dict[str, Any]:
    return {"api_key": KEY, "base_url": url, "retries": AT_ONCE, **options}
