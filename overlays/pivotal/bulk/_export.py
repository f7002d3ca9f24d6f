"""Read every row of a list into a file, which appears once it is complete."""

import inspect
import os
import sqlite3
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, TextIO, cast

import msgspec
from attrs import define, frozen
from pivotal_runtime.base_models import Model
from pivotal_runtime.columns import EXTRA_FIELDS
from pivotal_runtime.description import OperationEntry
from pivotal_runtime.errors import shown
from pivotal_runtime.json_errors import NOT_JSON

from pivotal._arguments import flag_of, function_of, text_of
from pivotal._client import PivotalApi
from pivotal._lists import arguments_above, lists, row_model, row_schema
from pivotal.bulk._databases import Kind, explained, opened
from pivotal.bulk._errors import CheckpointError
from pivotal.bulk._files import ExportFormat, export_format_of, new_file_of, row_writer, writing
from pivotal.bulk._records import check_client
from pivotal.bulk._tables import TableWriter, duckdb_writer, parquet_writer
from pivotal.errors import InvalidArgumentError

_KIND = Kind("the state of an export", 0x70697678, "export.sql")  # "pivx"
_OWN = {"cursor", "prefetch"}  # arguments of a list that an export sets itself
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


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
    size: _Count = 0
    rows: _Count = 0
    shared_edges: _Count = 0

    def start_anew(self) -> None:
        """Forget every page."""
        self.cursor, self.is_complete, self.size, self.rows, self.shared_edges = None, False, 0, 0, 0


def export(
    client: PivotalApi,
    path: str | PathLike[str],
    *,
    resource: str = "customers",
    format: ExportFormat | None = None,
    extra_fields: bool = False,
    pacing: bool = True,
    progress: Callable[[int], None] | None = None,
    **filters: Any,
) -> ExportReport:
    """Write every row of a list to a file.

    The file appears once it is complete. An export that is interrupted goes on where it was when it is run again with
    the same arguments; until then its rows are in `PATH.part`.

    Parquet (with `pivotal[arrow]`) and DuckDB (with `pivotal[duckdb]`) have the contract's columns, with the types of
    `Page.to_arrow`. An export to a DuckDB database replaces the table of the resource, such as `customers`, and keeps
    the other tables; nobody else may have it open.

    Args:
        client: The client.
        path: The file.
        resource: `customers`, `contacts` or `onboardings`.
        format: `csv`, `jsonl`, `parquet` or `duckdb`; None goes by the file's name.
        extra_fields: Add a column `extra_fields` with the fields that this version doesn't know, as a JSON object. JSON
            Lines have them in any case, beside the others.
        pacing: Slow down before the rate limit is reached.
        progress: Called with the number of rows after each page.
        filters: The arguments of the list, such as `status="active"`.

    Raises:
        InvalidArgumentError: There is no such list, or an argument is missing.
        ImportError: The format needs an extra that is not installed.
        CheckpointError: Another process exports to the path, or its state can't be written.
        BulkError: The file can't be written, or is a database that can't be opened.
        PivotalError: A page can't be fetched; run it again to go on.

    Example:
        >>> from pivotal import bulk
        >>> bulk.export(client, "customers.jsonl").rows
        1
        >>> bulk.export(client, "pivotal.duckdb", resource="onboardings").rows
        1

    Documentation: https://docs.pivotal.app/api/welcome/pagination
    """
    check_client(client)
    entry = list_of(resource)
    file_name = new_file_of(path)
    chosen = export_format_of(file_name, format)
    _check_rest(progress, extra_fields=extra_fields, pacing=pacing)
    _check_filters(client, entry, filters)
    query = _query(client, entry, chosen, {**filters, EXTRA_FIELDS: extra_fields})
    columns = [*(field.name for field in row_schema(entry).fields), *([EXTRA_FIELDS] if extra_fields else [])]
    write_file = _file_writer(chosen, entry, Path(file_name), extra_fields=extra_fields)
    part = Path(f"{file_name}.part")
    with _state_of(Path(f"{part}.sqlite"), query) as (state, save):
        with _resumed(part, state) as file:
            write = row_writer(file, "csv" if chosen == "csv" else "jsonl", columns, header=state.size == 0)
            record = _with_extra_fields if chosen == "csv" and extra_fields else Model.to_dict
            pages = _pages(client.paced() if pacing else client, entry, state.cursor, filters)
            for page in () if state.is_complete else pages:
                rows = [record(row) for row in page.data]
                for row in rows:
                    write(row)
                state.rows += len(rows)
                state.shared_edges += page.has_more and _shares_its_edge(rows)
                state.cursor, state.is_complete = page.next_cursor, not page.has_more
                state.size = _synced(file)
                save()
                if progress is not None:
                    progress(state.rows)
        with writing(file_name):
            write_file(part, Path(file_name))
    Path(f"{part}.sqlite").unlink()
    part.unlink(missing_ok=True)
    return ExportReport(state.rows, state.shared_edges)


