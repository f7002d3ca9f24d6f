"""Read every row of a list into a file, which appears once it is complete."""

import os
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from os import PathLike, fspath
from pathlib import Path
from typing import Any, TextIO, cast

import msgspec
from attrs import define, frozen
from pivotal_api.contract import load_description
from pivotal_runtime.base_models import Model
from pivotal_runtime.description import Description, OperationEntry

from pivotal._client import PivotalApi
from pivotal.bulk._databases import Kind, opened
from pivotal.bulk._files import Format, format_of, row_writer
from pivotal.bulk._records import check_client
from pivotal.errors import InvalidArgumentError

_KIND = Kind("the state of an export", 0x70697678, "export.sql")  # "pivx"


@frozen
class ExportReport:
    """What an export wrote.

    Attributes:
        rows: The rows in the file.
        shared_edges: Pages whose last rows share a `created_at`: the API's cursor is that time, so that further rows
            of the same time are missing.
    """

    rows: int
    shared_edges: int


@define
class _State:
    """How far an export is: written after each page, with the bytes of the file up to there."""

    query: str
    cursor: str | None = None
    is_complete: bool = False
    size: int = 0
    rows: int = 0
    shared_edges: int = 0

    def start_anew(self) -> None:
        """Forget every page."""
        self.cursor, self.is_complete, self.size, self.rows, self.shared_edges = None, False, 0, 0, 0


def export(
    client: PivotalApi,
    path: str | PathLike[str],
    *,
    resource: str = "customers",
    format: Format | None = None,
    pacing: bool = True,
    progress: Callable[[int], None] | None = None,
    **filters: Any,
) -> ExportReport:
    """Write every row of a list to a file.

    The file appears once it is complete. An export that is interrupted goes on where it was when it is run again with
    the same arguments; until then its rows are in `PATH.part`.

    Args:
        client: The client.
        path: The file.
        resource: `customers`, `contacts` or `onboardings`.
        format: `csv` or `jsonl`; None goes by the file's name. JSON Lines keep fields that this version doesn't know.
        pacing: Slow down before the rate limit is reached.
        progress: Called with the number of rows after each page.
        filters: The arguments of the list, such as `status="active"`.

    Raises:
        InvalidArgumentError: There is no such list, or an argument is missing.
        CheckpointError: Another process exports to the path, or its state can't be written.
        PivotalError: A page can't be fetched; run it again to go on.

    Example:
        >>> from pivotal import bulk
        >>> bulk.export(client, "customers.jsonl").rows
        1

    Documentation: https://docs.pivotal.app/api/welcome/pagination
    """
    check_client(client)
    entry = list_of(resource)
    chosen = format_of(path, format)
    query = _query(client, entry, chosen, filters)
    part = Path(f"{fspath(path)}.part")
    with _state_of(Path(f"{part}.sqlite"), query) as (state, save), _resumed(part, state) as file:
        write = row_writer(file, chosen, _columns(entry), header=state.size == 0)
        pages = _pages(client.paced() if pacing else client, entry, state.cursor, filters)
        for page in () if state.is_complete else pages:
            rows = [cast(Model, row).to_dict() for row in page.data]
            for row in rows:
                write(row)
            state.rows += len(rows)
            state.shared_edges += page.has_more and _shares_its_edge(rows)
            state.cursor, state.is_complete = page.next_cursor, not page.has_more
            state.size = _synced(file)
            save()
            if progress is not None:
                progress(state.rows)
    part.replace(path)
    Path(f"{part}.sqlite").unlink()
    return ExportReport(state.rows, state.shared_edges)


def list_of(resource: str) -> OperationEntry:
    """Return the operation that lists a resource. Raises InvalidArgumentError if there is none."""
    lists = listable(load_description())
    if resource not in lists:
        raise InvalidArgumentError(f"resource: there is no list of {resource!r}; pass {' or '.join(sorted(lists))}.")
    return lists[resource]


def listable(description: Description) -> dict[str, OperationEntry]:
    """Return the lists that can be exported, by resource."""
    entries = (entry for entry in description.operations if entry.name == "list")
    return {entry.resource: entry for entry in entries if entry.success.page_of is not None}


def _query(client: PivotalApi, entry: OperationEntry, format: Format, filters: Mapping[str, Any]) -> str:
    """Return what must be equal for an export to go on."""
    sorted_filters = {name: str(filters[name]) for name in sorted(filters)}
    return msgspec.json.encode([entry.id, format, client.key_prefix, client.base_url, sorted_filters]).decode()


def _columns(entry: OperationEntry) -> list[str]:
    rows = entry.success.page_of
    return [] if rows is None else [field.name for field in load_description().resolve(rows).fields]


def _pages(client: PivotalApi, entry: OperationEntry, cursor: str | None, filters: Mapping[str, Any]) -> Iterator[Any]:
    path = [parameter.python for parameter in entry.parameters if parameter.location == "path"]
    if missing := [name for name in path if name not in filters]:
        raise InvalidArgumentError(f"{missing[0]} is missing: {entry.resource} are listed by it; pass it too.")
    query = {name: value for name, value in filters.items() if name not in path}
    rows = getattr(getattr(client, entry.resource), entry.name)(
        *(filters[name] for name in path), cursor=cursor, prefetch=True, **query
    )
    return cast(Iterator[Any], rows.pages())


def _shares_its_edge(rows: list[dict[str, Any]]) -> bool:
    return len(rows) > 1 and rows[-1].get("created_at") == rows[-2].get("created_at")


def _synced(file: TextIO) -> int:
    file.flush()
    os.fsync(file.fileno())
    return file.tell()


@contextmanager
def _resumed(part: Path, state: _State) -> Generator[TextIO]:
    part.touch(mode=0o600)
    if part.stat().st_size < state.size:  # the file is gone, or was renamed just before a crash
        state.start_anew()
    os.truncate(part, state.size)
    with part.open("a", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def _state_of(path: Path, query: str) -> Generator[tuple[_State, Callable[[], None]]]:
    with closing(opened(str(path), _KIND)) as db:
        stored = db.execute("SELECT value FROM state WHERE name = 'export'").fetchone()
        state = msgspec.json.decode(stored[0], type=_State) if stored else _State(query)
        if state.query != query:
            state = _State(query)
        yield state, partial(_save, db, state)


def _save(db: sqlite3.Connection, state: _State) -> None:
    db.execute("INSERT OR REPLACE INTO state VALUES ('export', ?)", (msgspec.json.encode(state).decode(),))
