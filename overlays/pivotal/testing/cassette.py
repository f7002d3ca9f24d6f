"""Record and replay: real answers, kept in a file without secrets, and given again in their order."""

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec
from pivotal_runtime.errors import redact
from pivotal_runtime.messages import Request, Response

from pivotal._senders import Sender
from pivotal.errors import PivotalError

_KEPT_HEADERS = frozenset({"content-type", "deprecation", "retry-after"})


class CassetteError(PivotalError):
    """A request has no recorded answer, or a file is no cassette."""


class Cassette:
    """Stands between a client and its transport: records what comes, or gives what was recorded.

    Keys are never in what is recorded; what looks like a key or a webhook secret in a body is masked, and headers are
    left out but for a few. Requests are matched in their order by method, path with query, and body.

    Args:
        path: The file. It is replayed if it exists, and otherwise recorded.
        sender: What to send with while recording.
        scrub: Changes each body before it is kept, to take out what is private in your data.

    Raises:
        CassetteError: The file is no cassette.
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
        """The address that requests go to."""
        return self._sender.base_url

    def send(self, request: Request) -> Response:
        """Send and record, or give the recorded answer. Raises CassetteError where there is none."""
        return self._record(request) if self.recording else self._replay(request)

    def close(self) -> None:
        """Write what was recorded."""
        self._sender.close()
        if self.recording and self._entries:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            temporary.write_text(json.dumps(self._entries, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            temporary.replace(self.path)

    def _asked(self, request: Request) -> dict[str, Any]:
        target = request.url.removeprefix(self.base_url)
        return {"method": request.method, "target": self._scrub(target), "body": self._kept(request.content)}

    def _kept(self, content: bytes | None) -> str | dict[str, str] | None:
        if content is None:
            return None
        try:
            return self._scrub(content.decode())
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(content).decode()}

    def _record(self, request: Request) -> Response:
        response = self._sender.send(request)
        headers = {name: value for name, value in response.headers.items() if name in _KEPT_HEADERS}
        answer = {"status": response.status, "headers": headers, "body": self._kept(response.content)}
        self._entries.append({"request": self._asked(request), "response": answer})
        return response

    def _replay(self, request: Request) -> Response:
        asked = self._asked(request)
        if self._played == len(self._entries):
            raise CassetteError(f"{self.path.name} ends before {asked['method']} {asked['target']}; record it again.")
        entry = self._entries[self._played]
        if entry["request"] != asked:
            wanted = entry["request"]
            raise CassetteError(
                f"{self.path.name} has {wanted['method']} {wanted['target']} next, not {asked['method']} "
                f"{asked['target']} with this body; record it again."
            )
        self._played += 1
        answer = entry["response"]
        return Response(answer["status"], answer["headers"], _content(answer["body"]), request)


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
        raise CassetteError(f"{path.name} is no cassette ({error}); delete it to record it again.") from error
