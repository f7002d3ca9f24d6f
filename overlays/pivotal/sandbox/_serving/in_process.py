"""Senders that pass a client's requests to a sandbox in the same process, without a socket."""

import time
from typing import Any

from pivotal_runtime import http_messages as wire
from pivotal_runtime.base_models import UNSET

from pivotal.errors import APIConnectionError, APITimeoutError
from pivotal.sandbox._http_messages import Request, Response
from pivotal.sandbox._workspace import Workspace

# Never connected to: it only completes the URLs of requests.
BASE_URL = "http://localhost"


class _InProcess:
    def __init__(self, sandbox: Workspace, api_key: str, timeout: float | wire.Timeout | None) -> None:
        self.base_url = BASE_URL
        self.timeout = timeout
        self.sandbox = sandbox
        self._api_key = api_key

    def __repr__(self) -> str:
        return "<in-process sandbox>"

    def pause(self, seconds: float) -> bool:
        """Wait on the sandbox's clock: move it forward instead of making a test wait."""
        self.sandbox.clock.advance(seconds)
        return True

    def _handle(self, request: wire.Request) -> Response:
        headers = dict(request.headers)
        if request.authenticated:
            headers["authorization"] = f"Bearer {self._api_key}"
        path, _, query = request.url.removeprefix(BASE_URL).partition("?")
        return self.sandbox.handle(Request(request.method, path, query, headers, request.content or b""))

    def _delay(self, response: Response, request: wire.Request) -> float:
        """Return the seconds to wait. Raises APITimeoutError if the wait would be too long."""
        timeout = self.timeout if request.timeout is UNSET else request.timeout
        read = timeout.read if isinstance(timeout, wire.Timeout) else timeout
        left = None if request.deadline is None else request.deadline - time.monotonic()
        limits = [limit for limit in (read, left) if limit is not None]
        if limits and response.delay > min(limits):
            raise APITimeoutError("No response in time (read timeout)", **_facts(request))
        return response.delay


class InProcess(_InProcess):
    """Sends to a sandbox and waits."""

    def send(self, request: wire.Request) -> wire.Response:
        """Return the response. Raises APIConnectionError or APITimeoutError if a fault causes one."""
        response = self._handle(request)
        self.pause(self._delay(response, request))
        return _received(response, request)

    def close(self) -> None:
        """Do nothing: whoever created the sandbox closes it."""


class AsyncInProcess(_InProcess):
    """Sends to a sandbox and awaits."""

    async def send(self, request: wire.Request) -> wire.Response:
        """Return the response. Raises APIConnectionError or APITimeoutError if a fault causes one."""
        response = self._handle(request)
        if delay := self._delay(response, request):
            from asyncio import sleep  # imported here, so that a sync program doesn't load it

            await sleep(0)  # other tasks run while the request is in flight
            self.pause(delay)
        return _received(response, request)

    async def close(self) -> None:
        """Do nothing: whoever created the sandbox closes it."""


def _facts(request: wire.Request) -> dict[str, Any]:
    return {"method": request.method, "url": request.url, "idempotency_key": request.idempotency_key}


def _received(response: Response, request: wire.Request) -> wire.Response:
    if response.drop or response.truncate is not None:
        raise APIConnectionError("No response: the server closed the connection", **_facts(request))
    return wire.Response(response.status, response.headers, response.body, request)
