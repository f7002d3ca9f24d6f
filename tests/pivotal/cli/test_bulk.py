"""`pivotal import` and `pivotal export`, over a socket."""

import csv
import json
from pathlib import Path

import pytest
from pivotal import PivotalApi, bulk
from pivotal.sandbox import Sandbox
from pyarrow import parquet

from tests.pivotal.cli.support import Done, run

ROWS = "hubspot_company_id,Company name,plan,Owner\n901,Borealis,growth,Eve\n902,Cirrus,starter,Eve\n"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def imported(file: object, *arguments: object, stdin: str = "") -> Done:
    command = ("import", "customers", file, "--key", "hubspot_company_id", "--map", "Company name=name")
    return run(*command, *arguments, stdin=stdin)


def counts(done: Done) -> list[int]:
    return list(json.loads(done.out).values())


def test_rows_are_created_changed_and_left(sandbox: Sandbox, rows: Path) -> None:
    first = imported(rows)
    assert (first.code, counts(first)) == (0, [2, 0, 0, 0, 0])
    assert first.err == "Columns that no field has were left out: Owner.\n"
    rows.write_text(ROWS.replace("starter", "growth"))
    assert counts(imported(rows)) == [0, 1, 1, 0, 0]
    assert (rows.parent / "pivotal-customers.sqlite").exists()


def test_a_dry_run_writes_nothing(sandbox: Sandbox, rows: Path) -> None:
    assert counts(imported(rows, "--dry-run")) == [2, 0, 0, 0, 0]
    sandbox.requests.assert_not_called("create-customer")
    assert list(rows.parent.glob("*.sqlite")) == []


def test_every_problem_has_a_line_and_nothing_is_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("hubspot_company_id,name,mrr\n901,,x\n,Cirrus,1\n")
    done = imported(path)
    assert done.code == 2
    assert done.err.splitlines() == [
        "line 2, mrr: 'x' must be an integer",
        "line 3, hubspot_company_id: the key is missing",
        "pivotal: Nothing was sent: the rows have 2 problems.",
    ]
    sandbox.requests.assert_not_called("create-customer")


def test_rows_that_fail_can_be_fed_back_in(sandbox: Sandbox, rows: Path) -> None:
    sandbox.faults.add(operation="create-customer", status=400, code="too_small")
    done = imported(rows, "--concurrency", 1)
    failures = rows.parent / "failures.csv"
    assert (done.code, counts(done)) == (1, [1, 0, 0, 0, 1])
    assert f"1 rows failed; they are in {failures}" in done.err
    with failures.open(encoding="utf-8", newline="") as file:
        assert [(row["line"], row["error_code"]) for row in csv.DictReader(file)] == [("2", "too_small")]
    assert counts(imported(failures)) == [1, 0, 0, 0, 0]


def test_standard_input_and_json_lines(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    line = json.dumps({"hubspot_company_id": "901", "Company name": "Borealis"})
    assert counts(imported("-", "--format", "jsonl", stdin=f"{line}\n")) == [1, 0, 0, 0, 0]
    assert list(bulk.read_ids(tmp_path / "pivotal-customers.sqlite")) == ["901"]


def test_resume_needs_a_checkpoint(sandbox: Sandbox, rows: Path) -> None:
    refused = imported(rows, "--resume")
    assert (refused.code, "nothing to resume" in refused.sentence) == (2, True)
    imported(rows)
    assert counts(imported(rows, "--resume")) == [0, 0, 2, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--map", "name"), 2, "pass COLUMN=FIELD"),
        (("--map", "plan=rank"), 2, "'rank', which doesn't exist"),
        (("--format", "jsonl"), 2, "can't be read after line 0"),
        (("--checkpoint", "/nowhere/ids.sqlite"), 2, "can't be opened"),
        (("--parents", "/nowhere/ids.sqlite"), 2, "unable to open database file"),
    ],
)
def test_wrong_usage_is_one_sentence(
    sandbox: Sandbox, rows: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = imported(rows, *arguments)
    assert (done.code, message in done.sentence) == (code, True), done.err


def test_a_refused_key_ends_the_import_with_its_code(sandbox: Sandbox, rows: Path) -> None:
    sandbox.faults.add(operation="create-customer", status=401, times=None)
    done = imported(rows)
    assert (done.code, "Run the job again to go on" in done.sentence) == (4, True)


def test_an_export_is_a_file(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.seed(customers=3)
    path = tmp_path / "customers.jsonl"
    done = run("export", "customers", "--output", path)
    assert (done.code, done.out, done.err) == (0, "", f"3 rows are in {path}.\n")
    assert len(path.read_text().splitlines()) == 3
    assert run("export", "customers", "-o", tmp_path / "a.xlsx").code == 2


def test_an_export_has_a_column_of_unknown_fields_on_request(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.seed(customers=1)
    done = run("export", "customers", "--extra-fields", "-o", tmp_path / "a.parquet")
    assert done.code == 0
    assert parquet.read_table(tmp_path / "a.parquet")["extra_fields"].to_pylist() == ["{}"]


def test_an_export_takes_the_filters_and_the_ids_of_its_list(sandbox: Sandbox, tmp_path: Path) -> None:
    with PivotalApi(sandbox=sandbox) as client:
        aurora = client.customers.create(name="Aurora", status="active")
        client.customers.create(name="Borealis")
        client.contacts.create(aurora, name="Ada", email="ada@aurora.example")
    run("export", "customers", "--status", "active", "-o", tmp_path / "a.jsonl")
    run("export", "contacts", aurora.display_id, "-o", tmp_path / "b.jsonl")
    names = [json.loads((tmp_path / name).read_text())["name"] for name in ("a.jsonl", "b.jsonl")]
    assert names == ["Aurora", "Ada"]


def test_the_help_lists_the_columns_of_the_contract() -> None:
    done = run("import", "onboardings", "--help")
    assert "customer_id, template_id, phase, state" in " ".join(done.out.split())
    assert set(run("import", "--help").out.split()) >= {"customers", "contacts", "onboardings"}
