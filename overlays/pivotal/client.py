"""PivotalApi and AsyncPivotalApi: every operation of the contract, and how it is called.

Documentation: https://docs.pivotal.app/api/welcome/quickstart
"""

import os
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack
from urllib.parse import urlsplit

from pivotal_api.contract import BASE_URL
from pivotal_api.messages import DEFAULT_TIMEOUT, Request, RequestOptions, Response, Timeout
from pivotal_api.operations import CallParts, Operation, T
from pivotal_api.resources import AsyncResources, Resources
from pivotal_api.transport import DEFAULT_HTTP, AsyncTransport, HTTPOptions, Transport

from pivotal import ids
from pivotal._engine import Conversation, Notice, Pause, Settings, Shared, converse
from pivotal._http import checked_http
from pivotal._live_keys import refuse_live_key_in_tests
from pivotal._options import checked_hooks, checked_options, checked_retries, merged
from pivotal._raw import raw_operation, unparsed
from pivotal._senders import AsyncSender, Sender
from pivotal._version import __version__
from pivotal.errors import InvalidArgumentError
from pivotal.hooks import Hooks
from pivotal.keys import ApiKey, KeyMode
from pivotal.rate_limit import DEFAULT_LIMITS, Pacer, RateLimit
from pivotal.retries import RetryPolicy

if TYPE_CHECKING:
    from ssl import SSLContext

    from pivotal_api.models import Health, Me

    from pivotal.sandbox import Sandbox

BASE_URL_VARIABLE = "PIVOTAL_BASE_URL"
USER_AGENT = f"pivotal-python/{__version__}"
_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
_SANDBOX_KEY = "pivotal_test_sandbox"
SenderT = TypeVar("SenderT", Sender, AsyncSender)


