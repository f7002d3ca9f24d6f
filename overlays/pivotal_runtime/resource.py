"""What every resource is made of: it hands its calls to a caller, and makes pages of lists."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from .operations import AsyncCaller, Caller, CallParts, Operation
from .pages import AsyncPages, Page


class Resource:
    """Operations of one tag."""

    def __init__(self, caller: Caller) -> None:
        self._call = caller.call

    def _list(
        self, operation: Operation[Any], path: Sequence[object] = (), prefetch: bool = False, **parts: Unpack[CallParts]
    ) -> Page[Any]:
        def fetch(cursor: str | None) -> Any:
            return self._call(operation, path, **_at(parts, cursor))

        return Page(fetch(None), fetch, prefetch=prefetch)


class AsyncResource:
    """Operations of one tag, to be awaited."""

    def __init__(self, caller: AsyncCaller) -> None:
        self._call = caller.call

    def _list(
        self, operation: Operation[Any], path: Sequence[object] = (), **parts: Unpack[CallParts]
    ) -> AsyncPages[Any]:
        async def fetch(cursor: str | None) -> Any:
            return await self._call(operation, path, **_at(parts, cursor))

        return AsyncPages(fetch)


def _at(parts: CallParts, cursor: str | None) -> CallParts:
    """Give the same call for the page at a cursor; the filters stay."""
    query: Mapping[str, Any] = parts.get("query", {})
    return {**parts, "query": {**query, "cursor": cursor}} if cursor else parts
