import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from pivotal.sandbox.__main__ import main

from tests.pivotal.sandbox.support import KEY

AUTH = {"Authorization": f"Bearer {KEY}"}


@contextmanager
def running(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a real process; yield it and the line that it prints when it is ready."""
    command = [sys.executable, "-m", "pivotal.sandbox", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


def test_the_ready_line_shows_the_url_and_control_c_ends_the_process() -> None:
    with running("--seed", "1", "--customers", "3") as (process, line):
        assert line.startswith("Pivotal sandbox on http://127.0.0.1:")
        url = line.split()[3]
        listed = httpx.get(f"{url}/api/v1/customers", headers=AUTH, trust_env=False).json()
        assert len(listed["data"]) == 3
        assert httpx.get(f"{url}/_sandbox/clock", trust_env=False).status_code == 404
        assert process.stdout is not None
        assert process.stdout.readline() == f"export PIVOTAL_BASE_URL={url}\n"
        assert process.stdout.readline() == "export PIVOTAL_API_KEY=pivotal_test_sandbox\n"
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest, errors) == (0, "", "")


@pytest.mark.parametrize(("options", "last"), [((), 200), (("--rate-limit",), 429)])
def test_requests_are_limited_on_request_only(options: tuple[str, ...], last: int) -> None:
    with running("--json", *options) as (_, line), client(line) as http:
        assert [http.get("/me").status_code for _ in range(61)][-1] == last


def test_the_ready_line_in_json_and_the_control_api(tmp_path: Path) -> None:
    data = str(tmp_path / "data.db")
    with running("--json", "--control", "--data", data) as (_, line):
        ready = json.loads(line)
        assert (ready["data"], ready["control"]) == (data, True)
        assert clock_status(ready["url"], ready["control_token"]) == 200


def clock_status(url: str, token: str) -> int:
    """Return the status of a control request."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{url}/_sandbox/clock", headers=headers, trust_env=False).status_code


def test_the_control_token_is_printed_or_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with running("--control") as (process, line):
        assert process.stdout is not None
        url, last = line.split()[3], [process.stdout.readline() for _ in range(3)][-1]
        name, _, token = last.removeprefix("export ").strip().partition("=")
        assert name == "PIVOTAL_SANDBOX_TOKEN" and clock_status(url, token) == 200
    monkeypatch.setenv("PIVOTAL_SANDBOX_TOKEN", "mine")
    with running("--control", "--json") as (_, line):
        ready = json.loads(line)
        assert (ready["control_token"], clock_status(ready["url"], "mine")) == ("mine", 200)
        assert clock_status(ready["url"], token) == 401
    monkeypatch.setenv("PIVOTAL_SANDBOX_TOKEN", "é")
    with running("--control") as (process, _):
        assert "PIVOTAL_SANDBOX_TOKEN contains characters" in process.communicate(timeout=20)[1]


def test_control_from_other_machines_is_warned_of() -> None:
    with running("--host", "0.0.0.0", "--control", "--json") as (process, line):
        assert line.startswith("{")
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert errors.startswith("pivotal-sandbox: warning: with --host 0.0.0.0 --control") and errors.count("\n") == 1


def test_running_in_this_process_leaves_the_handler_of_sigterm() -> None:
    before = signal.getsignal(signal.SIGTERM)
    assert main(["--port", "70000"]) == 2
    assert signal.getsignal(signal.SIGTERM) is before
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(main, ["--port", "70000"]).result() == 2


def test_sigterm_ends_cleanly(tmp_path: Path) -> None:
    data = tmp_path / "data.db"
    with running("--json", "--data", str(data), "--customers", "1") as (process, _):
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=20)
    assert (process.returncode, rest, errors) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["data.db"]  # closed: nothing is left in the log


def test_seeding_a_file_again_adds_nothing(tmp_path: Path) -> None:
    options = ("--json", "--data", str(tmp_path / "data.db"), "--customers", "2")
    for _ in range(2):
        with running(*options) as (_, line):
            url = json.loads(line)["url"]
            assert len(httpx.get(f"{url}/api/v1/customers", headers=AUTH, trust_env=False).json()["data"]) == 2


