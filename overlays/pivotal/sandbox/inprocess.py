"""The sandbox as what a client sends to: in the same process, without a socket."""

import asyncio
import time
from typing import Any

from pivotal_runtime import messages as wire
from pivotal_runtime.values import UNSET

from pivotal.errors import APIConnectionError, APITimeoutError

from .messages import Request, Response
from .sandbox import Sandbox

# Never looked up: it only makes the requests' addresses whole.
BASE_URL = "http://localhost"


class _InProcess:
    def __init__(self, sandbox: Sandbox, key: str, timeout: float | wire.Timeout | None) -> None:
        self.base_url = BASE_URL
        self.timeout = timeout
        self.sandbox = sandbox
        self._key = key

    def __repr__(self) -> str:
        return "<in-process sandbox>"

    def _handled(self, request: wire.Request) -> Response:
        headers = dict(request.headers)
        if request.authenticated:
            headers["authorization"] = f"Bearer {self._key}"
        path, _, query = request.url.removeprefix(BASE_URL).partition("?")
        return self.sandbox.handle(Request(request.method, path, query, headers, request.content or b""))

    def _delay(self, response: Response, request: wire.Request) -> float:
        """The seconds to wait, or a time-out without waiting for it."""
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
        """Answer one request. Raises APIConnectionError or APITimeoutError where a fault says so."""
        response = self._handled(request)
        time.sleep(self._delay(response, request))
        return _answer(response, request)

    def close(self) -> None:
        """Nothing to close: the sandbox belongs to who made it."""


class AsyncInProcess(_InProcess):
    """Sends to a sandbox and awaits."""

    async def send(self, request: wire.Request) -> wire.Response:
        """Answer one request. Raises APIConnectionError or APITimeoutError where a fault says so."""
        response = self._handled(request)
        await asyncio.sleep(self._delay(response, request))
        return _answer(response, request)

    async def close(self) -> None:
        """Nothing to close: the sandbox belongs to who made it."""


def _facts(request: wire.Request) -> dict[str, Any]:
    return {"method": request.method, "url": request.url, "idempotency_key": request.idempotency_key}


def _answer(response: Response, request: wire.Request) -> wire.Response:
    if response.drop or response.truncate is not None:
        raise APIConnectionError("No response: the server broke off", **_facts(request))
    return wire.Response(response.status, response.headers, response.body, request)
