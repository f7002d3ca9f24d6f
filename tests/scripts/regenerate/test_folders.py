"""Folders are compared by content, and replaced as a whole or not at all."""

from pathlib import Path

import pytest

from scripts.regenerate.folders import compare_folders, replace_folder


def test_a_failed_replacement_restores_the_folder(tmp_path: Path) -> None:
    base = tmp_path / "generated"
    base.mkdir()
    (base / "file").write_text("base")
    with pytest.raises(OSError, match="missing"):
        replace_folder(base, tmp_path / "missing")
    assert (base / "file").read_text() == "base"
    assert [path.name for path in tmp_path.iterdir()] == ["generated"]


def test_folders_are_compared_by_content(tmp_path: Path) -> None:
    for name in ("base", "head"):
        (tmp_path / name / "__pycache__").mkdir(parents=True)
        (tmp_path / name / "__pycache__" / name).write_text(name)
        (tmp_path / name / "same").write_text("x")
    assert compare_folders(tmp_path / "base", tmp_path / "head") == []
    (tmp_path / "head" / "same").write_bytes(b"x\r\n")
    (tmp_path / "head" / "added").touch()
    (tmp_path / "base" / "removed").touch()
    assert compare_folders(tmp_path / "base", tmp_path / "head") == [
        "missing  added",
        "surplus  removed",
        "differs  same",
    ]
