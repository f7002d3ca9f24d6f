"""The output of every command line: a closed pipe, a full device, a closed stream, hostile names."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from contract_diff import cli as diff
from scripts.contract_live import cli as live
from scripts.project import ROOT
from scripts.surface import cli as surface

SHOW = """
from contract_diff.core.errors import InputError
from contract_diff.core.command_line import print_text

try:
    print_text("\u00e9" * 100_000)
except InputError as error:
    raise SystemExit(str(error))
"""
LIVE = ("-m", "scripts.contract_live", str(ROOT / "spec" / "openapi.yaml"))
SURFACE = ("-m", "scripts.surface", str(ROOT), str(ROOT))


def run(arguments: tuple[str, ...], stdout: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=stdout, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("arguments", [("-c", SHOW), LIVE, SURFACE], ids=["show", "live", "surface"])
def test_a_reader_may_close_the_pipe(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = run(arguments, writing)
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [("-c", SHOW), LIVE], ids=["show", "live"])
def test_a_full_device_is_reported(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = run(arguments, full.fileno())
    assert process.returncode in (1, 2)
    assert process.stderr.endswith("standard output cannot be written (No space left on device); send it elsewhere\n")
    assert "Traceback" not in process.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize(
    "program", ["contract_diff", "scripts.contract_diff", "scripts.contract_live", "scripts.surface"]
)
def test_an_error_that_cannot_be_printed_is_not_a_verdict(program: str) -> None:
    command = [sys.executable, "-m", program, *(["nowhere"] * (1 if program == "scripts.contract_live" else 2))]
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=full)
    assert process.returncode not in (0, 1)


@pytest.mark.parametrize("stream", [0, 1])
def test_a_closed_stream_is_reported(stream: int) -> None:
    spec = "spec/openapi.yaml"
    script = f'exec {stream}>&-; exec "$0" -m contract_diff {"-" if stream == 0 else spec} {spec}'
    process = subprocess.run(["bash", "-c", script, sys.executable], cwd=ROOT, capture_output=True, text=True)
    assert process.returncode == 2
    assert process.stderr.startswith(f"contract-diff: standard {('input', 'output')[stream]} is closed; ")


HOSTILE = "no\x1b[2J\u202e\n::error::x"


@pytest.mark.parametrize("main", [diff.main, surface.main, live.main], ids=["diff", "surface", "live"])
def test_an_error_is_one_line_without_control_characters(
    main: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([HOSTILE, HOSTILE][: 1 if main is live.main else 2]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "no\\u001b[2J\\u202e ::error::x" in line


@pytest.mark.parametrize(("module", "function"), [(surface, "compare_surfaces"), (live, "find_drift")])
def test_an_interruption_is_one_line(
    module: ModuleType, function: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, function, interrupt)
    assert module.main(["spec/openapi.yaml"]) == 130
    assert capsys.readouterr().err.endswith(": interrupted\n")
