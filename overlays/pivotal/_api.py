"""What the sync and the async client have in common: everything but waiting."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack, cast
from urllib.parse import urlsplit

from pivotal_api.contract import BASE_URL
from pivotal_runtime.messages import DEFAULT_TIMEOUT, RequestOptions, Response, Timeout
from pivotal_runtime.operations import CallParts, Operation, T
from pivotal_runtime.transport import DEFAULT_HTTP, HTTPOptions

from pivotal import ids
from pivotal._engine import Conversation, Settings, Shared, converse
from pivotal._hooks import Hooks
from pivotal._keys import ApiKey, KeyMode
from pivotal._live_keys import refuse_live_key_in_tests
from pivotal._options import checked_hooks, checked_options, checked_retries, merged
from pivotal._rate_limit import DEFAULT_LIMITS, Pacer, RateLimit
from pivotal._retries import RetryPolicy
from pivotal._sandbox_option import SandboxLike, checked_sandbox
from pivotal._senders import AsyncSender, Sender
from pivotal.errors import InvalidArgumentError

if TYPE_CHECKING:
    from ssl import SSLContext

BASE_URL_VARIABLE = "PIVOTAL_BASE_URL"
_SANDBOX_KEY = "pivotal_test_sandbox"
_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
SenderT = TypeVar("SenderT", Sender, AsyncSender)


class Api(Generic[SenderT]):
    """A client, but for how it sends and waits."""

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
        sandbox: SandboxLike | bool = False,
    ) -> None:
        http = HTTPOptions(http2, proxy, verify, transport, http_client)
        if sandbox and (base_url is not None or http != DEFAULT_HTTP):
            raise InvalidArgumentError(
                "sandbox: runs in this process without a connection; leave out base_url, proxy, http2, verify, "
                "transport and http_client."
            )
        policy, told = checked_retries(retries, max_retries), checked_hooks(hooks)
        checked_options({"deadline": deadline, "headers": {} if headers is None else headers})
        if base_url is None:
            base_url = os.environ.get(BASE_URL_VARIABLE) or BASE_URL
        if not isinstance(cast(object, base_url), str):
            raise InvalidArgumentError(
                f"base_url: got {type(base_url).__name__}; pass an address such as https://my.pivotal.app."
            )
        if api_key is None and sandbox:
            api_key = _SANDBOX_KEY
        self._key = ApiKey(api_key, require_mode=require_mode)
        if sandbox:
            self._sender = self._inside(checked_sandbox(sandbox), timeout)
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

    def _inside(self, sandbox: SandboxLike, timeout: float | Timeout | None) -> SenderT:
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
        # Resources that were asked for belong to this client, and not to its copy.
        kind = type(self)
        return {
            name: value
            for name, value in self.__dict__.items()
            if not isinstance(getattr(kind, name, None), cached_property)
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)


def _is_url(value: object) -> bool:
    return isinstance(value, str) and "://" in value
