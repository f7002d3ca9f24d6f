"""Errors: one sentence or one JSON object on standard error, and a documented exit code."""

import json
import signal
import subprocess
import sys

import pytest
from pivotal.sandbox import Sandbox

from tests.pivotal.cli.support import PATIENCE, run, run_process, start
from tests.support.samples import KEY, page
from tests.support.scripted import Answer, ScriptedServer, garbage, problem, reply

NO_WAIT = {"Retry-After": "3600"}  # longer than the client waits
STATUSES = [
    (problem(400, "invalid_request_error", "too_small"), 1),
    (problem(401, "authentication_error", "api_key_revoked"), 4),
    (problem(403, "permission_error", "no_access"), 4),
    (problem(404, "not_found", "customer_not_found"), 3),
    (problem(409, "conflict", "slug_taken"), 1),
    (problem(429, "rate_limit_error", "rate_limited", NO_WAIT), 5),
    (problem(501, "internal_error", "not_implemented"), 1),
    (garbage("no HTTP\r\n\r\n"), 1),
]


@pytest.mark.parametrize(("answer", "code"), STATUSES)
def test_each_kind_of_error_has_its_code(answer: Answer, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    with ScriptedServer(answer) as server:
        done = run("customers", "create", "--name", "A", "--base-url", server.url)
        assert (done.code, done.sentence[:9]) == (code, "pivotal: ")
        as_json = run("customers", "create", "--name", "A", "--base-url", server.url, "--error-format", "json")
    assert as_json.code == code
    assert json.loads(as_json.sentence)["error"]["exit_code"] == code


def test_an_error_as_json_has_what_a_program_needs(sandbox: Sandbox) -> None:
    error = json.loads(run("customers", "get", 99, "--error-format=json").sentence)["error"]
    assert (error["type"], error["code"], error["status"]) == ("not_found", "customer_not_found", 404)
    assert error["message"] == "Customer not found."
    for arguments in (("custommers", "list"), ("customers", "list", "--lim", "1"), ("customers", "get")):
        usage = json.loads(run("--error-format", "json", *arguments).sentence)["error"]
        assert usage["exit_code"] == 2 and usage["message"]


def test_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    done = run("customers", "get", 1, "--base-url", "http://127.0.0.1:1")
    assert done.code == 1 and "127.0.0.1:1" in done.sentence


def test_a_list_that_fails_in_the_middle_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    first = reply(200, page([2, 1], "2026-01-01T00:00:00.000Z"))
    with ScriptedServer(first, problem(400, "invalid_request_error", "invalid_string")) as server:
        done = run("customers", "list", "-o", "jsonl", "--base-url", server.url)
    assert done.code == 1 and done.out.count("\n") == 2


def test_control_c_ends_with_130_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    with ScriptedServer(Answer((60.0,))) as server, start("me", "--base-url", server.url) as process:
        while not server.requests:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.strip()) == (130, "", "")


def test_without_arguments_the_help_is_shown_on_standard_error() -> None:
    for arguments in ((), ("customers",)):
        done = run(*arguments)
        assert (done.code, done.out) == (2, "") and "Commands:" in done.err


def test_without_the_extra_one_sentence_says_what_to_install() -> None:
    code = "import sys; sys.modules['click'] = None; from pivotal.cli import main; sys.exit(main(['me']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'pivotal: click is missing; pip install "pivotal[cli]".\n'


def test_the_version() -> None:
    done = run_process("--version")
    assert (done.code, done.err) == (0, "") and done.out.startswith("pivotal ")
