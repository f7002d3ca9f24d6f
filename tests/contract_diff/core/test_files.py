"""Files are written together and verbatim, or not at all."""

from pathlib import Path

import pytest

from contract_diff.core.files import write_together


def test_no_file_is_renamed_before_all_are_written(tmp_path: Path) -> None:
    path = tmp_path / "first"
    path.write_text("base", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_together({path: "head", tmp_path / "second": "\ud800"})
    assert {each: each.read_bytes() for each in tmp_path.iterdir()} == {path: b"base"}


def test_files_are_written_verbatim_with_their_folders(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "page.md"
    write_together({path: "one\r\ntwo\n"})
    assert path.read_bytes() == b"one\r\ntwo\n"
    assert path.stat().st_mode & 0o777 == 0o644
