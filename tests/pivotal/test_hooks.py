"""Hooks: their events and order, sync and async, and what happens if one fails."""

import asyncio
import gc
import signal
import threading
import warnings
from typing import Any

import pytest
from pivotal import AsyncPivotalApi, Hooks, PivotalApi, errors
from pivotal.errors import InvalidArgumentError, PivotalError

from tests.support.flavors import Flavor
from tests.support.samples import HEALTH, KEY, customer
from tests.support.scripted import DROPPED, Answer, ScriptedServer, reply


class Diary(Hooks):
    """Records its events."""

    def __init__(self, name: str = "", pages: list[str] | None = None) -> None:
        self.name = name
        self.pages: list[str] = [] if pages is None else pages

    def call_started(self, call: Any) -> None:
        self.pages.append(f"{self.name}call {call.operation} {len(call.attempts)}")

    def attempt_started(self, call: Any, attempt: Any) -> None:
        self.pages.append(f"{self.name}try {attempt.number}")

    def attempt_ended(self, call: Any, attempt: Any) -> None:
        assert attempt.seconds > 0 and call.attempts[-1] is attempt
        outcome = attempt.response.status if attempt.response else type(attempt.error).__name__
        self.pages.append(f"{self.name}got {outcome}")

    def call_ended(self, call: Any) -> None:
        self.pages.append(f"{self.name}end {type(call.error).__name__ if call.error else 'ok'}")


class AsyncDiary(Diary):
    """The same with async methods."""

    async def call_started(self, call: Any) -> None:  # type: ignore[override]
        await asyncio.sleep(0)
        super().call_started(call)

    async def attempt_started(self, call: Any, attempt: Any) -> None:  # type: ignore[override]
        await asyncio.sleep(0)
        super().attempt_started(call, attempt)

    async def attempt_ended(self, call: Any, attempt: Any) -> None:  # type: ignore[override]
        await asyncio.sleep(0)
        super().attempt_ended(call, attempt)

    async def call_ended(self, call: Any) -> None:  # type: ignore[override]
        await asyncio.sleep(0)
        super().call_ended(call)


def get(api: Any) -> Any:
    return api.customers.get(1)


def test_the_order_of_a_call_that_is_retried(flavor: Flavor) -> None:
    diary = Diary()
    with ScriptedServer(DROPPED, reply(500), reply(body=customer())) as server:
        flavor.call(server.url, get, hooks=[diary])
    tried = ["try 1", "got APIConnectionError", "try 2", "got 500", "try 3", "got 200"]
    assert diary.pages == ["call get-customer 0", *tried, "end ok"]


def test_async_hooks_are_awaited_on_an_async_client() -> None:
    async def run(url: str) -> None:
        async with AsyncPivotalApi(api_key=KEY, base_url=url, hooks=[diary, Diary("sync ", diary.pages)]) as api:
            await api.health()

    diary = AsyncDiary()
    with ScriptedServer(reply(body=HEALTH)) as server:
        asyncio.run(run(server.url))
    assert diary.pages[:2] == ["call get-health 0", "sync call get-health 0"]
    assert diary.pages[-2:] == ["end ok", "sync end ok"]


def test_an_async_hook_on_a_sync_client_is_refused_without_a_stray_coroutine() -> None:
    api = PivotalApi(api_key=KEY, base_url="http://127.0.0.1:1", hooks=[AsyncDiary()])
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        with pytest.raises(InvalidArgumentError, match=r"AsyncDiary\.call_ended is async; use AsyncPivotalApi"):
            api.health()
        gc.collect()
    assert [str(each.message) for each in warned if each.category is RuntimeWarning] == []


FAILURES = {
    "refused": (reply(404), errors.NotFoundError),
    "dropped": (DROPPED, errors.APIConnectionError),
    "not what the contract says": (reply(200, b"<html>"), errors.InvalidResponseError),
}


@pytest.mark.parametrize("way", FAILURES)
def test_call_ended_reports_the_error_that_the_caller_sees(flavor: Flavor, way: str) -> None:
    script, error = FAILURES[way]
    diary = Diary()
    with ScriptedServer(script) as server, pytest.raises(error):
        flavor.call(server.url, get, hooks=[diary])
    assert diary.pages[-1] == f"end {error.__name__}"


class Failing(Hooks):
    """Raises at one event."""

    def __init__(self, event: str) -> None:
        setattr(self, event, self._fail)

    def _fail(self, *_: Any) -> None:
        raise LookupError("the hook fell")


@pytest.mark.parametrize("event", ["call_started", "attempt_started", "attempt_ended", "call_ended"])
def test_an_error_of_a_hook_reaches_the_caller_unchanged(flavor: Flavor, event: str) -> None:
    diary = Diary()
    with ScriptedServer(reply(body=customer())) as server:
        with pytest.raises(LookupError, match="the hook fell"):
            flavor.call(server.url, get, hooks=[diary, Failing(event)])
        assert flavor.call(server.url, get).display_id == 1
    assert diary.pages[0] == "call get-customer 0"
    assert event == "call_started" or diary.pages[-1].startswith("end ")


EVENTS = ["call_started", "attempt_started", "attempt_ended", "call_ended"]


