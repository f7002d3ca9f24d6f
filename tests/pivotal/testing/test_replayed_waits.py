"""A recorded Retry-After takes no time when it is replayed, and is waited for while it is recorded."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from pivotal import AsyncPivotalApi, PivotalApi
from pivotal.sandbox import Sandbox
from pivotal.testing import AsyncCassette, Cassette

from tests.support.samples import HEALTH, KEY

LIMITED: dict[str, Any] = {"status": 429, "headers": {"retry-after": "50"}, "body": "{}"}
ANSWERED: dict[str, Any] = {"status": 200, "headers": {}, "body": json.dumps(HEALTH)}
REQUEST = {"method": "GET", "target": "/api/v1/health", "body": None}


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    path = tmp_path / "health.json"
    path.write_text(json.dumps([{"request": REQUEST, "response": response} for response in (LIMITED, ANSWERED)]))
    return path


def test_a_replayed_wait_takes_no_time(cassette: Path) -> None:
    client = PivotalApi(api_key=KEY)
    client._sender = Cassette(cassette, client._sender)
    started = time.monotonic()
    assert client.health().response.attempts == 2
    assert time.monotonic() - started < 40


def test_a_replayed_wait_takes_no_time_async(cassette: Path) -> None:
    client = AsyncPivotalApi(api_key=KEY)
    client._sender = AsyncCassette(cassette, client._sender)
    started = time.monotonic()
    assert asyncio.run(client.health()).response.attempts == 2
    assert time.monotonic() - started < 40


def test_a_recording_waits_unless_it_is_of_a_sandbox(tmp_path: Path) -> None:
    sandbox = Sandbox()
    for client, takes_no_time in ((PivotalApi(api_key=KEY), False), (PivotalApi(sandbox=sandbox), True)):
        assert Cassette(tmp_path / "new.json", client._sender).pause(5) is takes_no_time
