"""The frame of a command line, as a process: errors, interruptions, closed pipes and full disks."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract_diff.contracts import answering
from tests.contract_diff.pairs import PROJECT, Pair


def test_a_closed_pipe_does_not_change_the_exit_code(breaking: Pair) -> None:
    command = [sys.executable, "-m", "contract_diff", breaking.base, breaking.head]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_an_input_error(breaking: Pair) -> None:
    command = [sys.executable, "-m", "contract_diff", breaking.base, breaking.head]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=PROJECT, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "standard output cannot be written (No space left on device)" in done.stderr


def test_a_report_is_written_into_a_pipe_and_through_a_link(breaking: Pair, tmp_path: Path) -> None:
    pipe, link, target = (tmp_path / name for name in ("pipe", "link", "target"))
    os.mkfifo(pipe)
    link.symlink_to(target)
    command = [sys.executable, "-m", "contract_diff", breaking.base, breaking.head, "--output"]
    with subprocess.Popen([*command, pipe], cwd=PROJECT) as process:
        reported = pipe.read_text(encoding="utf-8")
    assert (process.returncode, pipe.is_fifo()) == (1, True)
    assert "property-removed" in reported
    assert subprocess.run([*command, link], cwd=PROJECT).returncode == 1
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == reported


def test_an_interruption_leaves_no_traceback(breaking: Pair, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "contract_diff", breaking.base, pipe]
    process = subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, text=True)
    with process, pipe.open("wb"):  # opens when the other side reads
        process.send_signal(signal.SIGINT)
        _, reported = process.communicate(timeout=60)
    assert (process.returncode, reported) == (130, "contract-diff: interrupted\n")


def test_an_internal_error_exits_with_70_and_a_traceback(breaking: Pair) -> None:
    script = (
        "import runpy, contract_diff.api as api; api.diff = None; "
        "runpy.run_module('contract_diff', run_name='__main__', alter_sys=True)"
    )
    command = [sys.executable, "-c", script, breaking.base, breaking.head]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (70, "")
    assert done.stderr.endswith("contract-diff: internal error, there is no result; report the lines above\n")


def test_reports_are_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    pair = Pair(tmp_path, answering({"enum": ["\u00e9"]}), answering({"enum": ["\u00e9", "\U0001f600"]}))
    command = [sys.executable, "-m", "contract_diff", pair.base, pair.head, "--policy=strict"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    for form in ("table", "markdown", "json", "html"):
        done = subprocess.run([*command, "--format", form], cwd=PROJECT, env=environment, capture_output=True)
        assert done.returncode == 1
        assert "\U0001f600" in done.stdout.decode("utf-8")
