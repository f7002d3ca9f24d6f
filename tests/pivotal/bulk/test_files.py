"""Files of rows: CSV and JSON Lines, read and written."""

import io
from pathlib import Path

import pytest
from pivotal import bulk
from pivotal.errors import InvalidArgumentError


def read(path: Path) -> list[tuple[int, dict[str, object]]]:
    return [(row.line, dict(row.cells)) for row in bulk.read_rows(path)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_any_separator_and_a_byte_order_mark(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"\ufeffid{separator}name\r\n1{separator}Aurora\r\n", encoding="utf-8", newline="")
    assert read(path) == [(2, {"id": "1", "name": "Aurora"})]


def test_a_row_is_named_by_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('id,notes\n1,"two\nlines"\n\n2,one\n', encoding="utf-8")
    assert read(path) == [(2, {"id": "1", "notes": "two\nlines"}), (5, {"id": "2", "notes": "one"})]


def test_json_lines_keep_types(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1, "mrr": null}\n\n{"id": 2, "labels": ["a"]}\n', encoding="utf-8")
    assert read(path) == [(1, {"id": 1, "mrr": None}), (3, {"id": 2, "labels": ["a"]})]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"id,name\n1,Aurora\n")))
    assert [row.cells for row in bulk.read_rows("-", "csv")] == [{"id": "1", "name": "Aurora"}]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"id,name\n1,2,3\n", "line 2 has 3 cells, and the header 2"),
        ("a.csv", b"id,id\n1,2\n", "the header has id twice"),
        ("a.csv", b'id\n"1\n', "unexpected end of data"),
        ("a.csv", b"id\n1\n\xff\n", "is not UTF-8"),
        ("a.jsonl", b'{"id": 1}\n{"id"\n', "can't be read after line 1"),
        ("a.jsonl", b"[1]\n", "line 1 is not an object"),
        ("a.jsonl", b'{"id": 1}\n{"id": ' + b"[" * 100_000, "can't be read after line 1: maximum recursion depth"),
    ],
)
def test_a_damaged_file_is_one_sentence(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(bulk.BulkError, match=message) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(bulk.BulkError, match=r"missing\.csv can't be read"):
        read(tmp_path / "missing.csv")
    with pytest.raises(InvalidArgumentError, match="pass csv or jsonl"):
        read(tmp_path / "rows.xlsx")


@pytest.mark.parametrize("name", ["failures.csv", "failures.jsonl"])
def test_failures_are_rows_again(tmp_path: Path, name: str) -> None:
    cells = {"id": "1", "name": "Aurora", "labels": ["a", "b"]}
    bulk.write_failures(tmp_path / name, [bulk.RowFailure(7, "1", "slug_taken", "It is taken.", cells)])
    _, row = read(tmp_path / name)[0]
    assert (str(row["line"]), row["error_code"], row["error_message"]) == ("7", "slug_taken", "It is taken.")
    assert row["name"] == "Aurora"
    assert list(tmp_path.iterdir()) == [tmp_path / name]
