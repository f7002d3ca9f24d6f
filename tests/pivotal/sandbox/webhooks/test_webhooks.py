import json
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import Factory, define
from pivotal.sandbox import Clock, Sandbox
from pivotal.sandbox._webhooks.events import EMITTED_BY_HAND
from pivotal.sandbox._webhooks.outbox import TOLERATED_FAILURES
from standardwebhooks import Webhook, WebhookVerificationError

from scripts.contract import load, webhooks
from scripts.project import CONTRACT
from tests.pivotal.sandbox.support import TEST_KEY, Api
from tests.support.scripted import Answer, Received, ScriptedServer, reply


@define
class Receiver:
    """What an endpoint received, and the status that it responds with."""

    url: str = ""
    status: int = 204
    received: list[tuple[dict[str, str], bytes]] = Factory(list)
    arrived: threading.Event = Factory(threading.Event)

    def types(self) -> list[str]:
        return [json.loads(body)["type"] for _, body in self.received]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    def answer(request: Received) -> Answer:
        receiver.received.append((request.headers, request.body))
        receiver.arrived.set()
        return reply(receiver.status, headers={"Location": "/elsewhere"})

    with ScriptedServer(answer) as server:
        receiver.url = f"{server.url}/hook"
        yield receiver


def verify(secret: str, headers: dict[str, str], body: bytes) -> Any:
    names = ("id", "timestamp", "signature")
    return Webhook(secret).verify(body, {f"webhook-{name}": headers[f"svix-{name}"] for name in names})


def test_an_event_is_signed_and_enveloped_as_documented(api: Api, receiver: Receiver) -> None:
    endpoint = api.sandbox.webhooks.register(receiver.url)
    created = api.customer("Acme Co.")
    assert api.sandbox.webhooks.deliver() == 1
    ((headers, body),) = receiver.received
    event = verify(endpoint.secret, headers, body)
    assert headers["svix-id"] == event["id"]
    assert event["id"].startswith("evt_")
    assert event == {
        "id": event["id"],
        "type": "customer.created",
        "created_at": "2026-03-01T12:00:00.000Z",
        "org_id": api.get("/me")["organization"]["id"],
        "livemode": True,
        "api_version": "v1",
        "data": {
            "object": {
                "id": created["id"],
                "display_id": 1,
                "name": "Acme Co.",
                "health_score": None,
                "previous_health_score": None,
                "at_risk": False,
                "churned": False,
                "owner_email": None,
            },
            "previous_attributes": None,
        },
    }
    with pytest.raises(WebhookVerificationError):
        verify(endpoint.secret, headers, body.replace(b"Acme", b"Emca"))
    assert endpoint.secret not in repr(endpoint)


def test_each_change_causes_its_events(api: Api, clock: Clock) -> None:
    def caused() -> list[str]:
        clock.advance(1)
        types = [event["type"] for event in api.sandbox.webhooks.events()]
        fresh = types[len(past) :]
        past.extend(fresh)
        return fresh

    past: list[str] = []
    customer = api.customer()
    assert caused() == ["customer.created"]
    api.patch(f"/customers/{customer['id']}", plan="growth")
    assert caused() == ["customer.updated"]
    api.patch(f"/customers/{customer['id']}", plan="growth")
    assert caused() == []
    contact = api.contact(customer)
    assert caused() == ["contact.created"]
    api.patch(f"/contacts/{contact['id']}", title="x")
    assert caused() == []
    onboarding = f"/onboardings/{api.onboarding(customer)['id']}"
    assert caused() == ["onboarding.created"]
    api.patch(onboarding, phase="review")
    assert caused() == ["onboarding.phase_changed"]
    api.patch(onboarding, state="at_risk")
    assert caused() == ["onboarding.state_changed", "onboarding.at_risk"]
    api.patch(onboarding, state="active", phase="launch")
    assert caused() == [
        "onboarding.phase_changed",
        "onboarding.launched",
        "onboarding.state_changed",
        "onboarding.back_on_track",
    ]
    api.patch(onboarding, phase="completed")
    assert caused() == ["onboarding.phase_changed", "onboarding.completed"]
    api.patch(onboarding, notes="x")
    api.fails(409, "slug_taken", "POST", "/customers", {"name": "Acme Co."})
    assert caused() == []
    api.delete(f"/customers/{customer['id']}")
    api.delete(f"/customers/{customer['id']}")
    assert caused() == ["customer.archived"]
    documented = {name for name, webhook in webhooks(load(CONTRACT)) if webhook["x-evidence"] == "documented"}
    assert set(past) == documented - set(EMITTED_BY_HAND)


def test_an_event_has_the_previous_values_and_the_mode_of_the_key(api: Api, clock: Clock) -> None:
    test = Api(api.sandbox, TEST_KEY)
    created = test.onboarding(test.customer(), target_launch_date="2026-05-01")
    clock.advance(1)
    test.patch(f"/onboardings/{created['id']}", phase="review", started_at=None)
    (event,) = api.sandbox.webhooks.events("onboarding.phase_changed")
    assert event["livemode"] is False
    assert event["data"]["previous_attributes"] == {"phase": "before_getting_started"}
    assert event["data"]["object"]["target_launch_date"] == "2026-05-01"
    assert event["data"]["object"]["name"] == "Acme Co."


