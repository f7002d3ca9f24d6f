"""An import that is interrupted, or that can't write, leaves only whole files."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.import_spec.cli import main
from scripts.project import ROOT
from tests.scripts.dialects import page
from tests.support.frozen import PAGES
from tests.support.killed import run_killed, was_killed


def read_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_interrupt_while_the_server_is_silent_changes_nothing(spec: Path) -> None:
    snapshot = read_files(spec)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/page.md"
        command = [sys.executable, "-m", "scripts.import_spec", url, "--spec", str(spec)]
        environment = {"PATH": os.environ["PATH"]}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
            connection, _ = silent.accept()
            with connection:
                connection.recv(1024)
                process.send_signal(signal.SIGINT)
                _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == "import-spec: interrupted; no file is half-written\n"
    assert read_files(spec) == snapshot


IMPORT = """
from scripts.import_spec.cli import main
---
raise SystemExit(main([sys.argv[3], "--spec", sys.argv[4]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", [1, 10, 22, 31, 34, 37])
def test_a_killed_import_leaves_spec_whole(step: int, contract: dict[str, Any], spec: Path, tmp_path: Path) -> None:
    source = tmp_path / "page.md"
    source.write_text(page(contract, "get-contact"), encoding="utf-8")
    old = read_files(spec)
    was_killed(run_killed(IMPORT, step, tmp_path, str(source), str(spec)))
    left = read_files(spec)
    assert main([str(source), "--spec", str(spec)]) == 0
    new = read_files(spec)
    assert old != new
    assert left in (old, new)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.md", "spec"]


def test_leftovers_are_swept_also_if_nothing_changes(spec: Path, tmp_path: Path) -> None:
    for leftover in (tmp_path / ".spec.abcdefgh.tmp" / "spec", spec / ".openapi.yaml.abcdefgh.tmp"):
        leftover.mkdir(parents=True)
    snapshot = read_files(spec)
    assert main([str(PAGES / "get-customer.md"), "--spec", str(spec)]) == 0
    assert read_files(spec) == snapshot
    assert list(tmp_path.rglob(".*")) == []


def test_a_path_that_cannot_be_written_is_reported(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.md").write_text(page(contract, "get-contact"), encoding="utf-8")
    (spec / "pages" / "get-contact.md").mkdir()
    snapshot = read_files(spec)
    assert main([str(tmp_path / "page.md"), "--spec", str(spec)]) == 2
    assert "spec: cannot be written (Is a directory: " in capsys.readouterr().err
    assert read_files(spec) == snapshot
