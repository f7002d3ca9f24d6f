import sqlite3
import threading

import pytest
from pivotal.models import OnboardingLaunchedEvent
from pivotal.sandbox import Clock
from pivotal.webhooks import Event as SdkEvent
from pivotal.webhooks import SeenInMemory
from pivotal.webhooks import Webhooks as SdkWebhooks
from standardwebhooks import WebhookVerificationError

from scripts.contract import load, webhooks
from scripts.project import CONTRACT
from tests.pivotal.sandbox.support import TEST_KEY, Api
from tests.pivotal.sandbox.webhooks.receivers import SCHEDULE, Receiver, outbox, register, verify
from tests.pivotal.webhooks.servers import wsgi_server
from tests.pivotal.webhooks.support import SECRET

# No request causes these, because the API lacks what they report. They are emitted by hand.
NOT_CAUSED = ("customer.health_score_dropped", "customer.at_risk", "customer.churned", "task.completed")


def test_an_event_is_signed_and_enveloped_as_documented(api: Api, receiver: Receiver) -> None:
    endpoint = register(api, receiver)
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
    assert set(past) == documented - set(NOT_CAUSED)


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
    register(api, receiver)
    for type in NOT_CAUSED:
        api.sandbox.webhooks.emit(type, {"id": "x"})
    api.sandbox.webhooks.deliver()
    assert receiver.types() == list(NOT_CAUSED)
    with pytest.raises(ValueError, match="no event type"):
        api.sandbox.webhooks.emit("customer.exploded", {})


@pytest.mark.parametrize("status", [500, 302, 404])
def test_a_failed_delivery_is_attempted_8_times_in_24_hours(
    api: Api, clock: Clock, receiver: Receiver, status: int
) -> None:
    register(api, receiver)
    receiver.status = status
    api.customer()
    passed = 0
    for moment in SCHEDULE:
        assert outbox(api)[0].state == "pending"
        clock.advance(max(moment - passed - 1, 0))
        assert api.sandbox.webhooks.deliver() == (1 if moment == 0 else 0)
        clock.advance(min(moment, 1))
        assert api.sandbox.webhooks.deliver() == (0 if moment == 0 else 1)
        passed = moment
    clock.advance(24 * 3600)
    assert api.sandbox.webhooks.deliver() == 0
    (delivery,) = outbox(api)
    assert (delivery.state, delivery.attempts, delivery.outcome) == ("failed", 8, f"HTTP {status}")
    assert len(receiver.received) == 8
    assert len({headers["svix-id"] for headers, _ in receiver.received}) == 1


def test_the_last_attempt_comes_a_day_after_the_first_also_if_others_were_late(
    api: Api, clock: Clock, receiver: Receiver
) -> None:
    register(api, receiver)
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
    register(api, receiver)
    api.customer()
    api.sandbox.webhooks.deliver()
    (event,) = api.sandbox.webhooks.events("customer.created")
    assert api.sandbox.webhooks.replay(event["id"]) == 1
    assert api.sandbox.webhooks.deliver() == 1
    (headers, body), (headers_again, body_again) = receiver.received
    assert body == body_again
    assert headers["svix-id"] == headers_again["svix-id"] == event["id"]
    with pytest.raises(ValueError, match="no delivery of an event 'evt_x'"):
        api.sandbox.webhooks.replay("evt_x")


def test_a_retry_that_succeeds_is_the_last(api: Api, clock: Clock, receiver: Receiver) -> None:
    register(api, receiver)
    receiver.status = 500
    api.customer()
    api.sandbox.webhooks.deliver()
    receiver.status = 200
    clock.advance(5)
    api.sandbox.webhooks.deliver()
    (delivery,) = outbox(api)
    assert (delivery.state, delivery.attempts) == ("delivered", 2)
    clock.advance(24 * 3600)
    assert api.sandbox.webhooks.deliver() == 0


def test_a_refused_connection_is_a_failed_attempt(api: Api) -> None:
    api.sandbox.webhooks.register("http://127.0.0.1:1/")
    api.customer()
    api.sandbox.webhooks.deliver()
    assert outbox(api)[0].outcome == "ConnectionRefusedError"


