"""`pivotal sandbox` and `pivotal webhooks`: the events of a real local server reach a real receiver."""

import json
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pivotal.sandbox import Sandbox
from pivotal.webhooks import Webhooks
from pivotal_api.contract import load_description

from tests.pivotal.cli.support import PATIENCE, run, start
from tests.support.scripted import ScriptedServer, reply

TYPES = [entry.type for entry in load_description().webhooks]


@pytest.fixture
def control(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.setenv("PIVOTAL_SANDBOX_TOKEN", sandbox.control_token)
    return sandbox


@contextmanager
def listening(*options: object) -> Iterator[Iterator[str]]:
    """Run `webhooks listen` until the block ends; yield its lines."""
    with start("webhooks", "listen", *options) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            assert process.stderr.readline().startswith("Forwarding events to")
            yield iter(process.stdout.readline, "")
        finally:
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors.strip()) == (130, "")


def test_the_secret_alone_is_printed_and_stays_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (run("webhooks", "listen", "--print-secret") for _ in range(2))
    assert re.fullmatch(r"whsec_[\w+/]+={0,2}\n", first.out) and first == second and first.err == ""
    assert (folder / "config.toml").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("PIVOTAL_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert run("webhooks", "listen", "--print-secret").out == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"


def test_events_of_the_local_server_are_forwarded(control: Sandbox) -> None:
    secret = run("webhooks", "listen", "--print-secret").out.strip()
    with ScriptedServer(reply(204)) as receiver, listening("--forward-to", f"{receiver.url}/hooks") as lines:
        run("customers", "create", "--name", "Aurora")
        created = json.loads(next(lines))
        assert run("webhooks", "trigger", "onboarding.launched", "--set", "data.object.phase=launch").code == 0
        launched = json.loads(next(lines))
    assert (created["type"], created["outcome"]) == ("customer.created", "HTTP 204")
    assert (launched["type"], launched["data"]["object"]["phase"]) == ("onboarding.launched", "launch")
    received = receiver.requests[0]
    assert received.path == "/hooks"
    assert Webhooks(secret).unwrap(received.body, received.headers).id == created["id"]
    assert control.webhooks.endpoints() == []  # a listener that has ended is forgotten


def test_what_the_receiver_refuses_is_delivered_again(control: Sandbox) -> None:
    only = ("--events", "customer.created")
    with ScriptedServer(reply(500), reply(204)) as receiver, listening("--forward-to", receiver.url, *only) as lines:
        run("customers", "create", "--name", "Aurora")
        refused = json.loads(next(lines))
        while attempts(control, refused["id"]) == 0:  # the server is told after the line is printed
            time.sleep(0.01)
        control.clock.advance(10)
        delivered = json.loads(next(lines))
    assert (refused["outcome"], delivered["outcome"]) == ("HTTP 500", "HTTP 204")
    assert refused["id"] == delivered["id"]


def attempts(control: Sandbox, event_id: str) -> int:
    (delivery,) = (delivery for delivery in control.webhooks.outbox() if delivery.event_id == event_id)
    return delivery.attempts


@pytest.mark.parametrize("type", TYPES)
def test_an_event_of_each_type_can_be_sent_and_verified(type: str) -> None:
    with ScriptedServer(reply(204)) as receiver:
        done = run("webhooks", "trigger", type, "--to", receiver.url, "--set", "livemode:=true")
    (received,) = receiver.requests
    headers = [part for name in ("svix-id", "svix-timestamp", "svix-signature")
               for part in ("--header", f"{name}: {received.headers[name]}")]  # fmt: skip
    verified = run("webhooks", "verify", *headers, stdin=received.body.decode())
    assert verified.data["type"] == done.data["type"] == type
    assert verified.data["id"] == done.data["id"] and verified.data["livemode"] is True
    tampered = run(
        "webhooks", "verify", *headers, "--error-format", "json", stdin=received.body.decode().replace("true", "false")
    )
    assert tampered.code == 1 and json.loads(tampered.sentence)["error"]["reason"] == "no_signature_fits"


REFUSED = [
    (("listen",), 2, "Pass --forward-to"),
    (("listen", "--forward-to", "ftp://x"), 2, "--forward-to: 'ftp://x' can't be called"),
    (("listen", "--forward-to", "http://127.0.0.1:1"), 2, "No local server: run `pivotal sandbox --control`"),
    (("trigger", "customer.sold"), 2, "'customer.sold' is not one of"),
    (("trigger", "customer.created"), 2, "No local server"),
    (("trigger", "customer.created", "--set", "org_id=x"), 2, "the local server decides it; pass --to"),
    (("trigger", "customer.created", "--set", "type.x=y"), 2, "--set type.x: type is not an object"),
    (("trigger", "customer.created", "--to", "http://127.0.0.1:1"), 1, "refused the event: ConnectionRefusedError"),
    (("verify", "--data", "{}"), 1, "header"),
    (("verify", "--header", "svix-id"), 2, "write NAME: VALUE"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "words"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_cannot_be_done_is_a_sentence(arguments: tuple[str, ...], code: int, words: str) -> None:
    done = run("webhooks", *arguments)
    assert done.code == code and words in done.sentence


def test_a_token_that_is_not_the_servers(control: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIVOTAL_SANDBOX_TOKEN", "another")
    assert run("webhooks", "trigger", "customer.created").code == 4


def test_the_local_server_runs_as_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    with start("sandbox", "--seed", "1", "--customers", "3", "--json") as process:
        assert process.stdout is not None
        monkeypatch.setenv("PIVOTAL_BASE_URL", json.loads(process.stdout.readline())["url"])
        monkeypatch.setenv("PIVOTAL_API_KEY", "pivotal_test_sandbox")
        assert len(run("customers", "list").data) == 3
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    help = start("sandbox", "--help").communicate(timeout=PATIENCE)[0]
    assert "--rate-limit" in help
