"""The base classes of resources: they make calls through a client, and return lists as pages."""

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Unpack

from .operations import AsyncCaller, Caller, CallParts, Operation
from .pages import AsyncPages, Page
from .walks import walk_start


class Resource:
    """The operations of one tag."""

    def __init__(self, caller: Caller) -> None:
        self._call = caller.call

    def _list(
        self, operation: Operation[Any], path: Sequence[object] = (), prefetch: bool = False, **parts: Unpack[CallParts]
    ) -> Page[Any]:
        started = time.monotonic()

        def fetch(cursor: str | None) -> Any:
            with _walk_since(started):
                return self._call(operation, path, **_at_cursor(parts, cursor))

        return Page(fetch(None), fetch, prefetch=prefetch)


class AsyncResource:
    """The async operations of one tag."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._call = caller.call

    def _list(
        self, operation: Operation[Any], path: Sequence[object] = (), **parts: Unpack[CallParts]
    ) -> AsyncPages[Any]:
        started = 0.0

        async def fetch(cursor: str | None) -> Any:
            nonlocal started
            if cursor is None:
                started = time.monotonic()
            with _walk_since(started):
                return await self._call(operation, path, **_at_cursor(parts, cursor))

        return AsyncPages(fetch)


@contextmanager
def _walk_since(started: float) -> Generator[None]:
    previous = walk_start.get()
    walk_start.set(started)
    try:
        yield
    finally:
        walk_start.set(previous)


def _at_cursor(parts: CallParts, cursor: str | None) -> CallParts:
    """Return the same call with the same filters, for the page at a cursor."""
    query: Mapping[str, Any] = parts.get("query", {})
    return {**parts, "query": {**query, "cursor": cursor}} if cursor else parts
