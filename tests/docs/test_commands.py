"""The commands of the documentation run: those of each operation, those of the guide, and its receiver of events."""

import os
import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pivotal import PivotalApi
from pivotal.sandbox import Sandbox
from pivotal_api.contract import load_description
from pivotal_runtime.description import OperationEntry

from docs.generate.examples import command_example
from scripts.project import ROOT
from tests.docs.test_snippets import write_snippets
from tests.pivotal.cli.support import COMMAND, run
from tests.pivotal.webhooks.servers import wsgi_server
from tests.support.samples import KEY

# The others have placeholders in place of values.
SHOWN = [operation for operation in load_description().operations if operation.example]
GUIDES = ROOT / "docs" / "guides"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty workspace behind a socket, which the environment names."""
    sandbox = Sandbox(rate_limit=None)
    with sandbox.serve() as url:
        ours = {"PIVOTAL_API_KEY": KEY, "PIVOTAL_BASE_URL": url, "PIVOTAL_CONFIG_DIR": str(tmp_path / "config")}
        for name, value in ours.items():
            monkeypatch.setenv(name, value)
        yield {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    sandbox.close()


@pytest.mark.parametrize("operation", SHOWN, ids=lambda operation: operation.id)
def test_the_command_of_an_operation_runs(operation: OperationEntry, environment: dict[str, str]) -> None:
    with PivotalApi() as client:  # the records of the examples
        aurora = client.customers.create(name="Aurora", status="active")
        client.contacts.create(aurora, name="Ada", email="ada@aurora.example")
        client.onboardings.create(customer_id=aurora)
    _, *words = shlex.split(command_example(operation))
    done = run(*words, *(["--yes"] if operation.method == "DELETE" else []))
    assert done.code == 0, done.err


@pytest.mark.slow
def test_the_commands_of_the_guide_run_in_their_order(environment: dict[str, str], tmp_path: Path) -> None:
    blocks = re.findall(
        r"^```console\n(.*?)^```", (GUIDES / "command-line.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    commands = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    assert len(commands) > 10
    script = "set -euo pipefail\n" + "\n".join(commands)
    done = subprocess.run(
        ["bash", "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "customers.csv").read_text(encoding="utf-8").splitlines()[1] == "1,Aurora,125000"
    assert len((tmp_path / "customers.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_the_receiver_of_the_guide_takes_the_secret_that_the_listener_prints(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    secret = run("webhooks", "listen", "--print-secret").out.strip()
    monkeypatch.setenv("PIVOTAL_WEBHOOK_SECRET", secret)
    receiver = write_snippets(GUIDES / "webhooks.md", tmp_path)[0]
    with wsgi_server(runpy.run_path(str(receiver))["app"]) as url:
        trigger = ["webhooks", "trigger", "onboarding.launched", "--set", "data.object.name=Aurora", "--to", url]
        sender = {**environment, "PIVOTAL_WEBHOOK_SECRET": secret}
        done = subprocess.run([*COMMAND, *trigger], env=sender, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert capsys.readouterr().out == "Aurora is launched\n"
