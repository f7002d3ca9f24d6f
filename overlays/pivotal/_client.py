"""PivotalApi and AsyncPivotalApi: every operation of the contract, and how it is called.

Documentation: https://docs.pivotal.app/api/welcome/quickstart
"""

import time
from collections.abc import Awaitable, Coroutine, Sequence
from typing import TYPE_CHECKING, Self, Unpack

from pivotal_api.resources import AsyncResources, Resources
from pivotal_runtime.messages import Request, RequestOptions, Response, Timeout
from pivotal_runtime.operations import CallParts, Operation, T
from pivotal_runtime.transport import AsyncTransport, HTTPOptions

from pivotal._api import Api
from pivotal._deadline import DeadlineTransport
from pivotal._engine import Conversation, Notice, Pause
from pivotal._hooks import Hooks
from pivotal._http import checked_http
from pivotal._raw import raw_operation, unparsed
from pivotal._sandbox_option import SandboxLike
from pivotal._senders import AsyncSender, Sender
from pivotal._version import __version__
from pivotal.errors import InvalidArgumentError

if TYPE_CHECKING:
    from pivotal_api.models import Health, Me

USER_AGENT = f"pivotal-python/{__version__}"


def _tell(hooks: Sequence[Hooks], notice: Notice) -> None:
    """Tell each, also where one of them fails: who opened something at the start gets to close it."""
    if not hooks:
        return
    try:
        told = getattr(hooks[0], notice.event)(*notice.arguments)
        if isinstance(told, Awaitable):
            if isinstance(told, Coroutine):
                told.close()
            name = f"{type(hooks[0]).__name__}.{notice.event}"
            raise InvalidArgumentError(f"{name} is async; use AsyncPivotalApi with it.")
    finally:
        _tell(hooks[1:], notice)


async def _tell_async(hooks: Sequence[Hooks], notice: Notice) -> None:
    if not hooks:
        return
    try:
        told = getattr(hooks[0], notice.event)(*notice.arguments)
        if isinstance(told, Awaitable):
            await told
    finally:
        await _tell_async(hooks[1:], notice)


