"""PivotalApi and AsyncPivotalApi: every operation of the contract, under one policy of retries and deadlines.

Documentation: https://docs.pivotal.app/api/welcome/quickstart
"""

import time
from collections.abc import Awaitable, Coroutine, Sequence
from typing import TYPE_CHECKING, Self, Unpack

from pivotal_api.resources import AsyncResources, Resources
from pivotal_runtime.http_messages import Request, RequestOptions, Response, Timeout
from pivotal_runtime.operations import CallParts, Operation, T
from pivotal_runtime.transport import AsyncTransport, HTTPOptions, Transport

from pivotal._base_client import BaseClient
from pivotal._engine import CallSteps, HookStep, Pause
from pivotal._hooks import Hooks
from pivotal._raw import raw_operation, unparsed
from pivotal._sandbox_option import SandboxLike
from pivotal._senders import AsyncSender, Sender, pause
from pivotal._version import __version__
from pivotal.errors import InvalidArgumentError

if TYPE_CHECKING:
    from pivotal_api.models import Health, Me

USER_AGENT = f"pivotal-python/{__version__}"


def _notify(hooks: Sequence[Hooks], step: HookStep) -> None:
    """Notify every hook even if one raises, so that each can clean up what it opened."""
    if not hooks:
        return
    try:
        result = getattr(hooks[0], step.event)(*step.arguments)
        if isinstance(result, Awaitable):
            if isinstance(result, Coroutine):
                result.close()
            name = f"{type(hooks[0]).__name__}.{step.event}"
            raise InvalidArgumentError(f"{name} is async; use AsyncPivotalApi with it.")
    finally:
        _notify(hooks[1:], step)


async def _notify_async(hooks: Sequence[Hooks], step: HookStep) -> None:
    if not hooks:
        return
    try:
        result = getattr(hooks[0], step.event)(*step.arguments)
        if isinstance(result, Awaitable):
            await result
    finally:
        await _notify_async(hooks[1:], step)


