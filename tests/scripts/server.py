"""A documentation site over real HTTP on a loopback socket."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self


@dataclass
class Answer:
    """A response of the site; `promised` is a Content-Length that the body doesn't keep, `pause` seconds a byte."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    promised: int | None = None
    pause: float = 0.0


class DocsServer:
    """Serves what is put into `answers`, and 404 for all else; a context manager."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append(self.path)
                answer = site.answers.get(self.path, Answer(b"Not here", 404))
                self.send_response(answer.status)
                promised = len(answer.body) if answer.promised is None else answer.promised
                self.send_header("Content-Length", str(promised))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self._send(answer)
                self.close_connection = True

            def _send(self, answer: Answer) -> None:
                if not answer.pause:
                    self.wfile.write(answer.body)
                    return
                with suppress(ConnectionError):  # the client may leave early
                    for byte in answer.body:
                        self.wfile.write(bytes([byte]))
                        time.sleep(answer.pause)

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test output clean."""

        return Handler

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def serve(self, path: str, text: str) -> str:
        """Put a text at a path; returns its URL."""
        self.answers[path] = Answer(text.encode())
        return self.url + path

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
