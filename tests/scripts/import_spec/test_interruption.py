"""An import that is stopped, or that can't write, leaves whole files only."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from contract_diff.core.files import write_together
from scripts.import_spec.cli import main
from scripts.project import ROOT
from tests.scripts.dialects import page


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_interrupt_while_a_server_is_silent(spec: Path) -> None:
    before = contents(spec)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/page.md"
        command = [sys.executable, "-m", "scripts.import_spec", url, "--spec", str(spec)]
        environment = {"PATH": os.environ["PATH"]}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as importing:
            connection, _ = silent.accept()
            with connection:
                connection.recv(1024)
                importing.send_signal(signal.SIGINT)
                _, said = importing.communicate(timeout=20)
    assert importing.returncode == 130
    assert said == "import-spec: interrupted; no file is half-written\n"
    assert contents(spec) == before


def test_a_place_that_cannot_be_written(
    contract: dict[str, Any], spec: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.md").write_text(page(contract, "get-contact"), encoding="utf-8")
    (spec / "pages" / "get-contact.md").mkdir()
    before = contents(spec)
    assert main([str(tmp_path / "page.md"), "--spec", str(spec)]) == 2
    assert "get-contact.md: cannot be written" in capsys.readouterr().err
    assert contents(spec) == before


def test_no_file_is_renamed_before_all_are_written(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_together({first: "new", tmp_path / "second": "\ud800"})
    assert contents(tmp_path) == {first: b"old"}


def test_files_are_written_as_given_with_their_folders(tmp_path: Path) -> None:
    write_together({tmp_path / "a" / "b.md": "one\r\ntwo\n"})
    assert (tmp_path / "a" / "b.md").read_bytes() == b"one\r\ntwo\n"
    assert (tmp_path / "a" / "b.md").stat().st_mode & 0o777 == 0o644
