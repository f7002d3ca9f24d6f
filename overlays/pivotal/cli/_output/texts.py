"""JSON, JSON lines, CSV and YAML, row by row: a list of any length needs the memory of one row."""

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from pivotal.cli._output.columns import Record, cell, value_at

# A key that YAML 1.1 and 1.2 read as a string without quotes.
_PLAIN_KEY = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[A-Za-z_][\w.-]*", re.IGNORECASE | re.ASCII)
_BEYOND_JSON = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def json_rows(rows: Iterable[Record]) -> Iterator[str]:
    """Yield a JSON array."""
    start = "["
    for row in rows:
        yield start + "\n  " + _json(row, indent=2).replace("\n", "\n  ")
        start = ","
    yield "[]\n" if start == "[" else "\n]\n"


def json_record(record: Any) -> Iterator[str]:
    """Yield one value as JSON."""
    yield _json(record, indent=2) + "\n"


def json_lines(rows: Iterable[Record]) -> Iterator[str]:
    """Yield each row as a line of JSON."""
    for row in rows:
        yield _json(row) + "\n"


def csv_rows(rows: Iterable[Record], columns: Sequence[str]) -> Iterator[str]:
    """Yield a header and a line for each row."""
    yield _csv_line(columns)
    for row in rows:
        yield _csv_line([cell(value_at(row, column)) for column in columns])


def _csv_line(cells: Sequence[str]) -> str:
    import csv  # few commands print it

    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def yaml_rows(rows: Iterable[Record]) -> Iterator[str]:
    """Yield a YAML sequence: a block for each row, whose values are written as JSON, which YAML contains."""
    empty = True
    for row in rows:
        yield "- " + "  ".join(_yaml_lines(row))
        empty = False
    if empty:
        yield "[]\n"


def yaml_record(record: Any) -> Iterator[str]:
    """Yield one value as YAML."""
    yield from (
        _yaml_lines(cast(Record, record)) if isinstance(record, dict) and record else [_yaml_value(record) + "\n"]
    )


def _yaml_lines(record: Record) -> Iterator[str]:
    if not record:
        yield "{}\n"
    for name, value in record.items():
        key = name if _PLAIN_KEY.fullmatch(name) else _yaml_value(name)
        yield f"{key}: {_yaml_value(value)}\n"


def _yaml_value(value: Any) -> str:
    return _BEYOND_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", _json(value))


def _json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