class PivotalApi(BaseClient[Sender], Resources):
    """A client for the Pivotal API. Works with and without `with`; threads can share one.

    Args:
        api_key: The key; if omitted, PIVOTAL_API_KEY is read now.
        base_url: The URL of the API: https, or on this machine. If omitted, PIVOTAL_BASE_URL is read now; if that is
            not set either, the real API is used.
        timeout: Seconds for each phase of each attempt, or a Timeout, which limits a whole attempt too (to 300 seconds,
            unless you set `total`); None waits forever.
        max_retries: Attempts after the first, on failures that may be temporary.
        deadline: Seconds for a whole call, attempts and waits together, however slowly the server answers. With a
            transport or http_client of your own, a sync call is checked between the chunks of a body only, so interim
            answers (1xx) or headers without end are not bounded; with http2, a thread may block on another's read.
        require_mode: Refuse a key of the other mode: `test` keeps a script from using a live key.
        pacing: Slow down before the rate limit is reached.
        retries: The retry policy; it replaces max_retries.
        headers: Headers to send with every request.
        hooks: Hooks to run around calls and attempts.
        log_bodies: Log queries and bodies too, at DEBUG.
        proxy: The URL of a proxy; without it, the usual environment variables apply.
        http2: Use HTTP/2; needs the extra `http2`.
        verify: An SSL context of your own.
        transport: A transport of your own, of httpx or httpx2.
        http_client: A client of your own, of httpx or httpx2; you close it.
        max_response_bytes: The most bytes of a response's body, after decompression: 64 MiB, unless you set it. A
            longer one is an InvalidResponseError. None accepts any number.
        sandbox: A local Pivotal to call in this process instead; True creates one without a rate limit.

    Raises:
        InvalidArgumentError: The key, the URL or an option can't be used.

    Example:
        >>> with PivotalApi(api_key=key, base_url=url) as client:
        ...     client.customers.get(1).name
        'Aurora'

    A call of a deprecated operation warns once, after the call. If Python turns warnings into errors (`-W error`), the
    DeprecationWarning is raised although the call succeeded; filter it to keep the result.

    Documentation: https://docs.pivotal.app/api/welcome/quickstart
    """

    def _http_sender(self, base_url: str, timeout: float | Timeout | None, http: HTTPOptions) -> Sender:
        return Transport(self._key.reveal(), base_url, timeout, http, USER_AGENT)

    def _sandbox_sender(self, sandbox: SandboxLike, timeout: float | Timeout | None) -> Sender:
        return sandbox.sender(self._key.reveal(), timeout)

    def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make a call under the client's policy. Resources use this."""
        return self._run(self._steps(operation, path, parts, operation.parse))

    def request(self, method: str, path: str, **parts: Unpack[CallParts]) -> Response:
        """Call an operation that the contract doesn't list yet, under the same policy.

        Args:
            method: The HTTP method.
            path: The path, such as /api/v1/customers/count.
            parts: query, headers, body and options.

        Raises:
            PivotalError: The call failed.

        Example:
            >>> client.request("GET", "/api/v1/customers", query={"limit": 1}).json()["object"]
            'list'
        """
        return self._run(self._steps(raw_operation(method, path, parts), (), parts, unparsed))

    def me(self, *, options: RequestOptions | None = None) -> "Me":
        """Return the key and the workspace that this client uses.

        Example:
            >>> client.me().object
            'me'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/meta/get-me
        """
        return self.meta.me(options=options)

    def health(self, *, options: RequestOptions | None = None) -> "Health":
        """Check that the API is up; needs no key.

        Example:
            >>> client.health().status
            'ok'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/meta/get-health
        """
        return self.meta.health(options=options)

    def _run(self, steps: CallSteps[T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    response = self._perform(step)
                except BaseException as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(response)
        except StopIteration as done:
            result: T = done.value
            return result

    def _perform(self, step: Request | Pause | HookStep) -> Response | None:
        if isinstance(step, Request):
            return self._sender.send(step)
        if isinstance(step, Pause):
            if step.real or not pause(self._sender, step.seconds):
                time.sleep(step.seconds)
            return None
        _notify(self._settings.hooks, step)
        return None

    def close(self) -> None:
        """Close the connections, those of copies too; a later call opens new ones."""
        self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncPivotalApi(BaseClient[AsyncSender], AsyncResources):
    """An async client for the Pivotal API. Works with and without `async with`, in one event loop after another.

    It has the arguments and methods of PivotalApi. Await a list for its first page, or use `async for` for every row.

    Example:
        >>> async def names():
        ...     async with AsyncPivotalApi(api_key=key, base_url=url) as client:
        ...         return [customer.name async for customer in client.customers.list(slug="aurora")]
        >>> asyncio.run(names())
        ['Aurora']

    Documentation: https://docs.pivotal.app/api/welcome/quickstart
    """

    def _http_sender(self, base_url: str, timeout: float | Timeout | None, http: HTTPOptions) -> AsyncSender:
        return AsyncTransport(self._key.reveal(), base_url, timeout, http, USER_AGENT)

    def _sandbox_sender(self, sandbox: SandboxLike, timeout: float | Timeout | None) -> AsyncSender:
        return sandbox.async_sender(self._key.reveal(), timeout)

    async def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make a call under the client's policy. Resources use this."""
        return await self._run(self._steps(operation, path, parts, operation.parse))

    async def request(self, method: str, path: str, **parts: Unpack[CallParts]) -> Response:
        """Call an operation that the contract doesn't list yet, with the arguments of `PivotalApi.request`."""
        return await self._run(self._steps(raw_operation(method, path, parts), (), parts, unparsed))

    async def me(self, *, options: RequestOptions | None = None) -> "Me":
        """Return the key and the workspace that this client uses."""
        return await self.meta.me(options=options)

    async def health(self, *, options: RequestOptions | None = None) -> "Health":
        """Check that the API is up; needs no key."""
        return await self.meta.health(options=options)

    async def _run(self, steps: CallSteps[T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    response = await self._perform(step)
                except BaseException as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(response)
        except StopIteration as done:
            result: T = done.value
            return result

    async def _perform(self, step: Request | Pause | HookStep) -> Response | None:
        if isinstance(step, Request):
            return await self._sender.send(step)
        if isinstance(step, Pause):
            if step.real or not pause(self._sender, step.seconds):
                # Imported here, so that sync programs don't pay for it at start-up.
                from asyncio import sleep

                await sleep(step.seconds)
            return None
        await _notify_async(self._settings.hooks, step)
        return None

    async def close(self) -> None:
        """Close the connections of this event loop, those of copies too; a later call opens new ones."""
        await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
