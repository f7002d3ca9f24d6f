"""Several processes that share a store: an event is handled by one of them at a time, and once in all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from scripts.project import ROOT

# Handles one delivery: writes a line, says that it started, and goes on when its input ends.
HANDLING = """
import sys
from pivotal.webhooks import SeenInSQLite, Webhooks
from tests.pivotal.webhooks.support import BODY, SECRET, signed

path = sys.argv[1]
webhooks = Webhooks(SECRET, seen=SeenInSQLite(f"{path}/seen.db"))

@webhooks.on("onboarding.launched")
def launched(event):
    with open(f"{path}/runs", "a") as file:
        file.write("started\\n")
    print("started", flush=True)
    sys.stdin.read()
    with open(f"{path}/runs", "a") as file:
        file.write("ended\\n")

print("ready", flush=True)
sys.stdin.readline()
print(webhooks.handle(BODY, signed()).result, flush=True)
"""


def start(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HANDLING, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert line_of(process) == "ready"
    return process


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def runs(path: Path) -> list[str]:
    return (path / "runs").read_text().split()


def test_two_processes_never_handle_an_event_at_the_same_time(tmp_path: Path) -> None:
    processes = [start(tmp_path) for _ in range(2)]
    try:
        for process in processes:
            go(process)
        said = {line_of(process): process for process in processes}
        assert set(said) == {"started", "in_progress"}
        assert said["started"].communicate("")[0].strip() == "handled"
        assert runs(tmp_path) == ["started", "ended"]
        late = start(tmp_path)
        assert late.communicate("\n")[0].strip() == "duplicate"
        assert runs(tmp_path) == ["started", "ended"]
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def test_after_kill_9_in_the_handler_the_repeated_delivery_is_handled_once(tmp_path: Path) -> None:
    killed = start(tmp_path)
    go(killed)
    assert line_of(killed) == "started"
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    repeated = [start(tmp_path).communicate("\n")[0].split() for _ in range(2)]
    assert repeated == [["started", "handled"], ["duplicate"]]
    assert runs(tmp_path) == ["started", "started", "ended"]
