"""Arguments of the receiver, of its stores and of test deliveries that nobody means: one documented error."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pivotal.errors import InvalidArgumentError
from pivotal.testing import WebhookDeliveries
from pivotal.webhooks import SeenInMemory, SeenInSQLite, Webhooks, WebhookVerificationError

from tests.support.odd_values import VALUES, refused

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT = {"id": "evt_1", "type": "customer.created", "data": {"object": {}}}
RECEIVER = Webhooks(SECRET)
DELIVERIES = WebhookDeliveries(SECRET)
DELIVERY = RECEIVER.sign(EVENT)
NEW = partial(Webhooks, SECRET)
deliver = partial(DELIVERIES.deliver, RECEIVER.wsgi())
PLACES: dict[str, Callable[[Any], Any]] = {
    "secret": Webhooks,
    "previous_secret": lambda value: NEW(previous_secret=value),
    "tolerance": lambda value: NEW(tolerance=value),
    "max_body_bytes": lambda value: NEW(max_body_bytes=value),
    "seen": lambda value: NEW(seen=value),
    "event type": lambda value: NEW().on(value),
    "handler": lambda value: NEW().on("customer.created")(value),
    "handler of others": lambda value: NEW().on_other(value),
    "body": lambda value: RECEIVER.unwrap(value, DELIVERY.headers),
    "headers": lambda value: RECEIVER.unwrap(DELIVERY.body, value),
    "headers of handle": lambda value: RECEIVER.handle(DELIVERY.body, value),
    "headers, a pair": lambda value: RECEIVER.unwrap(DELIVERY.body, [value]),
    "header": lambda value: RECEIVER.unwrap(DELIVERY.body, {**DELIVERY.headers, "svix-id": value}),
    "event": RECEIVER.sign,
    "data": lambda value: RECEIVER.sign({"id": "evt_1", "data": value}),
    "id": lambda value: RECEIVER.sign({"id": value}),
    "at": lambda value: RECEIVER.sign(EVENT, at=value),
    "spelling": lambda value: RECEIVER.sign(EVENT, spelling=value),
    "kept": SeenInMemory,
    "event_id": SeenInMemory().claim,
    "event_id to confirm": SeenInMemory().confirm,
    "event_id to release": SeenInMemory().release,
    "kept in a file": lambda value: SeenInSQLite("seen.db", value),
    "path": SeenInSQLite,
    "event_id in a file": lambda value: SeenInSQLite("seen.db").claim(value),
    "event_id to confirm in a file": lambda value: SeenInSQLite("seen.db").confirm(value),
    "event_id to release in a file": lambda value: SeenInSQLite("seen.db").release(value),
    "type": DELIVERIES.make_event,
    "created_at": lambda value: DELIVERIES.make_event("customer.created", created_at=value),
    "target": lambda value: DELIVERIES.deliver(value, EVENT),
    "event of a delivery": deliver,
    "path of a delivery": lambda value: deliver(EVENT, value),
    "x": lambda value: deliver(EVENT, x=value),
}
ACCEPTED = {
    ("handler", "a function"),
    ("handler of others", "a function"),
    ("target", "a function"),
    ("body", "bytes"),
    ("headers of handle", "a dict with half a pair"),
    ("at", "before the first day"),
    ("created_at", "before the first day"),
}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_it_is_refused(place: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if (place, name) in ACCEPTED:
        return
    monkeypatch.chdir(tmp_path)
    refused(lambda: PLACES[place](VALUES[name]), InvalidArgumentError, WebhookVerificationError)


@pytest.mark.parametrize("digits", [19, 5_000])
def test_a_length_of_many_digits_is_too_large(digits: int) -> None:
    started: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "9" * digits, "wsgi.input": io.BytesIO(b"{}")}
    assert RECEIVER.wsgi()(environ, lambda status, _: started.append(status)) == [b"too_large"]
    assert started[0].startswith("413 ")


@pytest.mark.parametrize("url", ["", "a b", "ftp://a", "http://a:b", "\x00", "file:x"])
def test_what_no_server_has_as_its_url_is_refused(url: str) -> None:
    assert refused(lambda: DELIVERIES.deliver(url, EVENT)).startswith("target: ")
