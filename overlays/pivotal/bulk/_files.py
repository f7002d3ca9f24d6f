"""Files of rows: CSV with a header, or JSON Lines."""

import csv
import io
import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TextIO, cast, get_args

import msgspec
from pivotal_runtime.errors import shown
from pivotal_runtime.json_errors import NOT_JSON
from pivotal_runtime.option_checks import check_fields, kind_of

from pivotal._arguments import choice_of, path_of
from pivotal.bulk._errors import BulkError
from pivotal.bulk._report import RowFailure
from pivotal.bulk._rows import NumberedRow
from pivotal.errors import InvalidArgumentError

Format = Literal["csv", "jsonl"]
ExportFormat = Literal["csv", "jsonl", "parquet", "duckdb"]
_LONGEST_LINE = 16 * 1024 * 1024
_NO_JSON = (TypeError, ValueError, ArithmeticError, RecursionError)
_ADDED = ("line", "error_code", "error_message")


def read_rows(path: str | PathLike[str], format: Format | None = None) -> Iterator[NumberedRow]:
    """Read rows for `upsert` from a file.

    Args:
        path: The file; `-` is standard input.
        format: `csv` (UTF-8, with a header; commas, semicolons or tabs) or `jsonl`; None goes by the file's name.

    Raises:
        BulkError: The file can't be read as rows; the message has the line.
        InvalidArgumentError: The format is not known.

    Example:
        >>> from pathlib import Path
        >>> from pivotal import bulk
        >>> _ = Path("rows.csv").write_text("hubspot_company_id,name\\n901,Borealis\\n")
        >>> [row.cells["name"] for row in bulk.read_rows("rows.csv")]
        ['Borealis']
    """
    file = path_of("path", path)
    read = _csv_rows if format_of(file, format) == "csv" else _json_rows
    return _reading("standard input" if file == "-" else file, file, read)


def format_of(path: str, format: str | None = None) -> Format:
    """Return the format of a file, by its name if none is given. Raises InvalidArgumentError for another one."""
    return cast(Format, _named(path, format, get_args(Format)))


def export_format_of(path: str, format: str | None = None) -> ExportFormat:
    """Return the format of an export's file. Raises InvalidArgumentError for another one."""
    return cast(ExportFormat, _named(path, format, get_args(ExportFormat)))


def _named(path: str, format: object, known: Sequence[str]) -> str:
    if format is not None:
        return choice_of("format", format, known)
    chosen = Path(path).suffix.removeprefix(".").lower().replace("ndjson", "jsonl")
    if chosen not in known:
        choice = f"{', '.join(known[:-1])} or {known[-1]}"
        raise InvalidArgumentError(f"format: {shown(path)} is {chosen or 'of no format'!r}; pass {choice}.")
    return chosen


def _reading(name: str, path: str, read: Any) -> Iterator[NumberedRow]:
    number = 0
    try:
        with _opened(path) as file:
            for row in read(file):
                number = row.line
                yield row
    except UnicodeDecodeError as error:
        raise BulkError(f"{name} is not UTF-8, after line {number}; export it as UTF-8.") from error
    except (csv.Error, *NOT_JSON, OSError) as error:
        raise BulkError(f"{name} can't be read after line {number}: {error}.") from error


@contextmanager
def _opened(path: str) -> Generator[TextIO]:
    if path == "-":
        text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
        yield text
        text.detach()  # else standard input is closed with it
        return
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        yield file


def _lines(file: TextIO) -> Iterator[str]:
    """Yield the lines; a file of one endless line is refused before it fills the memory."""
    while line := file.readline(_LONGEST_LINE + 1):
        if len(line) > _LONGEST_LINE:
            raise csv.Error(f"a line has more than {_LONGEST_LINE:,} characters")
        yield line


def _csv_rows(file: TextIO) -> Iterator[NumberedRow]:
    lines = _lines(file)
    first = next(lines, "")
    delimiter = max(",;\t", key=first.count)
    header = next(csv.reader([first or "\n"], delimiter=delimiter, strict=True))
    if repeated := {name for name in header if header.count(name) > 1}:
        raise csv.Error(f"the header has {', '.join(sorted(repeated))} twice")
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 2
    for cells in rows:
        if cells and len(cells) != len(header):
            raise csv.Error(f"line {start} has {len(cells)} cells, and the header {len(header)}")
        if cells:
            yield NumberedRow(start, dict(zip(header, cells, strict=True)))
        start = rows.line_num + 2


