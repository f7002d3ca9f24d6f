"""HTTP/2, where calls share a connection: one that gives up takes nothing from the others."""

import asyncio
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pivotal import AsyncPivotalApi, PivotalApi, RetryPolicy
from pivotal.errors import APITimeoutError, InvalidResponseError

from tests.support.samples import HEALTH, KEY
from tests.support.tls import http2_server

NEVER = "/api/v1/customers/404"
GIVE_UP: Any = {"deadline": 0.1}


@contextmanager
def options(pair: tuple[Path, Path], **server: Any) -> Iterator[tuple[dict[str, Any], list[dict[str, str]]]]:
    """Yield the options of a client whose server never answers one path, and the requests that come."""
    trusting = ssl.create_default_context(cafile=pair[0])
    with http2_server(*pair, json.dumps(HEALTH).encode(), unanswered=NEVER, **server) as (url, seen):
        retries = RetryPolicy(max_retries=0)
        yield {"api_key": KEY, "base_url": url, "verify": trusting, "http2": True, "retries": retries}, seen


@pytest.mark.parametrize("cancelled", [True, False], ids=["cancelled", "out of time"])
def test_calls_that_give_up_use_no_streams_up(cancelled: bool, pair: tuple[Path, Path]) -> None:
    """A connection has 100 streams."""

    async def run(made: dict[str, Any]) -> list[str]:
        async with AsyncPivotalApi(**made) as api:
            for _ in range(4):
                calls = [api.customers.get(404, options={} if cancelled else GIVE_UP) for _ in range(30)]
                tasks = [asyncio.ensure_future(call) for call in calls]
                await asyncio.sleep(0.1)
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
            return [(await api.health()).status for _ in range(3)]

    with options(pair) as (made, _):
        assert asyncio.run(run(made)) == ["ok"] * 3


def test_a_body_that_is_too_long_gives_up_its_connection(pair: tuple[Path, Path]) -> None:
    """What is left of it would use up what the server may send on that connection."""
    with options(pair) as (made, seen), PivotalApi(**made, max_response_bytes=10) as api:
        for _ in range(2):
            with pytest.raises(InvalidResponseError, match="more than 10 bytes"):
                api.health()
        assert len({request["connection"] for request in seen}) == 2


def test_a_thread_that_gives_up_fails_no_other(pair: tuple[Path, Path]) -> None:
    answers = threading.Event()
    answers.set()
    server = options(pair, wait=lambda: answers.wait(20))
    with server as (made, seen), PivotalApi(**made) as api, ThreadPoolExecutor(2) as threads:
        assert api.health().status == "ok"
        answers.clear()
        hurried = threads.submit(lambda: api.customers.get(404, options={"deadline": 0.5}))
        wait_until(lambda: len(seen) == 2)  # from now on it reads what comes for both
        patient = threads.submit(lambda: api.health().status)
        assert isinstance(hurried.exception(), APITimeoutError)
        answers.set()
        assert patient.result() == "ok"


def test_a_closed_connection_is_not_written_to(pair: tuple[Path, Path], caplog: pytest.LogCaptureFixture) -> None:
    """asyncio logs a warning for each such write."""

    async def run(made: dict[str, Any]) -> None:
        async with AsyncPivotalApi(**made) as api:
            await asyncio.gather(*(api.health() for _ in range(80)), return_exceptions=True)

    with options(pair, most=5) as (made, _):
        asyncio.run(run(made))
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []


def wait_until(is_so: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < ends
        time.sleep(0.005)
