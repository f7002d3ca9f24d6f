"""The receiver as an ASGI and as a WSGI application: a POST on any path that comes to them is a delivery."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from http import HTTPStatus
from typing import Any, Protocol

from attrs import frozen

from pivotal.webhooks._errors import Reason
from pivotal.webhooks._headers import HeaderSource
from pivotal.webhooks._outcomes import Outcome

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
StartResponse = Callable[[str, list[tuple[str, str]]], object]
_CHUNK = 65_536
_MOST_DIGITS = 18  # of a length; Python reads some thousand at most


class _Receiver(Protocol):
    """The part of `Webhooks` that the applications call."""

    def handle(self, body: bytes, headers: HeaderSource) -> Outcome: ...

    async def handle_async(self, body: bytes, headers: HeaderSource) -> Outcome: ...


@frozen
class _Response:
    status: int
    text: str = ""

    @classmethod
    def of(cls, outcome: Outcome) -> "_Response":
        return cls(outcome.status, outcome.text)

    def headers(self) -> list[tuple[str, str]]:
        if self.status == HTTPStatus.NO_CONTENT:
            return []
        allow = [("allow", "POST")] if self.status == HTTPStatus.METHOD_NOT_ALLOWED else []
        return [("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(self.body()))), *allow]

    def body(self) -> bytes:
        return self.text.encode()


_ONLY_POST = _Response(405, "method_not_allowed")


class _Body:
    """Collects the chunks of a body, up to one byte more than the receiver accepts.

    The rest is read and dropped: a client that can't send all of its request doesn't read the response.
    """

    def __init__(self, limit: int) -> None:
        self._most = limit + 1
        self._content = bytearray()

    def add(self, chunk: bytes) -> None:
        self._content += chunk[: self._most - len(self._content)]

    def content(self) -> bytes:
        return bytes(self._content)


class AsgiApp:
    """A receiver as an ASGI application.

    Args:
        receiver: The receiver.
        limit: The most bytes of a body that the receiver accepts.
    """

    def __init__(self, receiver: _Receiver, limit: int) -> None:
        self._receiver = receiver
        self._limit = limit

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            raise NotImplementedError(f"Webhooks arrive by HTTP, not by {scope['type']}.")
        if scope["method"] != "POST":
            await _send(_ONLY_POST, send)
            return
        body = _Body(self._limit)
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body.add(message.get("body", b""))
            if not message.get("more_body", False):
                break
        outcome = await self._receiver.handle_async(body.content(), scope["headers"])
        await _send(_Response.of(outcome), send)


async def _send(response: _Response, send: Send) -> None:
    headers = [(name.encode(), value.encode()) for name, value in response.headers()]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body()})


class WsgiApp:
    """A receiver as a WSGI application.

    Args:
        receiver: The receiver.
        limit: The most bytes of a body that the receiver accepts.
    """

    def __init__(self, receiver: _Receiver, limit: int) -> None:
        self._receiver = receiver
        self._limit = limit

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        response = self._response(environ)
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", response.headers())
        return [response.body()]

    def _response(self, environ: dict[str, Any]) -> _Response:
        if environ["REQUEST_METHOD"] != "POST":
            return _ONLY_POST
        length = environ.get("CONTENT_LENGTH") or ("" if _is_chunked(environ) else "0")
        is_terminated = environ.get("wsgi.input_terminated", False)
        if not length.isdecimal() and not is_terminated:
            # Without an end, reading would wait forever.
            return _Response(411, "length_required")
        if not is_terminated and len(length) > _MOST_DIGITS:
            return _Response(413, str(Reason.TOO_LARGE))
        body = _Body(self._limit)
        for chunk in _chunks(environ["wsgi.input"], None if is_terminated else int(length)):
            body.add(chunk)
        headers = ((name[5:].replace("_", "-"), value) for name, value in environ.items() if name.startswith("HTTP_"))
        return _Response.of(self._receiver.handle(body.content(), headers))


def _is_chunked(environ: dict[str, Any]) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ


def _chunks(stream: Any, length: int | None) -> Iterator[bytes]:
    """Yield a stream's next bytes, so many or until its end."""
    while length != 0:
        chunk = stream.read(_CHUNK if length is None else min(length, _CHUNK))
        if not chunk:
            return
        if length is not None:
            length -= len(chunk)
        yield chunk
