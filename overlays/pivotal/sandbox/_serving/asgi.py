"""The sandbox as an ASGI application."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.types import Message, Receive, Scope, Send

from pivotal.sandbox._errors import ApiError, locked_error
from pivotal.sandbox._http_messages import Request, Response
from pivotal.sandbox._serving.access import Access
from pivotal.sandbox._serving.control import PREFIX, Control
from pivotal.sandbox._state.database import waits
from pivotal.sandbox._workspace import MAX_BODY_BYTES, Workspace

Close = Callable[[Scope], None]


class SandboxApp:
    """The ASGI application of a sandbox.

    Args:
        sandbox: The sandbox that answers.
        close: Closes the connection of a scope, for faults that drop or truncate.
        access: Decides who may call.
        control: Answers the paths under `/_sandbox/`; None leaves them out.
    """

    def __init__(self, sandbox: Workspace, close: Close, access: Access, control: Control | None = None) -> None:
        self._sandbox = sandbox
        self._close = close
        self._access = access
        self._control = control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            raise NotImplementedError(f"The sandbox supports HTTP only, not {scope['type']}.")
        try:
            request = await _read(scope, receive)
        except ClientDisconnect:
            return
        try:
            response = await self._answer(request)
        except ApiError as error:
            response = error.response()
        await self._send(response, scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        self._access.check(request)
        if self._control is not None and request.path.startswith(PREFIX):
            self._access.check_control(request)
            return await run_in_threadpool(self._control.handle, request)
        for pause in waits():
            # Not in a thread: a call takes microseconds, and a commit doesn't wait for the disk.
            if (response := self._sandbox.try_to_handle(request)) is not None:
                return response
            await asyncio.sleep(pause)
        raise locked_error()

    async def _send(self, response: Response, scope: Scope, receive: Receive, send: Send) -> None:
        if response.delay:
            await _wait(response.delay, receive)
        if response.drop:
            await self._hang_up(scope, receive)
            return
        await send(_head(response))
        if response.truncate is None:
            await send({"type": "http.response.body", "body": response.body})
            return
        part = response.body[: response.truncate]
        await send({"type": "http.response.body", "body": part, "more_body": True})
        await self._hang_up(scope, receive)

    async def _hang_up(self, scope: Scope, receive: Receive) -> None:
        self._close(scope)
        await _disconnect(receive)


async def _wait(seconds: float, receive: Receive) -> None:
    """Wait, but no longer than the client stays connected."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await _disconnect(receive)


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _head(response: Response) -> Message:
    headers = {**response.headers, "content-length": str(len(response.body))}
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": response.status, "headers": pairs}


async def _read(scope: Scope, receive: Receive) -> Request:
    incoming = HttpRequest(scope, receive)
    body = bytearray()
    async for chunk in incoming.stream():
        # A body that is too large is read to its end, so that the client receives the response.
        if len(body) <= MAX_BODY_BYTES:
            body += chunk
    return Request(
        method=scope["method"],
        path=scope["raw_path"].decode("latin-1"),
        query=scope["query_string"].decode("latin-1"),
        headers=[(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        body=bytes(body),
    )
