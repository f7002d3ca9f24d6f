"""Record and replay: a file of real responses, without secrets, that are replayed in their order."""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec
from pivotal_runtime.errors import redact
from pivotal_runtime.http_messages import Request, Response

from pivotal._senders import Sender
from pivotal.errors import PivotalError

_RECORDED_HEADERS = frozenset({"content-type", "deprecation", "retry-after"})


class CassetteError(PivotalError):
    """A request has no recorded response, or a file is not a cassette."""


class Cassette:
    """A sender between a client and its transport that records responses, or replays recorded ones.

    A recording never contains API keys. Whatever looks like a key or a webhook secret in a body is masked, and few
    headers are recorded. Requests must match in their order by method, path with query, and body.

    Args:
        path: The file. It is replayed if it exists, otherwise recorded.
        sender: Sends the requests while recording.
        scrub: Changes each body before it is recorded, to remove private data.

    Raises:
        CassetteError: The file is not a cassette.
    """

    def __init__(self, path: Path, sender: Sender, *, scrub: Callable[[str], str] = redact) -> None:
        self.path = path
        self.recording = not path.exists()
        self._sender = sender
        self._scrub = scrub
        self._entries: list[dict[Literal["request", "response"], Any]] = [] if self.recording else _read(path)
        self._played = 0

    @property
    def base_url(self) -> str:
        """The base URL of requests."""
        return self._sender.base_url

    def send(self, request: Request) -> Response:
        """Send and record, or return the recorded response. Raises CassetteError if there is none."""
        return self._record(request) if self.recording else self._replay(request)

    def close(self) -> None:
        """Close the sender and write the recording."""
        self._sender.close()
        if self.recording and self._entries:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            temporary.write_text(json.dumps(self._entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            temporary.replace(self.path)

    def _recordable(self, request: Request) -> dict[str, Any]:
        target = request.url.removeprefix(self.base_url)
        return {"method": request.method, "target": self._scrub(target), "body": self._body(request.content)}

    def _body(self, content: bytes | None) -> str | dict[str, str] | None:
        if content is None:
            return None
        try:
            return self._scrub(content.decode())
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(content).decode()}

    def _record(self, request: Request) -> Response:
        response = self._sender.send(request)
        headers = {name: value for name, value in response.headers.items() if name in _RECORDED_HEADERS}
        recorded = {"status": response.status, "headers": headers, "body": self._body(response.content)}
        self._entries.append({"request": self._recordable(request), "response": recorded})
        return response

    def _replay(self, request: Request) -> Response:
        actual = self._recordable(request)
        if self._played == len(self._entries):
            raise CassetteError(f"{self.path.name} ends before {actual['method']} {actual['target']}; record it again.")
        entry = self._entries[self._played]
        if entry["request"] != actual:
            expected = entry["request"]
            raise CassetteError(
                f"{self.path.name} has {expected['method']} {expected['target']} next, not {actual['method']} "
                f"{actual['target']} with this body; record it again."
            )
        self._played += 1
        recorded = entry["response"]
        return Response(recorded["status"], recorded["headers"], _content(recorded["body"]), request)


def _content(body: str | dict[str, str] | None) -> bytes:
    if isinstance(body, dict):
        return base64.b64decode(body["base64"])
    return (body or "").encode()


def _read(path: Path) -> list[dict[Literal["request", "response"], Any]]:
    try:
        return msgspec.convert(
            json.loads(path.read_text(encoding="utf-8")), list[dict[Literal["request", "response"], Any]]
        )
    except (ValueError, msgspec.ValidationError) as error:
        raise CassetteError(f"{path.name} is not a cassette ({error}); delete it to record it again.") from error