def client(line: str) -> httpx.Client:
    return httpx.Client(base_url=f"{json.loads(line)['url']}/api/v1", headers=AUTH, trust_env=False)


def write_until_killed(http: httpx.Client) -> dict[str, bytes]:
    """Create customers until the connection breaks; return the responses by idempotency key."""
    confirmed: dict[str, bytes] = {}
    try:
        for number in itertools.count():
            headers = {"Idempotency-Key": f"key-{number}"}
            created = http.post("/customers", json={"name": f"C{number}"}, headers=headers)
            assert created.status_code == 201
            confirmed[f"key-{number}"] = created.content
    except httpx.TransportError:
        pass
    return confirmed


@pytest.mark.parametrize("seconds", [0.1, 0.25, 0.4])
def test_confirmed_writes_survive_a_kill(tmp_path: Path, seconds: float) -> None:
    options = ("--json", "--data", str(tmp_path / "data.db"))
    with running(*options) as (process, line), client(line) as http:
        assert http.get("/health").status_code == 200
        threading.Timer(seconds, process.kill).start()
        confirmed = write_until_killed(http)
    assert process.returncode == -signal.SIGKILL
    assert confirmed
    with running(*options) as (_, line), client(line) as http:
        for number, (key, content) in enumerate(confirmed.items()):
            assert http.get(f"/customers/{json.loads(content)['id']}").content == content
            body = {"name": f"C{number}"}
            assert http.post("/customers", json=body, headers={"Idempotency-Key": key}).content == content
        stored = http.get("/customers?limit=1").json()["data"][0]["display_id"]
        assert stored - len(confirmed) in (0, 1)  # the last one may be stored without a confirmation


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--data", "{tmp}/notes.txt"], "not a sandbox file"),
        (["--data", "{tmp}/missing/data.db"], "Can't open"),
        (["--port", "{taken}"], "Can't listen"),
        (["--port", "70000"], "Can't listen"),
        (["--customers", "-1"], "-1"),
        (["--host", "not-a-host.invalid"], "Can't listen"),
    ],
)
def test_invalid_input_is_a_sentence_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], word: str
) -> None:
    (tmp_path / "notes.txt").write_text("words " * 500)
    with socket.create_server(("127.0.0.1", 0)) as server:
        names = {"tmp": tmp_path, "taken": server.getsockname()[1]}
        assert main([option.format(**names) for option in options]) == 2
    message = capsys.readouterr().err
    assert word in message
    assert message.count("\n") == 1
    assert not message.endswith("..\n")


def test_an_unknown_option_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--prot", "1"])
    assert stopped.value.code == 2
    assert "--prot" in capsys.readouterr().err


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_without_the_extra_the_core_works_and_serving_names_the_extra() -> None:
    without = "import sys; sys.modules.update(uvicorn=None, starlette=None, standardwebhooks=None); "
    core = "from pivotal.sandbox import *; print(Sandbox().handle(Request('GET', '/api/v1/health')).status)"
    assert python(without + core).stdout == "200\n"
    served = python(without + "from pivotal.sandbox.__main__ import main; sys.exit(main([]))")
    assert (served.returncode, served.stdout) == (2, "")
    assert served.stderr == 'pivotal-sandbox: uvicorn is missing; pip install "pivotal[sandbox]".\n'


@pytest.mark.parametrize("hash_seed", ["0", "1", "12345"])
def test_the_same_history_produces_the_same_bytes_for_any_hash_seed(hash_seed: str) -> None:
    code = (
        "import hashlib; from datetime import *; from pivotal.sandbox import *; "
        "s = Sandbox(clock=Clock(frozen_at=datetime(2026, 1, 1, tzinfo=UTC))); s.seed(customers=30); "
        "print(hashlib.sha256(chr(10).join(doc for t in ('customers', 'contacts', 'onboardings') "
        "for (doc,) in s.store.execute(f'SELECT doc FROM {t} ORDER BY id')).encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=60)
    assert done.stdout == python(code).stdout
    assert len(done.stdout) == 65


def test_an_error_that_quotes_a_line_break_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "a\nb\x1b[2J" / "data.db")]) == 2
    errors = capsys.readouterr().err
    assert errors.startswith("pivotal-sandbox: Can't open ")
    assert errors.removesuffix("\n").isprintable()