def test_delivery_goes_on_after_a_url_that_cannot_be_called(api: Api, receiver: Receiver) -> None:
    bad = register(api, receiver)
    register(api, receiver)
    # As a file of an earlier version may have it.
    api.sandbox.store.execute("UPDATE endpoints SET url = ? WHERE id = ?", (f"{receiver.url}/é", bad.id))
    with api.sandbox.serve():
        for name in ("A", "B"):
            receiver.arrived.clear()
            api.customer(name)
            assert receiver.arrived.wait(20)
    assert {delivery.outcome for delivery in outbox(api)} == {"UnicodeEncodeError", "HTTP 204"}


def test_delivery_goes_on_after_a_round_that_failed(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    register(api, receiver)
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


def test_a_served_sandbox_delivers_in_the_background(api: Api, receiver: Receiver) -> None:
    register(api, receiver)
    with api.sandbox.serve():
        api.customer()
        assert receiver.arrived.wait(10)
    assert receiver.types() == ["customer.created"]
    assert outbox(api)[0].state == "delivered"


def test_the_sdk_receives_every_event_that_the_sandbox_sends(api: Api) -> None:
    hooks, events = api.sandbox.webhooks, list[SdkEvent]()
    webhooks = SdkWebhooks(SECRET, seen=SeenInMemory())
    webhooks.on_other(events.append)
    with wsgi_server(webhooks.wsgi()) as url:
        hooks.register(url, secret=SECRET)
        onboarding = api.onboarding(api.customer("Aurora"))
        api.patch(f"/onboardings/{onboarding['id']}", phase="launch")
        hooks.deliver()
        sent = hooks.events()
        assert {delivery.state for delivery in hooks.outbox()} == {"delivered"}
        assert [hooks.replay(event["id"]) for event in sent] == [1] * len(sent)
        hooks.deliver()  # repeated, and accepted without being handled again
        assert {delivery.state for delivery in hooks.outbox()} == {"delivered"}
    assert [event.type for event in events][:3] == ["webhook.ping", "customer.created", "onboarding.created"]
    assert [event.id for event in events] == [event["id"] for event in sent]
    launched = events[-1]
    assert isinstance(launched, OnboardingLaunchedEvent)
    assert (launched.data.object.name, launched.data.object.phase) == ("Aurora", "launch")


def test_a_receiver_that_fails_gets_the_documented_attempts(api: Api, clock: Clock) -> None:
    hooks, runs = api.sandbox.webhooks, list[int]()
    webhooks = SdkWebhooks(SECRET, seen=SeenInMemory())

    @webhooks.on("customer.created")
    def fail(event: SdkEvent) -> None:
        runs.append((clock.now() - start) // 1000)
        raise ValueError("out of order")

    with wsgi_server(webhooks.wsgi()) as url:
        hooks.register(url, secret=SECRET)
        api.customer()
        start = clock.now()
        while outbox(api)[0].state == "pending":
            clock.advance((outbox(api)[0].due_at - clock.now()) / 1000)
            hooks.deliver()
    assert runs == list(SCHEDULE)
    (delivery,) = outbox(api)
    assert (delivery.state, delivery.attempts, delivery.outcome) == ("failed", 8, "HTTP 500")


def test_a_removed_endpoint_gets_nothing_more(api: Api, receiver: Receiver) -> None:
    hooks = api.sandbox.webhooks
    removed, kept = hooks.register(receiver.url), hooks.register(receiver.url)
    assert hooks.deliver() == 2  # a ping to each
    receiver.received.clear()
    api.customer("Acme Co.")
    hooks.remove(removed.id)
    assert [endpoint.id for endpoint in hooks.endpoints()] == [kept.id]
    assert (hooks.deliver(), len(receiver.received)) == (1, 1)
    with pytest.raises(ValueError, match=f"There is no endpoint {removed.id}"):
        hooks.remove(removed.id)
