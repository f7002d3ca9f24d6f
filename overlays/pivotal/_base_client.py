"""Everything that the sync and async clients have in common: all but sending and waiting."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack
from urllib.parse import urlsplit

from msgspec.structs import replace
from pivotal_api.contract import BASE_URL
from pivotal_runtime.http_messages import DEFAULT_TIMEOUT, RequestOptions, Response, Timeout
from pivotal_runtime.operations import CallParts, Operation, T
from pivotal_runtime.transport import DEFAULT_HTTP, HTTPOptions

from pivotal import ids
from pivotal._engine import CallSteps, Settings, Shared, run_call
from pivotal._hooks import Hooks
from pivotal._keys import ApiKey, KeyMode
from pivotal._options import checked_hooks, checked_options, checked_retries, merged
from pivotal._rate_limit import DEFAULT_LIMITS, Pacer, RateLimit
from pivotal._retries import RetryPolicy
from pivotal._sandbox_option import SandboxLike, checked_sandbox
from pivotal._senders import AsyncSender, Sender
from pivotal.errors import InvalidArgumentError

if TYPE_CHECKING:
    from ssl import SSLContext

    from pivotal_runtime.exchanges import HTTPClient, HTTPTransport

BASE_URL_VARIABLE = "PIVOTAL_BASE_URL"
_SANDBOX_KEY = "pivotal_test_sandbox"
_WITHOUT_BODY = frozenset({"GET", "HEAD", "DELETE"})
SenderT = TypeVar("SenderT", Sender, AsyncSender)


class BaseClient(Generic[SenderT]):
    """The base class of both clients; each adds how it sends and waits."""

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
        transport: "HTTPTransport | None" = None,
        http_client: "HTTPClient | None" = None,
        max_response_bytes: int | None = DEFAULT_HTTP.max_response_bytes,
        sandbox: SandboxLike | bool = False,
    ) -> None:
        http = HTTPOptions(http2, proxy, verify, transport, http_client, max_response_bytes)
        if sandbox and (base_url is not None or http != DEFAULT_HTTP):
            raise InvalidArgumentError(
                "sandbox: runs in this process without a connection; leave out base_url, proxy, http2, verify, "
                "transport, http_client and max_response_bytes."
            )
        policy, hook_list = checked_retries(retries, max_retries), checked_hooks(hooks)
        checked_options({"deadline": deadline, "headers": {} if headers is None else headers})
        if base_url is None:
            base_url = os.environ.get(BASE_URL_VARIABLE) or BASE_URL
        if api_key is None and sandbox:
            api_key = _SANDBOX_KEY
        self._key = ApiKey(api_key, require_mode=require_mode)
        if sandbox:
            self._sender = self._sandbox_sender(checked_sandbox(sandbox), timeout)
        else:
            self._sender = self._http_sender(base_url, timeout, http)
        self._settings = Settings(
            retries=policy,
            deadline=deadline,
            options={"headers": dict(headers)} if headers else {},
            hooks=hook_list,
            log_bodies=log_bodies,
        )
        self._shared = Shared(str(self._key), Pacer(DEFAULT_LIMITS[self.mode]) if pacing else None)

    def _http_sender(self, base_url: str, timeout: float | Timeout | None, http: HTTPOptions) -> SenderT:
        raise NotImplementedError

    def _sandbox_sender(self, sandbox: SandboxLike, timeout: float | Timeout | None) -> SenderT:
        raise NotImplementedError

    @property
    def mode(self) -> KeyMode:
        """The mode of the key, `test` or `live`. Both work on the same data."""
        return self._key.mode

    @property
    def key_prefix(self) -> str:
        """The first characters of the key, which are safe to show."""
        return self._key.prefix

    @property
    def base_url(self) -> str:
        """The URL that requests go to."""
        return self._sender.base_url

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit, as the last response reported it; None before the first response."""
        return self._shared.rate_limit

    def with_options(self, **options: Unpack[RequestOptions]) -> Self:
        """Return a copy of this client with other defaults; it shares the connections and the rate limit.

        Args:
            options: The options of a call; `headers`, `extra_query` and `extra_body` are added to those already set.
                Every POST of the copy has the same `idempotency_key`, if you set one: use that copy for one call.

        Raises:
            InvalidArgumentError: An option doesn't exist, or is invalid.

        Example:
            >>> patient = client.with_options(timeout=120, max_retries=5)
            >>> patient.health().status
            'ok'
        """
        copy = object.__new__(type(self))
        copy.__setstate__(self.__getstate__())
        copy._settings = replace(self._settings, options=self._merged(options))
        return copy

    def paced(self) -> Self:
        """Return a copy of this client that slows down before the rate limit is reached, as with `pacing=True`.

        Example:
            >>> client.paced().health().status
            'ok'
        """
        copy = self.with_options()
        if copy._shared.pacer is None:
            copy._shared = replace(self._shared, pacer=Pacer(DEFAULT_LIMITS[self.mode]))
        return copy

    def _merged(self, options: RequestOptions | None) -> RequestOptions:
        checked: RequestOptions = {} if options is None else checked_options(options)
        return merged(self._settings.options, checked)

    def _steps(
        self, operation: Operation[Any], path: Sequence[object], parts: CallParts, parse: Callable[[Response], T]
    ) -> CallSteps[T]:
        call_options = parts.get("options")
        options = self._merged(call_options)
        if operation.method in _WITHOUT_BODY and "extra_body" not in (call_options or {}):
            options.pop("extra_body", None)  # a default of the client, meant for calls that have a body
        resolved: dict[str, Any] = {**parts, "options": options}
        for group in ("query", "body") if operation.references else ():
            fields: Mapping[str, Any] = resolved.get(group) or {}
            urls = {name: owner for name, owner in operation.references.items() if _is_url(fields.get(name))}
            if urls:
                resolved[group] = {**fields, **{name: self._id_in(fields[name], urls[name]) for name in urls}}
        if any(map(_is_url, path)):
            owners = operation.owners or [""] * len(path)
            path = [self._id_in(value, owner or "") for value, owner in zip(path, owners, strict=False)]
        request = operation.request(self.base_url, path, **resolved)
        return run_call(request, self._settings, self._shared, options, parse)

    def _id_in(self, value: Any, owner: str) -> object:
        return ids.parse_id(value, owner, host=urlsplit(self.base_url).netloc) if _is_url(value) else value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.mode} {self._key} at {self.base_url}>"

    def __getstate__(self) -> dict[str, Any]:
        # Cached resources belong to this client, not to its copy.
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
