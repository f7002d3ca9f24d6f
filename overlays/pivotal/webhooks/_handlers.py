"""The handlers of events, and how one is run: once for each event, if there is a store of handled events."""

import asyncio
import inspect
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from difflib import get_close_matches
from typing import Any, TypeVar

from pivotal_api.webhooks import EVENTS
from pivotal_runtime.errors import shown
from pivotal_runtime.option_checks import kind_of

from pivotal._arguments import function_of
from pivotal.errors import InvalidArgumentError
from pivotal.webhooks._events import Event
from pivotal.webhooks._outcomes import Outcome, Result
from pivotal.webhooks._seen import Claim, SeenEvents

Handler = Callable[[Any], object]
H = TypeVar("H", bound=Handler)
LOGGER = logging.getLogger("pivotal.webhooks")
_METHODS = ("claim", "confirm", "release")
_WITHOUT_A_GRANT: dict[Claim, Result] = {"handled": "duplicate", "busy": "in_progress"}


class Handlers:
    """The handlers of a receiver.

    Args:
        seen: Which events were handled; None handles repeated deliveries again.
    """

    def __init__(self, seen: SeenEvents | None) -> None:
        if seen is not None and not all(callable(getattr(seen, name, None)) for name in _METHODS):
            raise InvalidArgumentError(f"seen: got {kind_of(seen)}; pass a store, such as SeenInSQLite.")
        self._seen = seen
        self._by_type: dict[str, Handler] = {}
        self._other: Handler | None = None
        self._running: set[asyncio.Task[Outcome]] = set()

    def on(self, type: str, /) -> Callable[[H], H]:
        """Return a decorator that registers the handler of a type of event. Raises InvalidArgumentError."""
        check_type(type)
        if type in self._by_type:
            raise InvalidArgumentError(f"{type} has a handler already; call both functions from one handler.")

        def register(handler: H) -> H:
            function_of("handler", handler)
            self._by_type[type] = handler
            return handler

        return register

    def on_other(self, handler: H) -> H:
        """Register the handler of events that have no other. Raises InvalidArgumentError if there is one already."""
        if self._other is not None:
            raise InvalidArgumentError("There is a handler of other events already; call both functions from one.")
        function_of("handler", handler)
        self._other = handler
        return handler

    def handle(self, event: Event) -> Outcome:
        """Handle a verified event. Raises InvalidArgumentError if its handler is async."""
        handler = self._handler(event)
        if handler is None:
            return Outcome("no_handler", event)
        if is_async(handler):
            raise InvalidArgumentError(f"The handler of {event.type} is async; call handle_async, or serve asgi().")
        try:
            return self._run(handler, event)
        except Exception as error:
            return _failure(event, error)

    async def handle_async(self, event: Event) -> Outcome:
        """Handle a verified event; a handler that is not async runs in a thread.

        If the caller is canceled, the handler runs to its end nevertheless: half of it would be repeated otherwise.
        """
        handler = self._handler(event)
        if handler is None:
            return Outcome("no_handler", event)
        run = self._run_async(handler, event) if is_async(handler) else asyncio.to_thread(self._run, handler, event)
        task = asyncio.create_task(_reporting(event, run))
        self._running.add(task)  # a loop keeps weak references only
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    def _handler(self, event: Event) -> Handler | None:
        return self._by_type.get(event.type, self._other)

    def _run(self, handler: Handler, event: Event) -> Outcome:
        if self._seen is None:
            _check_done(handler(event))
            return Outcome("handled", event)
        claim = self._seen.claim(event.id)
        if claim != "granted":
            return Outcome(_WITHOUT_A_GRANT[claim], event)
        try:
            _check_done(handler(event))
        except BaseException:
            self._seen.release(event.id)
            raise
        self._seen.confirm(event.id)
        return Outcome("handled", event)

    async def _run_async(self, handler: Callable[[Any], Any], event: Event) -> Outcome:
        if self._seen is None:
            await handler(event)
            return Outcome("handled", event)
        claim = await asyncio.to_thread(self._seen.claim, event.id)
        if claim != "granted":
            return Outcome(_WITHOUT_A_GRANT[claim], event)
        try:
            await handler(event)
        except BaseException:
            await asyncio.to_thread(self._seen.release, event.id)
            raise
        await asyncio.to_thread(self._seen.confirm, event.id)
        return Outcome("handled", event)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_running": set()}


async def _reporting(event: Event, run: Coroutine[Any, Any, Outcome]) -> Outcome:
    try:
        return await run
    except Exception as error:
        return _failure(event, error)


def _failure(event: Event, error: Exception) -> Outcome:
    LOGGER.error("Handling %s (%s) failed; Pivotal delivers it again", event.id, event.type, exc_info=error)
    return Outcome("failed", event, error)


def check_type(type: object) -> None:
    """Raise InvalidArgumentError if the contract has no such type of event."""
    if not isinstance(type, str) or type not in EVENTS:
        similar = get_close_matches(shown(type).strip("'"), EVENTS, 1)
        advice = f"did you mean {similar[0]!r}?" if similar else f"the types are {', '.join(EVENTS)}."
        raise InvalidArgumentError(f"There is no event type {shown(type)}; {advice}")


def is_async(function: Any) -> bool:
    """Return whether a function, or an object that can be called, is async."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None))  # noqa: B004


def _check_done(result: object) -> None:
    """Raise TypeError if a function returned something to await: the event is not handled by that."""
    if inspect.isawaitable(result):
        with suppress(AttributeError):
            result.close()  # type: ignore[attr-defined]
        raise TypeError("The handler returned an awaitable; declare it with `async def`.")
