"""Receivers of the sandbox's webhooks."""

import json
import threading
from typing import Any

from attrs import Factory, define
from pivotal.sandbox import Delivery, Endpoint
from standardwebhooks import Webhook

from tests.pivotal.sandbox.support import Api

# Seconds from the first attempt, as documented: each after the one before, and the last a day after the first.
SCHEDULE = (0, 5, 305, 2_105, 9_305, 27_305, 63_305, 86_400)


@define
class Receiver:
    """What an endpoint received, and the status that it responds with."""

    url: str = ""
    status: int = 204
    received: list[tuple[dict[str, str], bytes]] = Factory(list)
    arrived: threading.Event = Factory(threading.Event)

    def types(self) -> list[str]:
        return [json.loads(body)["type"] for _, body in self.received]


def register(api: Api, receiver: Receiver, **options: Any) -> Endpoint:
    """Add an endpoint, and let its ping pass."""
    endpoint = api.sandbox.webhooks.register(receiver.url, **options)
    assert api.sandbox.webhooks.deliver() == 1
    assert receiver.types().pop() == "webhook.ping"
    receiver.received.clear()
    return endpoint


def outbox(api: Api) -> list[Delivery]:
    return [delivery for delivery in api.sandbox.webhooks.outbox() if delivery.type != "webhook.ping"]


def verify(secret: str, headers: dict[str, str], body: bytes) -> Any:
    names = ("id", "timestamp", "signature")
    return Webhook(secret).verify(body, {f"webhook-{name}": headers[f"svix-{name}"] for name in names})
