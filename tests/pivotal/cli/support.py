"""Run the command line: in this process, in one of its own, or on a real terminal."""

import fcntl
import io
import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from typing import Any
from unittest import mock

from pivotal.cli import main

COMMAND = [sys.executable, "-m", "pivotal.cli"]
PATIENCE = 60.0


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The JSON on standard output of a command that succeeded."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one line on standard error, of a command that printed nothing else."""
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        return self.err.rstrip("\n")


def run(*arguments: object, stdin: str = "") -> Done:
    """Run a command in this process, with pipes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    source = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(err), mock.patch.object(sys, "stdin", source):
        code = main([str(argument) for argument in arguments])
    return Done(code, _text(out), _text(err))


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer: Any = stream.buffer
    return bytes(buffer.getvalue()).decode()


def start(*arguments: object, **options: Any) -> "subprocess.Popen[str]":
    """Start a command in a process of its own."""
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*COMMAND, *map(str, arguments)], text=True, **{**pipes, **options})


def run_process(*arguments: object, **options: Any) -> Done:
    """Run a command in a process of its own."""
    with start(*arguments, **options) as process:
        out, err = process.communicate(timeout=PATIENCE)
    return Done(process.returncode, out, err)


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]", descriptor: int) -> None:
        self._process = process
        self._descriptor = descriptor
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Read until the terminal shows a text."""
        ends = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < ends, self.shown
            assert self._read(), self.shown

    def type_unseen(self, text: str) -> None:
        """Type a text once the terminal shows nothing of it."""
        ends = time.monotonic() + PATIENCE
        while termios.tcgetattr(self._descriptor)[3] & termios.ECHO:
            assert time.monotonic() < ends, "the terminal would show it"
            time.sleep(0.01)
        self.type(text)

    def type(self, text: str) -> None:
        """Type a text."""
        os.write(self._descriptor, text.encode())

    def finish(self) -> int:
        """Read until the command ends, and return its exit code."""
        while self._read():
            pass
        return self._process.wait(PATIENCE)

    def interrupt(self) -> int:
        """Press Ctrl-C, and return the exit code.

        Python misses a signal that comes just before it starts to wait for the terminal: then press it again.
        """
        for _ in range(5):
            time.sleep(0.3)
            self.type("\x03")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE / 5)
                return self.finish()
        raise AssertionError(self.shown)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._descriptor], [], [], PATIENCE)
        assert ready, self.shown
        try:
            content = os.read(self._descriptor, 65_536)
        except OSError:  # Linux: the other end is closed
            return False
        self.shown += content.decode(errors="replace").replace("\r\n", "\n")
        return bool(content)


@contextmanager
def terminal(
    *arguments: object, columns: int = 100, environment: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Run a command on a terminal."""
    own, theirs = pty.openpty()
    variables = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color", **(environment or {})}
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdin=theirs, stdout=theirs, stderr=theirs, env=variables,
        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(process, own)
    finally:
        process.kill()
        process.wait()
        os.close(own)