def _json_rows(file: TextIO) -> Iterator[NumberedRow]:
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        row = msgspec.json.decode(line)
        if not isinstance(row, dict):
            raise msgspec.DecodeError(f"line {number} is not an object")
        yield NumberedRow(number, cast(dict[str, Any], row))


def write_failures(path: str | PathLike[str], failures: Sequence[RowFailure], format: Format | None = None) -> None:
    """Write rows that failed as a file that `read_rows` takes again: their columns, the line, and the error.

    Args:
        path: The file; it is replaced in one step.
        failures: The failures of a report.
        format: `csv` or `jsonl`; None goes by the file's name.

    Raises:
        InvalidArgumentError: An argument can't be used.
        BulkError: The file can't be written.

    Example:
        >>> from pivotal import bulk
        >>> bulk.write_failures("failures.csv", [])
    """
    file_name = new_file_of(path)
    chosen = format_of(file_name, format)
    rows = list(map(_row_of, _checked_failures(failures)))
    names = dict.fromkeys(name for row in rows for name in row if name not in _ADDED)
    with writing(file_name), replacing(file_name) as file:
        write = row_writer(file, chosen, [*names, *_ADDED])
        for row in rows:
            write(row)


def _checked_failures(failures: object) -> Sequence[RowFailure]:
    if not isinstance(failures, list | tuple):
        raise InvalidArgumentError(f"failures: got {kind_of(failures)}; pass the failures of a report.")
    for failure in cast(Sequence[object], failures):
        if not isinstance(failure, RowFailure):
            raise InvalidArgumentError(f"failures: got {kind_of(failure)} in the list; pass those of a report.")
    return cast(Sequence[RowFailure], failures)


def _row_of(failure: RowFailure) -> Mapping[str, Any]:
    check_fields("failures", failure.cells)
    added = (failure.line, failure.code, failure.message)
    return {**failure.cells, **dict(zip(_ADDED, added, strict=True))}


def row_writer(
    file: TextIO, format: Format, names: Sequence[str], *, header: bool = True
) -> Callable[[Mapping[str, Any]], None]:
    """Return a function that writes a row to a file.

    Args:
        file: The file.
        format: Its format.
        names: The columns of a CSV file; JSON Lines have whatever a row has.
        header: Whether to write the header first.
    """
    if format == "jsonl":
        return lambda row: _write_json(file, row)
    writer = csv.writer(file)
    if header:
        writer.writerow(names)
    return lambda row: _write_cells(writer, names, row)


def _write_json(file: TextIO, row: Mapping[str, Any]) -> None:
    try:
        file.write(msgspec.json.encode(row).decode() + "\n")
    except _NO_JSON:
        cells = (f"{_json(name)}:{_json(value)}" for name, value in row.items())
        file.write(f"{{{','.join(cells)}}}\n")


def _write_cells(writer: Any, names: Sequence[str], row: Mapping[str, Any]) -> None:
    writer.writerow([_cell(row.get(name)) for name in names])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return _encodable(value) if isinstance(value, str) else _json(value)


def _json(value: Any) -> str:
    """Return a value as JSON; what JSON doesn't have as a string, for a report must not fail."""
    try:
        return msgspec.json.encode(value).decode()
    except _NO_JSON:
        text = _encodable(value) if isinstance(value, str) else shown(value)
        return msgspec.json.encode(text).decode()


def _encodable(text: str) -> str:
    """Return a string with a question mark for half a surrogate pair."""
    return text.encode(errors="replace").decode()


def new_file_of(path: object) -> str:
    """Return the path of a file to write. Raises InvalidArgumentError for a folder, and for a device: it would go."""
    name = path_of("path", path)
    with writing(name):
        is_replaceable = Path(name).is_file() or not Path(name).exists()
    if not is_replaceable:
        raise InvalidArgumentError(f"path: {shown(name)} is a folder or a device; pass the path of a file.")
    return name


@contextmanager
def writing(path: str) -> Generator[None]:
    """Raise what the system reports of a file as BulkError."""
    try:
        yield
    except OSError as error:
        raise BulkError(f"{path} can't be written: {error.strerror or error}; check the path and the disk.") from error


@contextmanager
def replacing(path: str) -> Generator[TextIO]:
    """Open a temporary file beside the path, which becomes the path once everything is written."""
    temporary = Path(f"{path}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
