"""Folders are compared by content."""

from pathlib import Path

from scripts.regenerate.folders import compare_folders


def test_folders_are_compared_by_content(tmp_path: Path) -> None:
    for name in ("base", "head"):
        (tmp_path / name / "__pycache__").mkdir(parents=True)
        (tmp_path / name / "__pycache__" / name).write_text(name)
        (tmp_path / name / "same").write_text("x")
    assert compare_folders(tmp_path / "base", tmp_path / "head") == []
    (tmp_path / "head" / "same").write_bytes(b"x\r\n")
    (tmp_path / "head" / "added").touch()
    (tmp_path / "base" / "removed").touch()
    (tmp_path / "base" / ".DS_Store").touch()
    (tmp_path / "base" / ".mypy_cache").mkdir()
    (tmp_path / "base" / ".mypy_cache" / "file").touch()
    differences = compare_folders(tmp_path / "base", tmp_path / "head")
    assert [difference.found for difference in differences] == ["missing  added", "surplus  removed", "differs  same"]
    assert [difference.written for difference in differences] == ["added    added", "removed  removed", "updated  same"]
