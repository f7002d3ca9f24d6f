"""Results as a table, JSON, JSON lines, CSV and YAML."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pivotal.cli._output import texts
from pivotal.cli._output.tables import table_rows
from pivotal.sandbox import Sandbox

from tests.pivotal.cli.support import run, run_process, start, terminal
from tests.support.samples import KEY, customer, page
from tests.support.scripted import ScriptedServer, reply

ODD = ["no", "1", "ä: b # c", "two\nlines", '"', "\x1b[2J", "\x85\u2028\u202e", "", " x ", "- a", "😀", "null"]


@pytest.fixture
def customers(sandbox: Sandbox) -> list[dict[str, Any]]:
    for number in range(3):
        run("customers", "create", "--name", f"Customer {number}", "--mrr", number)
    rows: list[dict[str, Any]] = run("customers", "list").data
    assert [row["mrr"] for row in rows] == [2, 1, 0]
    return rows


def test_one_list_in_every_format(customers: list[dict[str, Any]]) -> None:
    lines = run("customers", "list", "-o", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == customers
    assert yaml.safe_load(run("customers", "list", "-o", "yaml").out) == customers
    rows = list(csv.DictReader(io.StringIO(run("customers", "list", "-o", "csv").out)))
    assert [list(row) for row in rows] == [list(row) for row in customers]
    assert [row["name"] for row in rows] == [row["name"] for row in customers]
    assert rows[0]["plan"] == "" and rows[0]["mrr"] == "2"
    table = run("customers", "list", "-o", "table").out.splitlines()
    assert table[0].split()[:2] == ["display_id", "name"]
    assert [line.split()[0] for line in table[1:]] == [str(row["display_id"]) for row in customers]


def test_one_record_in_every_format(customers: list[dict[str, Any]]) -> None:
    get = ("customers", "get", customers[0]["id"], "-o")
    assert run(*get, "json").data == run(*get, "jsonl").data == customers[0]
    assert yaml.safe_load(run(*get, "yaml").out) == customers[0]
    assert len(list(csv.DictReader(io.StringIO(run(*get, "csv").out)))) == 1
    assert run(*get, "table").out.splitlines()[4].split() == ["name", "Customer", "2"]
    assert "api_key.prefix" in run("me", "-o", "table").out


def test_chosen_columns(customers: list[dict[str, Any]]) -> None:
    chosen = ("--columns", "name,mrr", "--max-items", 1, "-o")
    assert run("customers", "list", *chosen, "json").data == [{"name": "Customer 2", "mrr": 2}]
    assert run("customers", "list", *chosen, "csv").out == "name,mrr\nCustomer 2,2\n"
    assert run("customers", "list", *chosen, "table").out == "name        mrr\nCustomer 2  2\n"
    assert run("me", "--columns", "organization.name").data == {"organization.name": "Sandbox"}
    assert set(run("me", "--columns", "organization").data["organization"]) == {"id", "slug", "name"}


def test_an_empty_list(sandbox: Sandbox) -> None:
    assert run("customers", "list").out == "[]\n"
    assert run("customers", "list", "-o", "yaml").out == "[]\n"
    assert run("customers", "list", "-o", "jsonl").out == ""
    assert run("customers", "list", "-o", "csv").out.count("\n") == 1
    assert run("customers", "list", "-o", "table").out.count("\n") == 1


def test_a_list_is_walked_to_its_end_and_no_further_than_asked(sandbox: Sandbox) -> None:
    sandbox.seed(customers=25)
    assert len(run("customers", "list", "--page-size", 10).data) == 25
    sandbox.requests.clear()
    assert len(run("customers", "list", "--page-size", 10, "--max-items", 10).data) == 10
    assert len(sandbox.requests.matching("list-customers")) == 1


@pytest.mark.parametrize("text", ODD)
def test_odd_strings_come_back_from_every_format(text: str) -> None:
    record = {"name": text, text: {"list": [text, 1.5, None, True]}, "y": text}
    assert json.loads("".join(texts.json_record(record))) == record
    assert json.loads("".join(texts.json_rows([record, record]))) == [record, record]
    assert yaml.safe_load("".join(texts.yaml_record(record))) == record
    assert yaml.safe_load("".join(texts.yaml_rows([record, {}]))) == [record, {}]
    columns = ["name", "y"]
    content = "".join(texts.csv_rows([record], columns))
    assert list(csv.DictReader(io.StringIO(content, newline=""))) == [{"name": text, "y": text}]


def test_unknown_fields_are_printed_and_text_cannot_control_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    row = customer(1, name="\x1b[2J\x9bevil\u202e", extra="new")
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    with ScriptedServer(reply(200, {**page([]), "data": [row]})) as server:
        monkeypatch.setenv("PIVOTAL_BASE_URL", server.url)
        (listed,) = run("customers", "list").data
        assert (listed["name"], listed["extra"]) == (row["name"], "new")
        for format in ("table", "json", "csv"):
            with terminal("customers", "list", "-o", format, columns=300) as screen:
                assert screen.finish() == 0
            assert "evil" in screen.shown
            assert not any(control in screen.shown for control in ("\x1b[2J", "\x9b", "\u202e"))


def test_a_terminal_gets_a_table_that_fits_it(customers: list[dict[str, Any]]) -> None:
    with terminal("customers", "list", columns=60) as screen:
        assert screen.finish() == 0
    lines = screen.shown.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
    assert len(lines) == 4 and max(map(len, lines)) <= 60
    assert lines[0].split()[:2] == ["display_id", "name"]  # what doesn't fit is left out, not cut
    with terminal("customers", "list", environment={"NO_COLOR": "1"}) as screen:
        assert screen.finish() == 0
    assert "Customer 2" in screen.shown


@pytest.mark.parametrize("width", range(3, 60))
def test_a_table_shortens_text_visibly_and_keeps_numbers(width: int) -> None:
    row = {"display_id": 500000, "name": "a name that is rather long", "mrr": 1234567}
    (shown,) = table_rows([row], list(row), width, may_drop=True)
    header, line = (re.sub(r"\x1b\[\d*m", "", each) for each in shown.splitlines())
    assert len(line) <= max(width, 10)
    values = line.split()
    if width >= 12:
        assert values[0] == "500000" and header.startswith("display_id")
    if "mrr" in header:
        assert values[-1] == "1234567"
    assert ("…" in line) == (row["name"] not in line and "name" in header) or width < 12


@pytest.mark.parametrize("format", ["json", "table"])
def test_a_closed_pipe_ends_the_command_quietly(sandbox: Sandbox, format: str) -> None:
    sandbox.seed(customers=250)  # more than a pipe holds
    with start("customers", "list", "--page-size", 5, "-o", format) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux")
def test_a_full_disk_is_a_sentence(sandbox: Sandbox) -> None:
    with Path("/dev/full").open("w") as full:
        done = run_process("me", stdout=full)
    assert done.code == 1
    assert done.err == "pivotal: [Errno 28] No space left on device\n"