class PivotalApi(Api[Sender], Resources):
    """The Pivotal API. Works with and without `with`; threads may share one.

    Args:
        api_key: The key; without it, PIVOTAL_API_KEY is read now.
        base_url: Where the API is: an https address, or one on this machine; without it, PIVOTAL_BASE_URL is read
            now, and else the real API is meant.
        timeout: Seconds for each phase of each attempt, or a Timeout; None waits for ever.
        max_retries: Attempts after the first, on failures that a repeat can mend.
        deadline: Seconds for a whole call, attempts and waits together, however slowly the server answers. With a
            transport or http_client of your own, a sync call ends after the read that it is in (see `timeout`); with
            http2, a thread may first wait for another's.
        require_mode: Refuse a key of the other mode: `test` keeps a script from using a live key.
        pacing: Slow down before the rate limit is reached.
        retries: How patient retries are; it replaces max_retries.
        headers: Headers to send with every request.
        hooks: What to tell of calls and attempts.
        log_bodies: Log queries and bodies too, at DEBUG.
        proxy: The address of a proxy; without it, the usual environment variables count.
        http2: Speak HTTP/2; needs the extra `http2`.
        verify: An SSL context of your own.
        transport: An httpx transport of your own.
        http_client: An httpx client of your own; you close it.
        sandbox: A local Pivotal to call in this process instead; True creates one without a rate limit.

    Raises:
        InvalidArgumentError: The key or the address can't be used.

    Example:
        >>> with PivotalApi(api_key=key, base_url=url) as pivotal:
        ...     pivotal.customers.get(1).name
        'Aurora'

    An operation that the API marks as deprecated warns once, after the call: where Python makes warnings errors
    (`-W error`), that DeprecationWarning is raised though a write was done; filter it to keep the result.

    Documentation: https://docs.pivotal.app/api/welcome/quickstart
    """

    def _outside(self, base_url: str, timeout: float | Timeout | None, http: HTTPOptions) -> Sender:
        checked = checked_http(http, base_url, is_async=False)
        return DeadlineTransport(self._key.reveal(), base_url, timeout, checked, USER_AGENT)

    def _inside(self, sandbox: SandboxLike, timeout: float | Timeout | None) -> Sender:
        return sandbox.sender(self._key.reveal(), timeout)

    def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make a call under the client's policy. Resources call this."""
        return self._drive(self._converse(operation, path, parts, operation.parse))

    def request(self, method: str, path: str, **parts: Unpack[CallParts]) -> Response:
        """Call what the contract doesn't know yet, under the same policy.

        Args:
            method: The HTTP method.
            path: The path, such as /api/v1/customers/count.
            parts: query, headers, body and options.

        Raises:
            PivotalError: As for any call.

        Example:
            >>> pivotal.request("GET", "/api/v1/customers", query={"limit": 1}).json()["object"]
            'list'
        """
        return self._drive(self._converse(raw_operation(method, path, parts), (), parts, unparsed))

    def me(self, *, options: RequestOptions | None = None) -> "Me":
        """Tell which key and workspace this is.

        Example:
            >>> pivotal.me().object
            'me'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/meta/get-me
        """
        return self.meta.me(options=options)

    def health(self, *, options: RequestOptions | None = None) -> "Health":
        """Tell whether the API is up; needs no key.

        Example:
            >>> pivotal.health().status
            'ok'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/meta/get-health
        """
        return self.meta.health(options=options)

    def _drive(self, conversation: Conversation[T]) -> T:
        try:
            step = next(conversation)
            while True:
                try:
                    came = self._perform(step)
                except BaseException as error:
                    step = conversation.throw(error)
                else:
                    step = conversation.send(came)
        except StopIteration as done:
            result: T = done.value
            return result

    def _perform(self, step: Request | Pause | Notice) -> Response | None:
        if isinstance(step, Request):
            return self._sender.send(step)
        if isinstance(step, Pause):
            time.sleep(step.seconds)
            return None
        _tell(self._settings.hooks, step)
        return None

    def close(self) -> None:
        """Close the connections, also those of copies; a later call opens new ones."""
        self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncPivotalApi(Api[AsyncSender], AsyncResources):
    """The Pivotal API, to be awaited. Works with and without `async with`, in one event loop after another.

    Arguments and methods are those of PivotalApi; a list is awaited for its first page, or walked with `async for`.

    Example:
        >>> async def names():
        ...     async with AsyncPivotalApi(api_key=key, base_url=url) as pivotal:
        ...         return [customer.name async for customer in pivotal.customers.list(slug="aurora")]
        >>> asyncio.run(names())
        ['Aurora']

    Documentation: https://docs.pivotal.app/api/welcome/quickstart
    """

    def _outside(self, base_url: str, timeout: float | Timeout | None, http: HTTPOptions) -> AsyncSender:
        checked = checked_http(http, base_url, is_async=True)
        return AsyncTransport(self._key.reveal(), base_url, timeout, checked, USER_AGENT)

    def _inside(self, sandbox: SandboxLike, timeout: float | Timeout | None) -> AsyncSender:
        return sandbox.async_sender(self._key.reveal(), timeout)

    async def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make a call under the client's policy. Resources call this."""
        return await self._drive(self._converse(operation, path, parts, operation.parse))

    async def request(self, method: str, path: str, **parts: Unpack[CallParts]) -> Response:
        """Call what the contract doesn't know yet: as `PivotalApi.request`, to be awaited."""
        return await self._drive(self._converse(raw_operation(method, path, parts), (), parts, unparsed))

    async def me(self, *, options: RequestOptions | None = None) -> "Me":
        """Tell which key and workspace this is."""
        return await self.meta.me(options=options)

    async def health(self, *, options: RequestOptions | None = None) -> "Health":
        """Tell whether the API is up; needs no key."""
        return await self.meta.health(options=options)

    async def _drive(self, conversation: Conversation[T]) -> T:
        try:
            step = next(conversation)
            while True:
                try:
                    came = await self._perform(step)
                except BaseException as error:
                    step = conversation.throw(error)
                else:
                    step = conversation.send(came)
        except StopIteration as done:
            result: T = done.value
            return result

    async def _perform(self, step: Request | Pause | Notice) -> Response | None:
        if isinstance(step, Request):
            return await self._sender.send(step)
        if isinstance(step, Pause):
            # Imported here, because who never awaits shouldn't pay for it at start-up.
            from asyncio import sleep

            await sleep(step.seconds)
            return None
        await _tell_async(self._settings.hooks, step)
        return None

    async def close(self) -> None:
        """Close this event loop's connections, also those of copies; a later call opens new ones."""
        await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
