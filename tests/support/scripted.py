"""The HTTP server of the tests: it sends scripted answers, byte by byte if need be, and records the requests."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain, repeat
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Received:
    """A request as it came over the wire. Header names are lower-case; connections are numbered from 1."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int
    at: float = field(default_factory=time.monotonic)

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    def json(self) -> Any:
        return json.loads(self.body)

    def pairs(self) -> list[str]:
        return self.target.partition("?")[2].split("&")


@dataclass(frozen=True)
class Answer:
    """Bytes to send, with a number for a pause in seconds; then the connection is closed, or kept open."""

    parts: tuple[bytes | float, ...] = ()
    keep: bool = False


Script = Answer | Callable[[Received], Answer]

DROPPED = Answer()


def reply(
    status: int = 200,
    body: Any = b"",
    headers: Mapping[str, str] | None = None,
    *,
    keep: bool = False,
    cut: int | None = None,
    length: int | None = None,
) -> Answer:
    """Return a whole HTTP response.

    Args:
        body: Bytes, or a value to send as JSON.
        keep: Whether the connection stays open for another request.
        cut: Drop the connection after so many bytes of the body.
        length: A Content-Length that isn't the body's.
    """
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "text/plain" if isinstance(body, bytes) else "application/json"
    sent = {
        "Content-Type": kind,
        "Content-Length": str(len(content) if length is None else length),
        "Connection": "keep-alive" if keep else "close",
        **(headers or {}),
    }
    return Answer((head(status, sent), content[:cut]), keep)


def head(status: int, headers: Mapping[str, str]) -> bytes:
    known = {each.value: each.phrase for each in HTTPStatus}
    lines = [
        f"HTTP/1.1 {status} {known.get(status, 'Unknown')}",
        *(f"{name}: {text}" for name, text in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def problem(status: int, type_: str | None, code: str | None, headers: Mapping[str, str] | None = None) -> Answer:
    """Return a response with the documented error envelope."""
    return reply(status, {"error": {"type": type_, "code": code, "message": "Because."}}, headers)


def garbage(text: str) -> Answer:
    """Return what no HTTP server sends."""
    return Answer((text.encode(),))


class ScriptedServer:
    """Sends one answer for each request, the last one forever. `with` starts and stops it."""

    def __init__(self, *script: Script) -> None:
        self.play(*script or (reply(),))
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._open: list[socket.socket] = []
        self.requests: list[Received] = []
        self.connections = 0

    def play(self, *script: Script) -> None:
        """Replace the script."""
        self._script: Iterator[Script] = chain(script[:-1], repeat(script[-1]))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for each in (self._listener, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                # Otherwise each further part waits for the client's delayed acknowledgement.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open.append(connection)
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection, self.connections), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError), connection, connection.makefile("rb") as stream:
            keep = True
            while keep and (received := _read(stream, number)) is not None:
                with self._lock:
                    self.requests.append(received)
                    script = next(self._script)
                answer = script(received) if callable(script) else script
                self._play(connection, answer)
                keep = answer.keep

    def _play(self, connection: socket.socket, answer: Answer) -> None:
        for part in answer.parts:
            if isinstance(part, bytes):
                connection.sendall(part)
            elif self._stopped.wait(part):
                return


def _read(stream: Any, connection: int) -> Received | None:
    first = stream.readline().decode("latin-1").split()
    if len(first) != 3 or not first[2].startswith("HTTP/"):
        return None
    headers: dict[str, str] = {}
    while line := stream.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Received(first[0], first[1], headers, body, connection)


class Site(ScriptedServer):
    """Serves what is put into `pages`, by path, and 404 for everything else."""

    def __init__(self) -> None:
        super().__init__(lambda request: self.pages.get(request.target, reply(404, b"Not here")))
        self.pages: dict[str, Answer] = {}

    def serve(self, path: str, text: str) -> str:
        """Put a text at a path and return its URL."""
        self.pages[path] = reply(body=text.encode())
        return self.url + path

    @property
    def targets(self) -> list[str]:
        """The targets of all requests."""
        return [request.target for request in self.requests]
