"""Record and replay: a file of real responses, without secrets, that are replayed in their order."""

import base64
import json
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import msgspec
from pivotal_runtime.errors import redact
from pivotal_runtime.http_messages import Request, Response

from pivotal._senders import AsyncSender, Sender
from pivotal.errors import PivotalError

_RECORDED_HEADERS = frozenset({"content-type", "deprecation", "retry-after"})
_Entry = dict[Literal["request", "response"], Any]
SenderT = TypeVar("SenderT", Sender, AsyncSender)


class CassetteError(PivotalError):
    """A request has no recorded response, or a file is missing or not a cassette."""


class _Tape(Generic[SenderT]):
    """What sync and async cassettes have in common: all but sending."""

    def __init__(
        self, path: Path, sender: SenderT, *, record: bool | None = None, scrub: Callable[[str], str] = redact
    ) -> None:
        self.path = path
        self.recording = not path.exists() if record is None else record
        self._sender: SenderT = sender
        self._scrub = scrub
        self._entries: list[_Entry] = [] if self.recording else _read(path)
        self._played = 0

    @property
    def base_url(self) -> str:
        """The base URL of requests."""
        return self._sender.base_url

    def save(self) -> None:
        """Write the recording, if there is one. Without this call, nothing is kept."""
        if self.recording and self._entries:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            temporary.write_text(json.dumps(self._entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            temporary.replace(self.path)

    @contextmanager
    def _recorded(self, request: Request) -> Generator[Callable[[Response], Response]]:
        """Record a request where it starts, so that concurrent ones are replayed in this order too."""
        entry: _Entry = {"request": self._recordable(request)}
        self._entries.append(entry)

        def add(response: Response) -> Response:
            headers = {name: value for name, value in response.headers.items() if name in _RECORDED_HEADERS}
            body = self._body(response.content)
            entry["response"] = {"status": response.status, "headers": headers, "body": body}
            return response

        try:
            yield add
        finally:
            if "response" not in entry:
                self._entries.remove(entry)

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


class Cassette(_Tape[Sender]):
    """A sender between a client and its transport that records responses, or replays recorded ones.

    A recording never contains API keys. Whatever looks like a key or a webhook secret in a body is masked, and few
    headers are recorded. Requests must match in their order by method, path with query, and body.

    Args:
        path: The file.
        sender: Sends the requests while recording.
        record: Whether to record; None replays the file if it exists, and records otherwise.
        scrub: Changes each body before it is recorded, to remove private data.

    Raises:
        CassetteError: The file is not a cassette.
    """

    def send(self, request: Request) -> Response:
        """Send and record, or return the recorded response. Raises CassetteError if there is none."""
        if not self.recording:
            return self._replay(request)
        with self._recorded(request) as add:
            return add(self._sender.send(request))

    def close(self) -> None:
        """Close the sender; `save` writes the recording."""
        self._sender.close()


class AsyncCassette(_Tape[AsyncSender]):
    """A Cassette for AsyncPivotalApi, with the same arguments and the same file."""

    async def send(self, request: Request) -> Response:
        """Send and record, or return the recorded response. Raises CassetteError if there is none."""
        if not self.recording:
            return self._replay(request)
        with self._recorded(request) as add:
            return add(await self._sender.send(request))

    async def close(self) -> None:
        """Close the sender; `save` writes the recording."""
        await self._sender.close()


def _content(body: str | dict[str, str] | None) -> bytes:
    if isinstance(body, dict):
        return base64.b64decode(body["base64"])
    return (body or "").encode()


def _read(path: Path) -> list[_Entry]:
    try:
        return msgspec.convert(json.loads(path.read_text(encoding="utf-8")), list[_Entry])
    except (ValueError, msgspec.ValidationError) as error:
        raise CassetteError(f"{path.name} is not a cassette ({error}); delete it to record it again.") from error
