"""Endpoints: which events they get, with which secret, and which URLs they may have."""

import pytest
from pivotal.sandbox import Clock, Sandbox
from pivotal.sandbox._webhooks.outbox import TOLERATED_FAILURES
from standardwebhooks import WebhookVerificationError

from tests.pivotal.sandbox.support import TEST_KEY, Api
from tests.pivotal.sandbox.webhooks.receivers import SCHEDULE, Receiver, register, verify


def test_a_new_endpoint_gets_a_ping_whatever_types_it_wants(api: Api, receiver: Receiver) -> None:
    hooks = api.sandbox.webhooks
    first = hooks.register(receiver.url, types=["contact.created"])
    assert hooks.deliver() == 1
    second = hooks.register(receiver.url, test_mode=True)
    assert hooks.deliver() == 1
    ours, theirs = receiver.received
    ping = verify(first.secret, *ours)
    assert (ping["type"], ping["livemode"], ping["data"]) == ("webhook.ping", True, {})
    assert verify(second.secret, *theirs)["livemode"] is False
    with pytest.raises(WebhookVerificationError):
        verify(first.secret, *theirs)


def test_events_of_test_keys_go_to_endpoints_in_test_mode_only(api: Api, receiver: Receiver) -> None:
    test, hooks = Api(api.sandbox, TEST_KEY), api.sandbox.webhooks
    live_endpoint, test_endpoint = register(api, receiver), register(api, receiver, test_mode=True)
    assert [endpoint.test_mode for endpoint in hooks.endpoints()] == [False, True]
    test.customer("Of a test key")
    assert hooks.deliver() == 1
    assert verify(test_endpoint.secret, *receiver.received.pop())["livemode"] is False
    api.customer("Of a live key")
    assert hooks.deliver() == 1
    assert verify(live_endpoint.secret, *receiver.received.pop())["livemode"] is True
    hooks.emit("task.completed", {}, livemode=False)
    assert hooks.deliver() == 1
    rotated = hooks.rotate(test_endpoint)
    assert rotated.test_mode
    assert hooks.replay(hooks.events("task.completed")[0]["id"]) == 1
    assert hooks.deliver() == 1
    verify(rotated.secret, *receiver.received[-1])
    assert [event["livemode"] for event in hooks.events("task.completed")] == [False]


def test_an_endpoint_receives_only_the_types_that_it_wants(api: Api, receiver: Receiver) -> None:
    register(api, receiver, types=["contact.created"])
    api.contact(api.customer())
    assert api.sandbox.webhooks.deliver() == 1
    assert receiver.types() == ["contact.created"]
    with pytest.raises(ValueError, match="no event type"):
        register(api, receiver, types=["x"])


def test_an_endpoint_is_disabled_after_more_than_100_failed_deliveries_in_a_row(
    api: Api, clock: Clock, receiver: Receiver
) -> None:
    hooks = api.sandbox.webhooks
    register(api, receiver)
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


def test_during_a_rotation_both_secrets_sign_for_24_hours(api: Api, clock: Clock, receiver: Receiver) -> None:
    endpoint = register(api, receiver, secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
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


def test_remote_webhooks_can_be_allowed_and_loopback_has_many_names() -> None:
    remote = Sandbox(allow_remote_webhooks=True)
    assert remote.webhooks.register("https://example.com/hook").url == "https://example.com/hook"
    for host in ("localhost", "127.0.0.1", "[::1]", "127.9.9.9"):
        Sandbox().webhooks.register(f"http://{host}:1/")


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "plain"])
def test_a_malformed_secret_is_rejected(sandbox: Sandbox, secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        sandbox.webhooks.register("http://localhost/", secret=secret)
