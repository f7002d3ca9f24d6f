"""Arguments of bulk jobs that nobody means: InvalidArgumentError names the argument, and nothing is sent or written."""

import os
from collections.abc import Callable
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from pivotal import PivotalApi, bulk
from pivotal.bulk import _files, _rows
from pivotal.errors import InvalidArgumentError
from pivotal.sandbox import Sandbox

from tests.support.odd_values import VALUES, refused

ROW = {"crm": "1", "name": "Aurora"}
ERRORS = (InvalidArgumentError, bulk.BulkError)
Call = Callable[[PivotalApi, Any], Any]


def upsert(client: PivotalApi, rows: Any = (ROW,), **options: Any) -> Any:
    return bulk.upsert(client, rows, **{"key": "crm", "checkpoint": "ids.sqlite", "pacing": False, **options})


def export(client: PivotalApi, path: Any = "new.csv", **options: Any) -> Any:
    return bulk.export(client, path, pacing=False, **options)


def failure(**changes: Any) -> bulk.RowFailure:
    fields: dict[str, Any] = {"line": 1, "key": "1", "code": "c", "message": "m", "cells": {}}
    return bulk.RowFailure(**{**fields, **changes})


OPTIONS = ("key", "checkpoint", "resource", "parents", "on_taken", "lookup", "invalid_rows", "dry_run", "concurrency")
PLACES: dict[str, Call] = {
    "client": lambda _, value: upsert(value),
    "rows": lambda client, value: upsert(client, value),
    "row": lambda client, value: upsert(client, [value]),
    "mrr": lambda client, value: upsert(client, [{**ROW, "mrr": value}]),
    "crm": lambda client, value: upsert(client, [{**ROW, "crm": value}]),
    **{name: lambda client, value, name=name: upsert(client, **{name: value}) for name in OPTIONS},
    "mapping": lambda client, value: upsert(client, mapping=value),
    "mapping: 'crm'": lambda client, value: upsert(client, mapping={"crm": value}),
    "progress": lambda client, value: upsert(client, progress=value),
    "null_marker": lambda client, value: upsert(client, null_marker=value),
    "client of an export": lambda _, value: export(value),
    "path": export,
    "resource of an export": lambda client, value: export(client, resource=value),
    "format": lambda client, value: export(client, format=value),
    "extra_fields": lambda client, value: export(client, extra_fields=value),
    "progress of an export": lambda client, value: export(client, progress=value),
    "filters": lambda client, value: export(client, nothing=value),
    "filters: there is no 'cursor'": lambda client, value: export(client, cursor=value),
    "status": lambda client, value: export(client, status=value),
    "path of ids": lambda _, value: bulk.read_ids(value),
    "path of rows": lambda _, value: list(bulk.read_rows(value)),
    "format of rows": lambda _, value: bulk.read_rows("rows.csv", value),
    "path of failures": lambda _, value: bulk.write_failures(value, []),
    "failures": lambda _, value: bulk.write_failures("new.csv", value),
    "failures, one": lambda _, value: bulk.write_failures("new.csv", [value]),
    "failures, cells": lambda _, value: bulk.write_failures("new.csv", [failure(cells=value)]),
    "format of failures": lambda _, value: bulk.write_failures("new.csv", [], value),
}
LATE = ("mrr", "crm", "status")  # compared with what the files of the job know
ACCEPTED = {
    ("crm", "an object"),
    ("crm", "huge enum"),
    ("crm", "an exception"),
    ("crm", "a function"),
    ("crm", "a complex number"),
    ("crm", "NaN"),
    ("crm", "a signaling NaN"),
    ("crm", "before the first day"),
    ("progress", "a function"),
    ("progress of an export", "a function"),
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_it_is_refused(
    place: str, name: str, client: PivotalApi, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (place, name) in ACCEPTED:
        return
    monkeypatch.chdir(tmp_path)
    message = refused(lambda: PLACES[place](client, VALUES[name]), *ERRORS)
    assert place.partition(" of ")[0].partition(",")[0] in message
    assert len(sandbox.requests) == 0
    assert place in LATE or list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["", "a\0b", "\ud800", "folder", "fifo", "x" * 5_000, "nowhere/new.csv"])
@pytest.mark.parametrize("place", ["path", "path of failures"])
def test_a_path_that_cannot_be_a_file_is_refused(
    path: str, place: str, client: PivotalApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    os.mkfifo("fifo")
    calls: dict[str, Call] = {
        "path": lambda client, value: export(client, value, format="csv"),
        "path of failures": lambda _, value: bulk.write_failures(value, [], "csv"),
    }
    refused(partial(calls[place], client, path), *ERRORS)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["fifo", "folder"]


@pytest.mark.parametrize("format", ["csv", "jsonl"])
@pytest.mark.parametrize("name", VALUES)
def test_a_report_of_failures_is_written_whatever_is_in_it(name: str, format: str, tmp_path: Path) -> None:
    path = tmp_path / f"failures.{format}"
    value = VALUES[name]
    bulk.write_failures(path, [failure(cells={"name": value, "é": "é"}, line=value, message="a\ud800")])
    (row,) = bulk.read_rows(path)
    assert row.cells["é"] == "é" and row.cells["error_message"] == "a?"


def test_rows_without_end_are_refused(client: PivotalApi, checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_rows, "MOST_ROWS", 100)
    message = refused(lambda: upsert(client, repeat(ROW), checkpoint=checkpoint), InvalidArgumentError)
    assert message == "rows: there are more than 100; write them in several jobs."


@pytest.mark.parametrize("name", ["rows.csv", "rows.jsonl"])
def test_a_line_without_end_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_files, "_LONGEST_LINE", 1_000)
    (tmp_path / name).write_text("x" * 1_001, encoding="utf-8")
    message = refused(lambda: list(bulk.read_rows(tmp_path / name)), bulk.BulkError)
    assert "a line has more than 1,000 characters" in message


def test_a_header_that_is_not_a_string_is_refused(client: PivotalApi, checkpoint: Path) -> None:
    for header in (5, None, b"name", "\ud800"):
        message = refused(partial(upsert, client, [{**ROW, header: 1}], checkpoint=checkpoint), InvalidArgumentError)
        assert message.startswith("rows: row 1 has a column ")


def test_json_in_a_cell_that_is_nested_too_deeply_is_a_problem_of_its_row(client: PivotalApi, checkpoint: Path) -> None:
    rows = [{**ROW, "metadata": "[" * 100_000}]
    message = refused(partial(upsert, client, rows, checkpoint=checkpoint), bulk.InvalidRowsError)
    assert "line 1, metadata: " in message
