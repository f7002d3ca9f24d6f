from collections.abc import Iterator

import pytest

from tests.pivotal.sandbox.webhooks.receivers import Receiver
from tests.support.scripted import Answer, Received, ScriptedServer, reply


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
