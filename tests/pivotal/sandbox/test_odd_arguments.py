"""Arguments of the sandbox that nobody means: a ValueError in one line, which is InvalidArgumentError or its own."""

from collections.abc import Callable
from typing import Any

import pytest
from pivotal import PivotalApi
from pivotal.sandbox import Clock, Request, Sandbox

from tests.pivotal.sandbox.support import TEST_KEY
from tests.support.odd_values import VALUES, refused

URL = "http://127.0.0.1:9/hook"


def served(**options: Any) -> None:
    with Sandbox().serve(**options):
        pass


PLACES: dict[str, Callable[[Any], Any]] = {
    "path": Sandbox,
    "clock": lambda value: Sandbox(clock=value),
    "rate_limit": lambda value: Sandbox(rate_limit=value),
    "rate_limit of a tier": lambda value: Sandbox(rate_limit={"test": value}),
    "deprecations": lambda value: Sandbox(deprecations=value),
    "deprecation": lambda value: Sandbox(deprecations={"get-me": value}),
    "allow_remote_webhooks": lambda value: Sandbox(allow_remote_webhooks=value),
    "distinct_times": lambda value: Sandbox(distinct_times=value),
    "contract": lambda value: Sandbox(contract=value),
    "customers": lambda value: Sandbox().seed(value),
    "seed": lambda value: Sandbox().seed(1, value),
    "restore": lambda value: Sandbox().restore(value),
    "api_key": lambda value: Sandbox().client(api_key=value),
    "host": lambda value: served(host=value),
    "port": lambda value: served(port=value),
    "control": lambda value: served(control=value),
    "allowed_hosts": lambda value: served(allowed_hosts=value),
    "advance": lambda value: Clock().advance(value),
    "freeze": lambda value: Clock().freeze(value),
    "key": lambda value: Sandbox().keys.register(value),
    "name of a key": lambda value: Sandbox().keys.register(TEST_KEY, name=value),
    "tier": lambda value: Sandbox().keys.register(TEST_KEY, tier=value),
    "revoke": lambda value: Sandbox().keys.revoke(value),
    "fault": lambda value: Sandbox().faults.add(value),
    "operation": lambda value: Sandbox().faults.add(operation=value),
    "skip": lambda value: Sandbox().faults.add(skip=value),
    "body of a fault": lambda value: Sandbox().faults.add(status=500, body=value),
    "operation that was called": lambda value: Sandbox().requests.assert_called(value),
    "times": lambda value: Sandbox().requests.assert_called("get-me", times=value),
    "url": lambda value: Sandbox().webhooks.register(value),
    "types": lambda value: Sandbox().webhooks.register(URL, types=value),
    "test_mode": lambda value: Sandbox().webhooks.register(URL, test_mode=value),
    "endpoint": lambda value: Sandbox().webhooks.remove(value),
    "event": lambda value: Sandbox().webhooks.replay(value),
    "type": lambda value: Sandbox().webhooks.emit(value, {}),
    "object": lambda value: Sandbox().webhooks.emit("task.completed", value),
    "livemode": lambda value: Sandbox().webhooks.emit("task.completed", {}, livemode=value),
    "events": lambda value: Sandbox().webhooks.events(value),
    "headers": lambda value: Request("GET", "/api/v1/me", headers=value),
    "request": lambda value: Sandbox().handle(value),
    "sandbox": lambda value: PivotalApi(sandbox=value),
}
ACCEPTED = {("skip", "huge"), ("times", "huge"), ("times", "-huge")}


@pytest.mark.parametrize("name", VALUES)
@pytest.mark.parametrize("place", PLACES)
def test_it_is_refused(place: str, name: str) -> None:
    if (place, name) not in ACCEPTED:
        refused(lambda: PLACES[place](VALUES[name]), ValueError, *((OSError,) if place == "port" else ()))
