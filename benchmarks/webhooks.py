"""Receiving an event: from a signed delivery to a typed event, against the signature library and a bare decoder."""

from collections.abc import Callable
from typing import Any

import msgspec
from pivotal.webhooks import Webhooks
from pivotal_api.contract import load_description
from pivotal_api.webhooks import KnownEvent
from standardwebhooks import Webhook

from benchmarks.figures import Effort, Figure, least_cpu, repeated

_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_TYPE = "onboarding.launched"
_EVENTS_A_DECODE = 20


def measure(effort: Effort) -> list[Figure]:
    """Return what a verified event costs, as a multiple of a signature check and a decode without checks."""
    count = effort.decodes * _EVENTS_A_DECODE
    best = least_cpu({name: repeated(way, count) for name, way in _contestants().items()}, effort.rounds)
    spent = {name: seconds / count * 1e6 for name, seconds in best.items()}
    return [
        Figure("event received, unwrap", spent["unwrap"] / spent["bare"], "x", 1.5, measured=spent, measured_in="µs"),
    ]


def _contestants() -> dict[str, Callable[[], Any]]:
    receiver, library = Webhooks(_SECRET), Webhook(_SECRET)
    decoder: msgspec.json.Decoder[KnownEvent] = msgspec.json.Decoder(KnownEvent)
    (sample,) = (entry.sample for entry in load_description().webhooks if entry.type == _TYPE)
    delivery = receiver.sign(sample, spelling="webhook")
    body, headers = delivery.body, delivery.headers

    def bare() -> Any:
        library.verify(body, headers, json_parse=False)
        return decoder.decode(body)

    if receiver.unwrap(body, headers) != bare():
        raise RuntimeError("The contestants don't receive the same event.")
    return {"bare": bare, "unwrap": lambda: receiver.unwrap(body, headers)}
