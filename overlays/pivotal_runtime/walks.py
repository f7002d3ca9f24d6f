"""What the calls for the pages of one walk have in common: when it started, and whether a page is fetched ahead."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import ContextVar, copy_context
from typing import Generic, TypeVar

T = TypeVar("T")

# When the walk started whose page is being fetched, on the monotonic clock.
walk_start: ContextVar[float | None] = ContextVar("pivotal_walk_start", default=None)
# Whether the page is fetched ahead: such a call doesn't open a client that was closed.
fetching_ahead: ContextVar[bool] = ContextVar("pivotal_fetching_ahead", default=False)


class Prefetch(Generic[T]):
    """A page that a thread fetches ahead, with the context variables of the thread that walks."""

    def __init__(self, fetch: Callable[[], T]) -> None:
        self._fetch = fetch
        self._future: Future[T] = Future()
        self._process = os.getpid()
        context = copy_context()
        context.run(fetching_ahead.set, True)
        # Not a thread pool: Python would wait for its threads before exiting, however slow the page.
        thread = threading.Thread(target=context.run, args=(self._run,), name="pivotal-prefetch", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # no thread can be started: there are too many, or the interpreter exits
            self._process = 0

    def _run(self) -> None:
        try:
            self._future.set_result(self._fetch())
        except BaseException as error:  # raised when the page is used
            self._future.set_exception(error)

    def result(self) -> T:
        """Return the page. Without the thread, as in a forked process, it is fetched now."""
        return self._future.result() if self._process == os.getpid() else self._fetch()
