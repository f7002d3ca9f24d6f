"""A process that is killed -9 at any moment leaves a folder whole, old or new; the next run sweeps what it left."""

import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from contract_diff.core.files import staging_folder, write_atomically
from scripts.project import ROOT
from tests.support.killed import run_killed, was_killed

REPLACE_FILES = """
from pathlib import Path
from scripts.folders import replace_files
folder = Path(sys.argv[3])
---
replace_files(folder, {folder / "new": "new", folder / "inner" / "changed": "new"}, [folder / "gone"])
"""
REPLACE_FOLDER = """
from pathlib import Path
from contract_diff.core.files import staging_folder
from scripts.folders import replace_folder
folder = Path(sys.argv[3])
---
with staging_folder(folder) as staging:
    (staging / "folder").mkdir()
    for name in ("new", "kept"):
        (staging / "folder" / name).write_text(name)
    (staging / "folder" / "inner").mkdir()
    (staging / "folder" / "inner" / "changed").write_text("new")
    replace_folder(folder, staging / "folder")
"""
WRITE_ATOMICALLY = """
from pathlib import Path
from contract_diff.core.files import write_atomically
folder = Path(sys.argv[3])
---
write_atomically(folder / "kept", "new")
"""
OLD = {"gone": "old", "inner/changed": "old", "kept": "kept"}
NEW = {"inner/changed": "new", "kept": "kept", "new": "new"}


def read(folder: Path) -> dict[str, str]:
    """Return the files of a folder, without temporary ones."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".tmp"
    }


def make_folders(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Yield numbers from 1, with a new folder for each."""
    for step in count(1):
        folder = tmp_path / str(step) / "folder"
        (folder / "inner").mkdir(parents=True)
        for name, text in OLD.items():
            (folder / name).write_text(text, encoding="utf-8")
        yield step, folder


@pytest.mark.parametrize(
    ("code", "new"),
    [
        pytest.param(REPLACE_FILES, NEW, id="some files"),
        pytest.param(REPLACE_FOLDER, NEW, id="a whole folder"),
        pytest.param(WRITE_ATOMICALLY, {**OLD, "kept": "new"}, id="one file"),
    ],
)
def test_a_folder_is_whole_and_the_next_run_sweeps(code: str, new: dict[str, str], tmp_path: Path) -> None:
    results, left = [], set()
    for step, folder in make_folders(tmp_path):
        killed = was_killed(run_killed(code, step, tmp_path, str(folder)))
        results.append(read(folder))
        left |= {path.name for path in folder.parent.rglob(".*.tmp")}
        assert not was_killed(run_killed(code, 0, tmp_path, str(folder)))
        assert read(folder) == new
        assert list(folder.parent.rglob(".*")) == []
        if not killed:
            break
    assert len(results) > 4
    # Each moment leaves the old content, until one leaves the new, as all later ones do.
    switch = results.index(new)
    assert results == [OLD] * switch + [new] * (len(results) - switch)
    assert left
    check = subprocess.run(["git", "check-ignore", *left], cwd=ROOT, capture_output=True, text=True, check=False)
    assert set(check.stdout.split()) == left


def test_what_a_running_process_uses_is_not_swept(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    with staging_folder(target) as first:
        with staging_folder(target) as second:
            assert first.is_dir()
            assert second != first
        assert [path.name for path in tmp_path.iterdir()] == [first.name]


def test_only_temporary_files_of_ours_are_swept(tmp_path: Path) -> None:
    others = (".report.md.tmp", ".report.md.mine.tmp", ".other.md.abcdefgh.tmp", "report.md.abcdefgh.tmp")
    for name in others:
        (tmp_path / name).touch()
    (tmp_path / ".report.md.abcdefgh.tmp").touch()
    write_atomically(tmp_path / "report.md", "text")
    assert {path.name for path in tmp_path.iterdir()} == {*others, "report.md"}