def test_events_without_a_request_are_emitted_by_hand(api: Api, receiver: Receiver) -> None:
    api.sandbox.webhooks.register(receiver.url)
    for type in EMITTED_BY_HAND:
        api.sandbox.webhooks.emit(type, {"id": "x"})
    api.sandbox.webhooks.deliver()
    assert receiver.types() == list(EMITTED_BY_HAND)
    with pytest.raises(ValueError, match="no event type"):
        api.sandbox.webhooks.emit("customer.exploded", {})


def test_an_endpoint_receives_only_the_types_that_it_wants(api: Api, receiver: Receiver) -> None:
    api.sandbox.webhooks.register(receiver.url, types=["contact.created"])
    api.contact(api.customer())
    assert api.sandbox.webhooks.deliver() == 1
    assert receiver.types() == ["contact.created"]
    with pytest.raises(ValueError, match="no event type"):
        api.sandbox.webhooks.register(receiver.url, types=["x"])


# Seconds from the first attempt, as documented: each after the one before, and the last a day after the first.
SCHEDULE = (0, 5, 305, 2_105, 9_305, 27_305, 63_305, 86_400)


@pytest.mark.parametrize("status", [500, 302, 404])
def test_a_failed_delivery_is_attempted_8_times_in_24_hours(
    api: Api, clock: Clock, receiver: Receiver, status: int
) -> None:
    api.sandbox.webhooks.register(receiver.url)
    receiver.status = status
    api.customer()
    passed = 0
    for moment in SCHEDULE:
        assert api.sandbox.webhooks.outbox()[0].state == "pending"
        clock.advance(max(moment - passed - 1, 0))
        assert api.sandbox.webhooks.deliver() == (1 if moment == 0 else 0)
        clock.advance(min(moment, 1))
        assert api.sandbox.webhooks.deliver() == (0 if moment == 0 else 1)
        passed = moment
    clock.advance(24 * 3600)
    assert api.sandbox.webhooks.deliver() == 0
    (delivery,) = api.sandbox.webhooks.outbox()
    assert (delivery.state, delivery.attempts, delivery.outcome) == ("failed", 8, f"HTTP {status}")
    assert len(receiver.received) == 8
    assert len({headers["svix-id"] for headers, _ in receiver.received}) == 1


def test_the_last_attempt_comes_a_day_after_the_first_also_if_others_were_late(
    api: Api, clock: Clock, receiver: Receiver
) -> None:
    api.sandbox.webhooks.register(receiver.url)
    receiver.status = 500
    api.customer()
    for wait in (0, 10, 600, 3_600, 7_200, 18_000, 36_000):
        clock.advance(wait)
        assert api.sandbox.webhooks.deliver() == 1
    clock.advance(24 * 3600 - 65_410 - 1)
    assert api.sandbox.webhooks.deliver() == 0
    clock.advance(1)
    assert api.sandbox.webhooks.deliver() == 1


def test_a_replay_has_the_same_id_and_body(api: Api, receiver: Receiver) -> None:
    api.sandbox.webhooks.register(receiver.url)
    api.customer()
    api.sandbox.webhooks.deliver()
    (event,) = api.sandbox.webhooks.events()
    assert api.sandbox.webhooks.replay(event["id"]) == 1
    assert api.sandbox.webhooks.deliver() == 1
    (headers, body), (headers_again, body_again) = receiver.received
    assert body == body_again
    assert headers["svix-id"] == headers_again["svix-id"] == event["id"]
    with pytest.raises(ValueError, match="no delivery of an event 'evt_x'"):
        api.sandbox.webhooks.replay("evt_x")


def test_an_endpoint_is_disabled_after_more_than_100_failed_deliveries_in_a_row(
    api: Api, clock: Clock, receiver: Receiver
) -> None:
    hooks = api.sandbox.webhooks
    hooks.register(receiver.url)
    receiver.status = 500

    def fail(count: int) -> None:
        for _ in range(count):
            hooks.emit("task.completed", {"id": "x"})
        for _ in SCHEDULE:
            hooks.deliver()
            clock.advance(24 * 3600)

    fail(1)
    receiver.status = 204
    hooks.emit("task.completed", {"id": "x"})
    hooks.deliver()  # a success: they are no longer in a row
    receiver.status = 500
    fail(TOLERATED_FAILURES)
    assert [endpoint.disabled for endpoint in hooks.endpoints()] == [False]
    fail(1)
    assert [endpoint.disabled for endpoint in hooks.endpoints()] == [True]
    hooks.emit("task.completed", {"id": "x"})
    assert hooks.deliver() == 0


def test_a_retry_that_succeeds_is_the_last(api: Api, clock: Clock, receiver: Receiver) -> None:
    api.sandbox.webhooks.register(receiver.url)
    receiver.status = 500
    api.customer()
    api.sandbox.webhooks.deliver()
    receiver.status = 200
    clock.advance(5)
    api.sandbox.webhooks.deliver()
    (delivery,) = api.sandbox.webhooks.outbox()
    assert (delivery.state, delivery.attempts) == ("delivered", 2)
    clock.advance(24 * 3600)
    assert api.sandbox.webhooks.deliver() == 0