def _check_rest(progress: object, **flags: object) -> None:
    for name, flag in flags.items():
        flag_of(name, flag)
    if progress is not None:
        function_of("progress", progress)


def _check_filters(client: PivotalApi, entry: OperationEntry, filters: Mapping[str, Any]) -> None:
    known = inspect.signature(getattr(getattr(client, entry.resource), entry.name)).parameters.keys() - _OWN
    for name in filters:
        if name not in known:
            raise InvalidArgumentError(f"filters: there is no {shown(name)}; pass {', '.join(sorted(known))}.")


def list_of(resource: object) -> OperationEntry:
    """Return the operation that lists a resource. Raises InvalidArgumentError if there is none."""
    known = lists()
    if not isinstance(resource, str) or resource not in known:
        choice = " or ".join(sorted(known))
        raise InvalidArgumentError(f"resource: there is no list of {shown(resource)}; pass {choice}.")
    return known[resource]


def _with_extra_fields(row: Model) -> dict[str, Any]:
    return {**row.to_dict(), EXTRA_FIELDS: row.extra_fields}


def _file_writer(format: ExportFormat, entry: OperationEntry, path: Path, *, extra_fields: bool) -> TableWriter:
    """Return what makes the file of its part. Raises before anything is fetched if that is impossible."""
    if format in ("csv", "jsonl"):
        return Path.replace
    row = row_model(entry)
    if format == "parquet":
        return parquet_writer(row, extra_fields=extra_fields)
    return duckdb_writer(row, entry.resource, path, extra_fields=extra_fields)


def _query(client: PivotalApi, entry: OperationEntry, format: ExportFormat, filters: Mapping[str, Any]) -> str:
    """Return what must be equal for an export to go on."""
    sorted_filters = {name: _filter_text(name, filters[name]) for name in sorted(filters)}
    return msgspec.json.encode([entry.id, format, client.key_prefix, client.base_url, sorted_filters]).decode()


def _filter_text(name: str, value: object) -> str:
    try:
        text = str(value)
    except (ValueError, RecursionError) as error:  # an int of thousands of digits, a list that is too deep
        raise InvalidArgumentError(f"{name}: {shown(value)} can't be sent; pass another.") from error
    return text_of(name, text)


def _pages(client: PivotalApi, entry: OperationEntry, cursor: str | None, filters: Mapping[str, Any]) -> Iterator[Any]:
    path = arguments_above(entry)
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
        state = _stored(path, db)
        if state is None or state.query != query:
            state = _State(query)
        yield state, partial(_save, path, db, state)


def _stored(path: Path, db: sqlite3.Connection) -> _State | None:
    with explained(str(path), _KIND):
        stored = db.execute("SELECT value FROM state WHERE name = 'export'").fetchone()
        try:
            return None if stored is None else msgspec.json.decode(stored[0], type=_State)
        except (*NOT_JSON, TypeError) as error:
            raise CheckpointError(f"{path} is damaged ({error}); delete it to start anew.") from error


def _save(path: Path, db: sqlite3.Connection, state: _State) -> None:
    with explained(str(path), _KIND):
        db.execute("INSERT OR REPLACE INTO state VALUES ('export', ?)", (msgspec.json.encode(state).decode(),))
