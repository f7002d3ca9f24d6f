"""Folders are replaced as a whole or not at all, also where the system can't exchange two of them."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_diff.core.errors import InputError
from scripts import folders
from scripts.folders import replace_files, replace_folder


def refuse(code: int) -> Callable[[Path, Path], None]:
    def exchange(base: Path, head: Path) -> None:
        raise OSError(code, "refused", str(base))

    return exchange


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (folder / "kept").write_text("kept")
    (folder / "inner" / "old").write_text("old")
    return folder


def read(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("code", [None, errno.EINVAL, errno.EACCES])
def test_files_are_written_and_removed(base: Path, code: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if code is not None:
        monkeypatch.setattr(folders, "exchange", refuse(code))
    assert replace_files(base, {base / "new": "new\r\n", base / "kept": "kept"}, [base / "inner" / "old", base / "no"])
    assert read(base) == {"kept": "kept", "new": "new\n"}
    assert (base / "new").read_bytes() == b"new\r\n"
    assert [path.name for path in base.parent.iterdir()] == ["folder"]


def test_a_file_that_stays_is_the_same_file(base: Path) -> None:
    before = (base / "kept").stat()
    assert replace_files(base, {base / "new": "new"})
    assert (base / "kept").stat().st_ino == before.st_ino
    assert base.stat().st_mode & 0o777 == 0o755


def test_nothing_is_written_if_nothing_changes(base: Path) -> None:
    inode = base.stat().st_ino
    assert not replace_files(base, {base / "kept": "kept"}, [base / "no"])
    assert base.stat().st_ino == inode


def test_a_refused_replacement_changes_nothing(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "exchange", refuse(errno.ENOSPC))
    with pytest.raises(InputError, match=r"folder: cannot be written \(refused.*free some space"):
        replace_files(base, {base / "new": "new"})
    assert read(base) == {"kept": "kept", "inner/old": "old"}
    assert [path.name for path in base.parent.iterdir()] == ["folder"]


@pytest.mark.parametrize("code", [None, errno.EINVAL])
def test_a_folder_is_replaced_by_a_finished_one(base: Path, code: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if code is not None:
        monkeypatch.setattr(folders, "exchange", refuse(code))
    head = base.parent / "staging" / "folder"
    head.mkdir(parents=True)
    (head / "file").write_text("head")
    replace_folder(base, head)
    assert read(base) == {"file": "head"}


def test_a_failed_replacement_restores_the_folder(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in (None, errno.EINVAL):
        if code is not None:
            monkeypatch.setattr(folders, "exchange", refuse(code))
        with pytest.raises(OSError, match="No such file"):
            replace_folder(base, base.parent / "missing")
        assert read(base) == {"kept": "kept", "inner/old": "old"}
        assert [path.name for path in base.parent.iterdir()] == ["folder"]
