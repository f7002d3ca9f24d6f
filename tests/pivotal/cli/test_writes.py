"""What a person sees before a write, and how a write is stopped."""

import json
import re

import pytest
from pivotal.sandbox import Sandbox
from pivotal_api.contract import load_description
from pivotal_runtime.description import OperationEntry

from tests.pivotal.cli.support import run, terminal
from tests.support.samples import KEY, LIVE_KEY, SECRET_PART

WRITES = [entry for entry in load_description().operations if entry.method != "GET"]


@pytest.fixture
def aurora(sandbox: Sandbox) -> int:
    number: int = run("customers", "create", "--name", "Aurora").data["display_id"]
    sandbox.requests.clear()
    return number


def test_a_live_key_shows_itself_before_a_write(sandbox: Sandbox, aurora: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("customers", "update", aurora, "--mrr", 1).err == ""
    monkeypatch.setenv("PIVOTAL_API_KEY", LIVE_KEY)
    done = run("customers", "update", aurora, "--mrr", 2)
    assert (done.err, done.data["mrr"]) == ("Sandbox (live): customers update\n", 2)
    assert [entry.operation for entry in sandbox.requests][-2:] == ["get-me", "update-customer"]
    assert run("customers", "get", aurora).err == ""


def test_a_delete_that_nobody_can_confirm_sends_nothing(sandbox: Sandbox, aurora: int) -> None:
    done = run("customers", "delete", aurora)
    assert done.code == 2
    assert done.sentence.endswith("standard input is not a terminal; pass --yes. Nothing was sent.")
    assert list(sandbox.requests) == []


@pytest.mark.parametrize(("answer", "code", "left"), [("y\n", 0, 0), ("\n", 2, 1), ("", 130, 1)])
def test_a_delete_names_the_workspace_the_mode_and_the_record(
    sandbox: Sandbox, aurora: int, answer: str, code: int, left: int
) -> None:
    with terminal("customers", "delete", aurora) as screen:
        screen.wait_for(f"Sandbox (test): delete customer {aurora} (Aurora)? [y/N]:")
        screen.type(answer)
        assert (screen.finish() if answer else screen.interrupt()) == code, screen.shown
    assert len(run("customers", "list").data) == left
    assert ("Nothing was deleted." in screen.shown) == (code == 2)
    assert "Traceback" not in screen.shown


def test_a_record_that_does_not_exist_is_not_asked_about(sandbox: Sandbox) -> None:
    with terminal("customers", "delete", 99) as screen:
        assert screen.finish() == 3
    assert "[y/N]" not in screen.shown


def minimal(entry: OperationEntry) -> list[str]:
    """Return arguments that make a call of an operation."""
    arguments = ["1" for parameter in entry.parameters if parameter.location == "path"]
    for field in entry.body.fields if entry.body else ():
        if field.required or (entry.method == "PATCH" and field.type.startswith("str ")):
            arguments += [f"--{field.python.replace('_', '-')}", "1"]
    return arguments


@pytest.mark.parametrize("entry", WRITES, ids=lambda entry: entry.id)
def test_a_dry_run_prints_the_request_and_sends_nothing(
    sandbox: Sandbox, entry: OperationEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox.requests.clear()
    command = (entry.resource, entry.name.replace("_", "-"), *minimal(entry), "--dry-run")
    for key in (KEY, LIVE_KEY, ""):
        monkeypatch.setenv("PIVOTAL_API_KEY", key)
        done = run(*command)
        assert (done.code, done.err) == (0, "")
        first, _, rest = done.out.partition("\n")
        assert re.fullmatch(rf"{entry.method} \S+{re.sub(r'{[^}]*}', '1', entry.path)}", first)
        assert SECRET_PART not in done.out and "authorization" not in done.out.lower()
        if entry.body:
            assert isinstance(json.loads(rest.partition("\n\n")[2]), dict)
    assert list(sandbox.requests) == []


def test_a_dry_run_shows_what_would_be_sent(sandbox: Sandbox) -> None:
    done = run("customers", "update", "https://my.pivotal.app/customers/245-aurora", "--null", "plan", "--dry-run",
               "--base-url", "https://my.pivotal.app")  # fmt: skip
    assert done.out == (
        'PATCH https://my.pivotal.app/api/v1/customers/245\ncontent-type: application/json\n\n{\n  "plan": null\n}\n'
    )