def test_a_refused_connection_is_a_failed_attempt(api: Api) -> None:
    api.sandbox.webhooks.register("http://127.0.0.1:1/")
    api.customer()
    api.sandbox.webhooks.deliver()
    assert api.sandbox.webhooks.outbox()[0].outcome == "ConnectionRefusedError"


def test_during_a_rotation_both_secrets_sign_for_24_hours(api: Api, clock: Clock, receiver: Receiver) -> None:
    endpoint = api.sandbox.webhooks.register(receiver.url, secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    rotated = api.sandbox.webhooks.rotate(endpoint)
    assert rotated.secret != endpoint.secret
    api.customer("A")
    api.sandbox.webhooks.deliver()
    clock.advance(24 * 3600)
    api.customer("B")
    api.sandbox.webhooks.deliver()
    during, after = receiver.received
    assert verify(endpoint.secret, *during) == verify(rotated.secret, *during)
    verify(rotated.secret, *after)
    with pytest.raises(WebhookVerificationError):
        verify(endpoint.secret, *after)


@pytest.mark.parametrize("url", ["http://example.com/", "https://10.0.0.1/"])
def test_webhooks_stay_on_this_machine_unless_allowed(sandbox: Sandbox, url: str) -> None:
    with pytest.raises(ValueError, match="not on this machine"):
        sandbox.webhooks.register(url)


UNUSABLE = ["ftp://localhost/", "localhost", "", "http://localhost/é", "http://localhost/a b", "http://localhost:x/"]
MORE = [
    "http://localhost/\r\nX: y",
    "http://[::1",
    "http://localhost:99999/",
    "http://me@localhost/",
    "http://lo\0calhost/",
]


@pytest.mark.parametrize("url", [*UNUSABLE, *MORE], ids=ascii)
def test_a_url_that_cannot_be_called_is_rejected(url: str) -> None:
    with pytest.raises(ValueError, match="can't be called"):
        Sandbox(allow_remote_webhooks=True).webhooks.register(url)


def test_delivery_goes_on_after_a_url_that_cannot_be_called(api: Api, receiver: Receiver) -> None:
    bad = api.sandbox.webhooks.register(receiver.url)
    api.sandbox.webhooks.register(receiver.url)
    # As a file of an earlier version may have it.
    api.sandbox.store.execute("UPDATE endpoints SET url = ? WHERE id = ?", (f"{receiver.url}/é", bad.id))
    with api.sandbox.serve():
        for name in ("A", "B"):
            receiver.arrived.clear()
            api.customer(name)
            assert receiver.arrived.wait(20)
    assert {delivery.outcome for delivery in api.sandbox.webhooks.outbox()} == {"UnicodeEncodeError", "HTTP 204"}


def test_delivery_goes_on_after_a_round_that_failed(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    api.sandbox.webhooks.register(receiver.url)
    deliver, failed = api.sandbox.webhooks.deliver, threading.Event()

    def fail_once() -> int:
        if failed.is_set():
            return deliver()
        failed.set()
        raise sqlite3.OperationalError("database is locked")

    monkeypatch.setattr(api.sandbox.webhooks, "deliver", fail_once)
    with api.sandbox.serve():
        assert failed.wait(20)
        api.customer("A")
        assert receiver.arrived.wait(20)
    assert "Delivering webhooks failed" in caplog.text


def test_remote_webhooks_can_be_allowed_and_loopback_has_many_names() -> None:
    remote = Sandbox(allow_remote_webhooks=True)
    assert remote.webhooks.register("https://example.com/hook").url == "https://example.com/hook"
    for host in ("localhost", "127.0.0.1", "[::1]", "127.9.9.9"):
        Sandbox().webhooks.register(f"http://{host}:1/")


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "plain"])
def test_a_malformed_secret_is_rejected(sandbox: Sandbox, secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        sandbox.webhooks.register("http://localhost/", secret=secret)


def test_a_served_sandbox_delivers_in_the_background(api: Api, receiver: Receiver) -> None:
    api.sandbox.webhooks.register(receiver.url)
    with api.sandbox.serve():
        api.customer()
        assert receiver.arrived.wait(10)
    assert receiver.types() == ["customer.created"]
    assert api.sandbox.webhooks.outbox()[0].state == "delivered"


def test_a_removed_endpoint_gets_nothing_more(api: Api, receiver: Receiver) -> None:
    hooks = api.sandbox.webhooks
    removed, kept = hooks.register(receiver.url), hooks.register(receiver.url)
    api.customer("Acme Co.")
    hooks.remove(removed.id)
    assert [endpoint.id for endpoint in hooks.endpoints()] == [kept.id]
    assert (hooks.deliver(), len(receiver.received)) == (1, 1)
    with pytest.raises(ValueError, match=f"There is no endpoint {removed.id}"):
        hooks.remove(removed.id)
