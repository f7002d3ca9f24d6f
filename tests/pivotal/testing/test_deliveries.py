"""Webhooks in a user's tests: events from samples, delivered to applications under test."""

import asyncio
import doctest
from datetime import UTC, datetime
from typing import Any

import pytest
from pivotal import UNSET
from pivotal.errors import InvalidArgumentError
from pivotal.testing import WebhookDeliveries, _deliveries
from pivotal.webhooks import Event, UnknownEvent, Webhooks
from pivotal_api.contract import load_description
from pivotal_api.webhooks import EVENTS

from tests.pivotal.webhooks.servers import asgi_server, wsgi_server
from tests.pivotal.webhooks.support import OTHER_SECRET, SECRET, plain

DELIVERIES = WebhookDeliveries(SECRET)


def receiver(secret: str = SECRET) -> tuple[Webhooks, list[Event]]:
    webhooks, events = Webhooks(secret), list[Event]()
    webhooks.on_other(events.append)
    return webhooks, events


@pytest.mark.parametrize("type", EVENTS)
def test_an_event_of_each_type_is_made_from_its_sample(type: str) -> None:
    event, other = DELIVERIES.make_event(type), DELIVERIES.make_event(type)
    assert isinstance(event, EVENTS[type])
    assert event.id != other.id
    assert abs((datetime.now(UTC) - event.created_at).total_seconds()) < 3600
    (sample,) = (entry.sample for entry in load_description().webhooks if entry.type == type)
    assert event.to_dict()["data"] == plain(sample["data"])


def test_fields_replace_those_of_the_sample_at_any_depth() -> None:
    data = {"object": {"phase": "review", "name": UNSET, "added_later": [1]}, "previous_attributes": None}
    event = DELIVERIES.make_event("onboarding.launched", id="evt_1", livemode=False, org_id=UNSET, data=data)
    assert (event.id, event.livemode, event.org_id, event.data.previous_attributes) == ("evt_1", False, UNSET, None)
    object = event.data.object
    assert (object.phase, object.state, object.name) == ("review", "active", UNSET)
    assert object.extra_fields == {"added_later": [1]}


def test_an_event_of_a_later_contract_needs_data() -> None:
    event = DELIVERIES.make_event("customer.merged", data={"object": {"id": "x"}})
    assert isinstance(event, UnknownEvent)
    assert (event.type, event.data, event.livemode) == ("customer.merged", {"object": {"id": "x"}}, True)
    with pytest.raises(InvalidArgumentError, match=r"no event type 'onboarding\.launch'; did you mean"):
        DELIVERIES.make_event("onboarding.launch")


def test_fields_that_an_event_cannot_have_are_refused() -> None:
    with pytest.raises(
        InvalidArgumentError, match=r"onboarding\.launched can't have these fields: .*`\$\.data\.object"
    ):
        DELIVERIES.make_event("onboarding.launched", data={"object": {"display_id": "three"}})


@pytest.mark.parametrize("kind", ["asgi", "wsgi"])
def test_an_event_is_delivered_to_an_application(kind: str) -> None:
    webhooks, events = receiver()
    event = DELIVERIES.make_event("contact.created")
    app: Any = getattr(webhooks, kind)()
    assert DELIVERIES.deliver(app, event).status_code == 204
    assert events == [event]
    assert DELIVERIES.deliver(app, event, **{"svix-id": "evt_0"}).status_code == 400


def test_an_event_is_delivered_in_a_running_loop() -> None:
    webhooks, events = receiver()
    event = DELIVERIES.make_event("contact.created").to_dict()
    assert asyncio.run(DELIVERIES.deliver_async(webhooks.asgi(), event, "/webhooks")).status_code == 204
    assert events[0].to_dict() == event


def test_an_event_is_delivered_to_a_server() -> None:
    webhooks, events = receiver()
    event = DELIVERIES.make_event("contact.created")
    with wsgi_server(webhooks.wsgi()) as url:
        assert DELIVERIES.deliver(url, event).status_code == 204
    with asgi_server(webhooks.asgi()) as url:
        assert asyncio.run(DELIVERIES.deliver_async(url, event)).status_code == 204
    assert events == [event, event]


def test_a_delivery_with_another_secret_is_refused() -> None:
    webhooks, events = receiver(OTHER_SECRET)
    event = DELIVERIES.make_event("contact.created")
    assert DELIVERIES.deliver(webhooks.wsgi(), event).text == "no_signature_fits"
    assert events == []


def test_the_path_of_an_application_is_called() -> None:
    paths: list[str] = []

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        paths.append(environ["PATH_INFO"])
        start_response("204 No Content", [])
        return []

    DELIVERIES.deliver(app, DELIVERIES.make_event("webhook.ping"), "/hooks/pivotal")
    assert paths == ["/hooks/pivotal"]


def test_the_example_runs() -> None:
    done = doctest.testmod(_deliveries)
    assert (done.failed, done.attempted) == (0, 7)
