"""Record and replay: a file of real responses, without secrets, that are replayed in their order."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Annotated, Generic, TypeVar

import msgspec
from pivotal_runtime.base_models import NOT_JSON
from pivotal_runtime.errors import shown
from pivotal_runtime.http_messages import Request, Response
from pivotal_runtime.option_checks import kind_of

from pivotal._arguments import flag_of, function_of, path_of
from pivotal._senders import AsyncSender, Sender, pause
from pivotal.errors import InvalidArgumentError, PivotalError
from pivotal.testing._scrubbing import scrubbed

_MOST_BYTES = 64 * 1024 * 1024
_RECORDED_HEADERS = frozenset({"content-type", "deprecation", "retry-after"})
SenderT = TypeVar("SenderT", Sender, AsyncSender)


class _Binary(msgspec.Struct):
    """A body that is not text."""

    base64: bytes


_Body = str | _Binary | None


class _Asked(msgspec.Struct):
    """What a request must match."""

    method: str
    target: str
    body: _Body


class _Answered(msgspec.Struct):
    """What is kept of a response."""

    status: Annotated[int, msgspec.Meta(ge=100, le=599)]
    headers: dict[str, str]
    body: _Body


class _Entry(msgspec.Struct, eq=False):
    """A request and its response."""

    request: _Asked
    response: _Answered


_PENDING = _Answered(0, {}, None)  # of a request that is being recorded


class CassetteError(PivotalError):
    """A request has no recorded response, or a file is missing or not a cassette."""


class _Tape(Generic[SenderT]):
    """What sync and async cassettes have in common: all but sending."""

    def __init__(
        self,
        path: str | PathLike[str],
        sender: SenderT,
        *,
        record: bool | None = None,
        scrub: Callable[[str], str] = str,
    ) -> None:
        path = Path(path_of("path", path))
        if record is not None:
            flag_of("record", record)
        if not callable(getattr(sender, "send", None)):
            raise InvalidArgumentError(f"sender: got {kind_of(sender)}; pass what a client sends with.")
        self.path = path
        self.recording = not _exists(path) if record is None else record
        self._sender: SenderT = sender
        self._scrub = scrub if scrub is str else function_of("scrub", scrub)
        self._entries: list[_Entry] = [] if self.recording else _read(path)
        self._played = 0

    @property
    def base_url(self) -> str:
        """The base URL of requests."""
        return self._sender.base_url

    def pause(self, seconds: float) -> bool:
        """Let a replayed wait, such as a recorded Retry-After, take no time; return False if it must be waited for."""
        return not self.recording or pause(self._sender, seconds)

    def save(self) -> None:
        """Write the recording, if there is one. Without this call, nothing is kept.

        Raises:
            CassetteError: It is larger than 64 MiB.
        """
        if self.recording and self._entries:
            content = msgspec.json.format(msgspec.json.encode(self._entries)) + b"\n"
            _check_size(self.path, len(content), "record less")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}")
            temporary.write_bytes(content)
            temporary.replace(self.path)

    @contextmanager
    def _recorded(self, request: Request) -> Generator[Callable[[Response], Response]]:
        """Record a request where it starts, so that concurrent ones are replayed in this order too."""
        entry = _Entry(self._asked(request), _PENDING)
        self._entries.append(entry)

        def add(response: Response) -> Response:
            headers = response.headers.items()
            kept = {name: scrubbed(value) for name, value in headers if name in _RECORDED_HEADERS}
            entry.response = _Answered(response.status, kept, self._body(response.content))
            return response

        try:
            yield add
        finally:
            if entry.response is _PENDING:
                self._entries.remove(entry)

    def _asked(self, request: Request) -> _Asked:
        target = scrubbed(request.url.removeprefix(self.base_url))
        return _Asked(request.method, self._scrub(target), self._body(request.content))

    def _body(self, content: bytes | None) -> _Body:
        if content is None:
            return None
        try:
            return self._scrub(scrubbed(content.decode()))
        except UnicodeDecodeError:
            return _Binary(scrubbed(content.decode("latin-1")).encode("latin-1"))

    def _replay(self, request: Request) -> Response:
        actual = self._asked(request)
        if self._played == len(self._entries):
            raise CassetteError(f"{self.path.name} ends before {actual.method} {actual.target}; record it again.")
        entry = self._entries[self._played]
        if entry.request != actual:
            expected = entry.request
            raise CassetteError(
                f"{self.path.name} has {expected.method} {expected.target} next, not {actual.method} "
                f"{actual.target} with this body; record it again."
            )
        self._played += 1
        recorded = entry.response
        return Response(recorded.status, recorded.headers, _content(recorded.body), request)


class Cassette(_Tape[Sender]):
    """A sender between a client and its transport that records responses, or replays recorded ones.

    A recording contains no API keys. Whatever looks like a key or a webhook secret is masked in URLs, headers and
    bodies, also escaped or in base64; few headers are recorded. Requests must match in their order by method, path
    with query, and body.

    Args:
        path: The file.
        sender: Sends the requests while recording.
        record: Whether to record; None replays the file if it exists, and records otherwise.
        scrub: Changes each URL and body before it is recorded, to remove private data besides secrets.

    Raises:
        CassetteError: The file is not a cassette.
        InvalidArgumentError: An argument can't be used.
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


def _content(body: _Body) -> bytes:
    return body.base64 if isinstance(body, _Binary) else (body or "").encode()


def _check_size(path: Path, size: int, advice: str) -> None:
    if size > _MOST_BYTES:
        raise CassetteError(f"{path.name} has {size:,} bytes; a cassette has at most {_MOST_BYTES:,}: {advice}.")


def _exists(path: Path) -> bool:
    """Return whether there is a cassette. Raises CassetteError for a folder, or a pipe that would be waited for."""
    try:
        exists, is_file = path.exists(), path.is_file()
    except OSError as error:
        raise CassetteError(f"{shown(str(path))} can't be a cassette ({error.strerror}); pass another path.") from error
    if exists and not is_file:
        raise CassetteError(f"{path.name} is not a cassette but a folder or a device; pass another path.")
    return exists


def _read(path: Path) -> list[_Entry]:
    _exists(path)
    try:
        _check_size(path, path.stat().st_size, "delete it to record it again")
        return msgspec.json.decode(path.read_bytes(), type=list[_Entry])
    except (OSError, *NOT_JSON) as error:
        raise CassetteError(f"{path.name} is not a cassette ({error}); delete it to record it again.") from error


def cassette_path(folder: Path, name: object) -> Path:
    """Return the file of a cassette in a folder. Raises CassetteError for a name that leads elsewhere."""
    if not isinstance(name, str):
        raise CassetteError(f"{shown(name)} can't be the name of a cassette; pass a string.")
    try:
        path = (folder / f"{name}.json").resolve()
        is_inside = path.is_relative_to(folder.resolve()) and path.name != ".json"
        is_inside = is_inside and (path.is_file() or not path.exists())
    except (OSError, ValueError):  # a loop of links, a null character, a name that is too long
        is_inside = False
    if not is_inside:
        raise CassetteError(f"{shown(name)} can't be the name of a cassette; pass one of a file in {folder}.")
    return folder / f"{name}.json"