@pytest.mark.parametrize("event", EVENTS)
def test_every_hook_runs_even_if_one_fails(flavor: Flavor, event: str) -> None:
    """A hook can close at the end what it opened at the start."""
    first, last = Diary(), Diary()
    with ScriptedServer(reply(body=customer())) as server, pytest.raises(LookupError, match="the hook fell"):
        flavor.call(server.url, get, hooks=[first, Failing(event), last])
    assert first.pages == last.pages
    assert (first.pages[0], first.pages[-1]) == (
        "call get-customer 0",
        f"end {'ok' if event == 'call_ended' else 'LookupError'}",
    )
    assert len([page for page in first.pages if page.startswith("try ")]) == (0 if event == "call_started" else 1)


def test_if_two_hooks_fail_neither_error_is_lost(flavor: Flavor) -> None:
    with ScriptedServer(reply(body=customer())) as server, pytest.raises(LookupError) as caught:
        flavor.call(server.url, get, hooks=[Failing("attempt_ended"), Failing("attempt_ended")])
    assert isinstance(caught.value.__context__, LookupError)


@pytest.mark.parametrize("result", [5, True, "x"], ids=repr)
def test_the_result_of_a_hook_is_ignored(flavor: Flavor, result: object) -> None:
    class Returning(Hooks):
        def call_started(self, call: Any) -> Any:
            return result

    with ScriptedServer(reply(body=customer())) as server:
        assert flavor.call(server.url, get, hooks=[Returning()]).display_id == 1


BAD_HEADERS: dict[str, Any] = {
    "x-a": "b\r\nX-Evil: 1",
    "x-b": "\N{SNOWMAN}",
    "x-c": 5,
    "x d": "e",
    "authorization": "Bearer x",
}


@pytest.mark.parametrize("name", BAD_HEADERS)
def test_a_header_of_a_hook_that_can_t_be_sent(flavor: Flavor, name: str) -> None:
    class Adding(Hooks):
        def attempt_started(self, call: Any, attempt: Any) -> None:
            attempt.request.headers[name] = BAD_HEADERS[name]

    with ScriptedServer(reply(body=customer())) as server:
        with pytest.raises(InvalidArgumentError):
            flavor.call(server.url, get, hooks=[Adding()])
        assert server.connections == 0


def test_a_hook_can_add_headers_to_each_attempt(flavor: Flavor) -> None:
    class Signing(Hooks):
        def attempt_started(self, call: Any, attempt: Any) -> None:
            attempt.request.headers["x-attempt"] = str(attempt.number)

    with ScriptedServer(reply(500), reply(body=customer())) as server:
        flavor.call(server.url, get, hooks=[Signing()])
    assert [request.headers["x-attempt"] for request in server.requests] == ["1", "2"]


def test_the_context_belongs_to_one_call(flavor: Flavor) -> None:
    class Keeping(Hooks):
        def call_started(self, call: Any) -> None:
            assert call.context == {}
            call.context["kept"] = call.operation

        def call_ended(self, call: Any) -> None:
            seen.append(call.context["kept"])

    seen: list[str] = []
    with ScriptedServer(reply(body=customer())) as server:
        flavor.call(server.url, get, hooks=[Keeping()])
        flavor.call(server.url, lambda api: api.request("GET", "/api/v1/x"), hooks=[Keeping()])
    assert seen == ["get-customer", "GET /api/v1/x"]


def test_hooks_run_at_the_end_of_a_cancelled_call() -> None:
    async def run(url: str) -> None:
        async with AsyncPivotalApi(api_key=KEY, base_url=url, hooks=[diary]) as api:
            task = asyncio.create_task(api.health())
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    diary = AsyncDiary()
    with ScriptedServer(Answer((9.0,))) as server:
        asyncio.run(run(server.url))
    assert diary.pages[-1] == "end CancelledError"


def test_no_hook_runs_for_a_call_that_is_refused(flavor: Flavor) -> None:
    diary = Diary()
    with pytest.raises(PivotalError):
        flavor.call("http://127.0.0.1:1", lambda api: api.customers.get(""), hooks=[diary])
    assert diary.pages == []


class InFlight(Hooks):
    """Counts the calls and attempts that are running."""

    count = 0
    most = 0
    errors: tuple[str, ...] = ()

    def attempt_started(self, call: Any, attempt: Any) -> None:
        self.count += 1
        self.most = max(self.most, self.count)

    def attempt_ended(self, call: Any, attempt: Any) -> None:
        self.count -= 1
        self.errors += (type(attempt.error).__name__,)


def test_hooks_run_at_the_end_of_a_cancelled_attempt() -> None:
    async def run(url: str) -> None:
        async with AsyncPivotalApi(api_key=KEY, base_url=url, hooks=[diary, flying]) as api:
            task = asyncio.create_task(api.health())
            while not server.requests:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    diary, flying = AsyncDiary(), InFlight()
    with ScriptedServer(Answer((9.0,))) as server:
        asyncio.run(run(server.url))
    assert diary.pages[1:] == ["try 1", "got CancelledError", "end CancelledError"]
    assert (flying.most, flying.count, flying.errors) == (1, 0, ("CancelledError",))


def test_hooks_run_at_the_end_of_an_interrupted_attempt() -> None:
    def interrupt(_: Any) -> Answer:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return Answer((9.0,))

    flying = InFlight()
    with ScriptedServer(interrupt) as server, pytest.raises(KeyboardInterrupt):
        PivotalApi(api_key=KEY, base_url=server.url, hooks=[flying]).health()
    assert (flying.most, flying.count, flying.errors) == (1, 0, ("KeyboardInterrupt",))
