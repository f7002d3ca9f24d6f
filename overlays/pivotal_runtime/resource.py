"""The base classes of resources: they make calls through a client, and return lists as pages."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from .operations import AsyncCaller, Caller, CallParts, Operation
from .pages import AsyncPages, Page


class Resource:
    """The operations of one tag."""

    def __init__(self, caller: Caller) -> None:
        self._call = caller.call

    def _list(
        self, operation: Operation[Any], path: Sequence[object] = (), prefetch: bool = False, **parts: Unpack[CallParts]
    ) -> Page[Any]:
        def fetch(cursor: str | None) -> Any:
            return self._call(operation, path, **_at_cursor(parts, cursor))

        return Page(fetch(None), fetch, prefetch=prefetch)


class AsyncResource:
    """The async operations of one tag."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._call = caller.call

    def _list(
        self, operation: Operation[Any], path: Sequence[object] = (), **parts: Unpack[CallParts]
    ) -> AsyncPages[Any]:
        async def fetch(cursor: str | None) -> Any:
            return await self._call(operation, path, **_at_cursor(parts, cursor))

        return AsyncPages(fetch)


def _at_cursor(parts: CallParts, cursor: str | None) -> CallParts:
    """Return the same call with the same filters, for the page at a cursor."""
    query: Mapping[str, Any] = parts.get("query", {})
    return {**parts, "query": {**query, "cursor": cursor}} if cursor else parts