class _Api(Generic[SenderT]):
    _sender: SenderT

    def __init__(
        self,
        *,
        api_key: str | ApiKey | None = None,
        base_url: str | None = None,
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int = 2,
        deadline: float | None = None,
        require_mode: KeyMode | None = None,
        pacing: bool = False,
        retries: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
        hooks: Iterable[Hooks] = (),
        log_bodies: bool = False,
        proxy: str | None = None,
        http2: bool = False,
        verify: "SSLContext | bool" = True,
        transport: Any = None,
        http_client: Any = None,
        sandbox: "Sandbox | bool" = False,
    ) -> None:
        http = HTTPOptions(http2, proxy, verify, transport, http_client)
        if sandbox and (base_url is not None or http != DEFAULT_HTTP):
            raise InvalidArgumentError(
                "sandbox: it runs in this process, and no connection is made; leave out base_url, proxy, http2, "
                "verify, transport and http_client."
            )
        policy, told = checked_retries(retries, max_retries), checked_hooks(hooks)
        checked_options({"deadline": deadline, "headers": {} if headers is None else headers})
        if base_url is None:
            base_url = os.environ.get(BASE_URL_VARIABLE) or BASE_URL
        if api_key is None and sandbox:
            api_key = _SANDBOX_KEY
        self._key = ApiKey(api_key, require_mode=require_mode)
        if sandbox:
            self._sender = self._inside(sandbox, timeout)
        else:
            refuse_live_key_in_tests(self._key, base_url)
            self._sender = self._outside(base_url, timeout, http)
        self._settings = Settings(
            retries=policy,
            deadline=deadline,
            options={"headers": dict(headers)} if headers else {},
            hooks=told,
            log_bodies=log_bodies,
        )
        self._shared = Shared(str(self._key), Pacer(DEFAULT_LIMITS[self.mode]) if pacing else None)

    def _outside(self, base_url: str, timeout: float | Timeout | None, http: HTTPOptions) -> SenderT:
        raise NotImplementedError

    def _inside(self, sandbox: "Sandbox | bool", timeout: float | Timeout | None) -> SenderT:
        raise NotImplementedError

    @property
    def mode(self) -> KeyMode:
        """`test` or `live`, as the key says. Both work on the same data."""
        return self._key.mode

    @property
    def base_url(self) -> str:
        """The address that requests go to."""
        return self._sender.base_url

    @property
    def rate_limit(self) -> RateLimit | None:
        """What the last response said of the rate limit; None before the first."""
        return self._shared.rate_limit

    def with_options(self, **options: Unpack[RequestOptions]) -> Self:
        """Give a client with other defaults that shares this one's connections and rate limit.

        Args:
            options: As for one call; `headers`, `extra_query` and `extra_body` are added to those that are set.
                An `idempotency_key` then stands on every POST of the copy: use that copy for one call.

        Raises:
            InvalidArgumentError: An option doesn't exist, or can't be used.

        Example:
            >>> patient = pivotal.with_options(timeout=120, max_retries=5)
            >>> patient.health().status
            'ok'
        """
        other = object.__new__(type(self))
        other.__setstate__(self.__getstate__())
        other._settings = replace(self._settings, options=self._merged(options))
        return other

    def _merged(self, options: RequestOptions | None) -> RequestOptions:
        given: RequestOptions = {} if options is None else checked_options(options)
        return merged(self._settings.options, given)

    def _converse(
        self, operation: Operation[Any], path: Sequence[object], parts: CallParts, parse: Callable[[Response], T]
    ) -> Conversation[T]:
        own = parts.get("options")
        options = self._merged(own)
        if operation.method in _WITHOUT_BODY and "extra_body" not in (own or {}):
            options.pop("extra_body", None)  # a default of the client's, meant for calls that have a body
        resolved: dict[str, Any] = {**parts, "options": options}
        for group in ("query", "body") if operation.references else ():
            given: Mapping[str, Any] = resolved.get(group) or {}
            addresses = {name: owner for name, owner in operation.references.items() if _is_url(given.get(name))}
            if addresses:
                resolved[group] = {**given, **{name: self._id_in(given[name], addresses[name]) for name in addresses}}
        if any(map(_is_url, path)):
            owners = operation.owners or [""] * len(path)
            path = [self._id_in(value, owner) for value, owner in zip(path, owners, strict=False)]
        request = operation.request(self.base_url, path, **resolved)
        return converse(request, self._settings, self._shared, options, parse)

    def _id_in(self, value: Any, owner: str) -> object:
        return ids.parse_id(value, owner, host=urlsplit(self.base_url).netloc) if _is_url(value) else value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.mode} {self._key} at {self.base_url}>"

    def __getstate__(self) -> dict[str, Any]:
        return {name: self.__dict__[name] for name in ("_key", "_sender", "_settings", "_shared")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


def _sandbox(given: "Sandbox | bool") -> "Sandbox":
    from pivotal.sandbox import Sandbox

    return given if isinstance(given, Sandbox) else Sandbox(rate_limit=None)


def _is_url(value: object) -> bool:
    return isinstance(value, str) and "://" in value


class PivotalApi(_Api[Sender], Resources):
    """The Pivotal API. Works with and without `with`; threads may share one.

    Args:
        api_key: The key; without it, PIVOTAL_API_KEY is read now.
        base_url: Where the API is: an https address, or one on this machine; without it, PIVOTAL_BASE_URL is read
            now, and else the real API is meant.
        timeout: Seconds for each phase of each attempt, or a Timeout; None waits for ever.
        max_retries: Attempts after the first, on failures that a repeat can mend.
        deadline: Seconds for a whole call, attempts and waits together. A sync call can overrun it while a server
            drips its headers: the HTTP library bounds each read only (see `timeout`).
        require_mode: Refuse a key of the other mode: `test` keeps a script from using a live key.
        pacing: Slow down before the rate limit is reached.
        retries: How patient retries are; it replaces max_retries.
        headers: Headers to send with every request.
        hooks: What to tell of calls and attempts.
        log_bodies: Log bodies too, at DEBUG.
        proxy: The address of a proxy; without it, the usual environment variables count.
        http2: Speak HTTP/2; needs the extra `http2`.
        verify: An SSL context of your own.
        transport: An httpx transport of your own.
        http_client: An httpx client of your own; you close it.
        sandbox: A local Pivotal to call instead, in this process; True makes one, without a rate limit.

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
        checked = checked_http(http, is_async=False)
        return Transport(self._key.reveal(), base_url, timeout, checked, USER_AGENT)

    def _inside(self, sandbox: "Sandbox | bool", timeout: float | Timeout | None) -> Sender:
        from pivotal.sandbox.inprocess import InProcess

        return InProcess(_sandbox(sandbox), self._key.reveal(), timeout)

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
        return self._drive(self._converse(raw_operation(method, path), (), parts, unparsed))

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
        for hooks in self._settings.hooks:
            told = getattr(hooks, step.event)(*step.arguments)
            if told is not None:
                if isinstance(told, Coroutine):
                    told.close()
                raise InvalidArgumentError(
                    f"{type(hooks).__name__}.{step.event} is async; use AsyncPivotalApi with it."
                )
        return None

    def close(self) -> None:
        """Close the connections, also those of copies; a later call opens new ones."""
        self._sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncPivotalApi(_Api[AsyncSender], AsyncResources):
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
        checked = checked_http(http, is_async=True)
        return AsyncTransport(self._key.reveal(), base_url, timeout, checked, USER_AGENT)

    def _inside(self, sandbox: "Sandbox | bool", timeout: float | Timeout | None) -> AsyncSender:
        from pivotal.sandbox.inprocess import AsyncInProcess

        return AsyncInProcess(_sandbox(sandbox), self._key.reveal(), timeout)

    async def call(self, operation: Operation[T], path: Sequence[object] = (), **parts: Unpack[CallParts]) -> T:
        """Make a call under the client's policy. Resources call this."""
        return await self._drive(self._converse(operation, path, parts, operation.parse))

    async def request(self, method: str, path: str, **parts: Unpack[CallParts]) -> Response:
        """Call what the contract doesn't know yet: as `PivotalApi.request`, to be awaited."""
        return await self._drive(self._converse(raw_operation(method, path), (), parts, unparsed))

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
        for hooks in self._settings.hooks:
            told: Awaitable[None] | None = getattr(hooks, step.event)(*step.arguments)
            if told is not None:
                await told
        return None

    async def close(self) -> None:
        """Close this event loop's connections, also those of copies; a later call opens new ones."""
        await self._sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
