"""Handlers: which one runs, how often, and what the response to a delivery is."""

import asyncio
import contextvars
import logging
import pickle
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pivotal.errors import InvalidArgumentError
from pivotal.models import OnboardingLaunchedEvent
from pivotal.webhooks import (
    Event,
    Outcome,
    Reason,
    SeenInMemory,
    SeenInSQLite,
    UnknownEvent,
    Webhooks,
    WebhookVerificationError,
)

from tests.pivotal.webhooks.support import BODY, EVENT, SECRET, signed

Handle = Callable[..., Outcome]


def handled_sync(webhooks: Webhooks, body: bytes = BODY, headers: Any = None) -> Outcome:
    return webhooks.handle(body, signed(body) if headers is None else headers)


def handled_async(webhooks: Webhooks, body: bytes = BODY, headers: Any = None) -> Outcome:
    return asyncio.run(webhooks.handle_async(body, signed(body) if headers is None else headers))


@pytest.fixture(params=[handled_sync, handled_async], ids=["sync", "async"])
def handle(request: pytest.FixtureRequest) -> Handle:
    return request.param


def recorder(webhooks: Webhooks, type: Any = "onboarding.launched", fails: int = 0) -> list[Event]:
    """Register a handler that fails so many times; return the events that it got."""
    got: list[Event] = []

    def handler(event: Event) -> None:
        got.append(event)
        if len(got) <= fails:
            raise ValueError("out of order")

    webhooks.on(type)(handler)
    return got


def test_the_handler_of_the_type_runs(handle: Handle) -> None:
    webhooks = Webhooks(SECRET)
    launched, created = recorder(webhooks), recorder(webhooks, "contact.created")
    outcome = handle(webhooks)
    assert (outcome.result, outcome.status, outcome.text, outcome.error) == ("handled", 204, "", None)
    assert isinstance(outcome.event, OnboardingLaunchedEvent)
    assert (launched, created) == ([outcome.event], [])


def test_an_event_without_a_handler_is_accepted(handle: Handle) -> None:
    outcome = handle(Webhooks(SECRET, seen=SeenInMemory()))
    assert (outcome.result, outcome.status) == ("no_handler", 204)


def test_events_of_other_types_have_a_handler_too(handle: Handle) -> None:
    webhooks, got = Webhooks(SECRET), []
    recorder(webhooks)
    webhooks.on_other(got.append)
    handle(webhooks)
    assert got == []
    for type in ("customer.merged", "contact.created"):
        delivery = webhooks.sign({"id": "evt_2", "type": type, "data": {"object": {}}})
        assert handle(webhooks, delivery.body, delivery.headers).status == 204
    assert [event.type for event in got] == ["customer.merged", "contact.created"]
    assert isinstance(got[0], UnknownEvent)


def test_a_refused_delivery_runs_nothing(handle: Handle, caplog: pytest.LogCaptureFixture) -> None:
    webhooks = Webhooks(SECRET)
    got = recorder(webhooks)
    outcome = handle(webhooks, BODY + b" ")
    assert outcome.status == 204  # signed as it is
    outcome = handle(webhooks, BODY + b"!", signed())
    assert (outcome.result, outcome.status, outcome.event) == ("refused", 400, None)
    assert outcome.text == "no_signature_fits"
    assert isinstance(outcome.error, WebhookVerificationError)
    assert len(got) == 1
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("pivotal.webhooks", logging.WARNING)
    assert record.getMessage() == f"Refused a delivery (no_signature_fits): {outcome.error}"


def test_a_body_above_the_limit_is_refused_by_another_status(handle: Handle) -> None:
    for limit, status in ((len(BODY), 204), (len(BODY) - 1, 413)):
        outcome = handle(Webhooks(SECRET, max_body_bytes=limit))
        assert outcome.status == status
    assert outcome.text == Reason.TOO_LARGE


@pytest.mark.parametrize("limit", [0, -1, 1.5, True, None, "1"])
def test_a_limit_that_is_not_a_number_of_bytes_is_refused(limit: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="pass a positive number of bytes"):
        Webhooks(SECRET, max_body_bytes=limit)


def test_a_handler_that_fails_is_logged_and_repeated(handle: Handle, caplog: pytest.LogCaptureFixture) -> None:
    webhooks = Webhooks(SECRET, seen=SeenInMemory())
    got = recorder(webhooks, fails=1)
    outcome = handle(webhooks)
    assert (outcome.result, outcome.status, outcome.text) == ("failed", 500, "failed")
    assert isinstance(outcome.error, ValueError)
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("pivotal.webhooks", logging.ERROR)
    assert record.getMessage() == "Handling evt_1 (onboarding.launched) failed; Pivotal delivers it again"
    assert "out of order" in caplog.text
    assert handle(webhooks).result == "handled"
    assert handle(webhooks).result == "duplicate"
    assert len(got) == 2


def test_without_a_store_a_repeated_delivery_is_handled_again(handle: Handle) -> None:
    webhooks = Webhooks(SECRET)
    got = recorder(webhooks)
    assert [handle(webhooks).status, handle(webhooks).status] == [204, 204]
    assert len(got) == 2


def test_an_event_that_is_being_handled_is_to_be_delivered_again(handle: Handle) -> None:
    webhooks = Webhooks(SECRET, seen=SeenInMemory())
    inner: list[Outcome] = []

    def meanwhile(event: Event) -> None:
        inner.append(handle(webhooks))

    webhooks.on("onboarding.launched")(meanwhile)
    assert handle(webhooks).result == "handled"
    assert [(outcome.result, outcome.status) for outcome in inner] == [("in_progress", 503)]


class Broken(SeenInMemory):
    def __init__(self, method: str) -> None:
        super().__init__()
        setattr(self, method, self.fail)

    def fail(self, event_id: str) -> Any:
        raise OSError("no space left")


@pytest.mark.parametrize(("method", "runs"), [("claim", 0), ("confirm", 1), ("release", 1)])
def test_a_store_that_fails_is_a_failure(handle: Handle, method: str, runs: int) -> None:
    webhooks = Webhooks(SECRET, seen=Broken(method))
    got = recorder(webhooks, fails=1 if method == "release" else 0)
    outcome = handle(webhooks)
    assert (outcome.status, type(outcome.error), len(got)) == (500, OSError, runs)


def test_an_interrupted_handler_gives_the_event_back() -> None:
    webhooks = Webhooks(SECRET, seen=SeenInMemory())
    runs: list[Event] = []

    def interrupted(event: Event) -> None:
        runs.append(event)
        if len(runs) == 1:
            raise KeyboardInterrupt

    webhooks.on("onboarding.launched")(interrupted)
    with pytest.raises(KeyboardInterrupt):
        handled_sync(webhooks)
    assert handled_sync(webhooks).result == "handled"


# Async handlers.


def test_an_async_handler_runs_in_the_loop_and_others_in_a_thread() -> None:
    webhooks, threads = Webhooks(SECRET, seen=SeenInMemory()), list[threading.Thread]()
    request = contextvars.ContextVar[str]("request")
    requests: list[str] = []

    async def inside(event: Event) -> None:
        threads.append(threading.current_thread())
        requests.append(request.get())

    def beside(event: Event) -> None:
        threads.append(threading.current_thread())
        requests.append(request.get())

    webhooks.on("onboarding.launched")(inside)
    webhooks.on_other(beside)

    async def main() -> None:
        request.set("r1")
        other = webhooks.sign({"id": "evt_2", "type": "customer.merged"})
        assert (await webhooks.handle_async(BODY, signed())).result == "handled"
        assert (await webhooks.handle_async(BODY, signed())).result == "duplicate"
        assert (await webhooks.handle_async(other.body, other.headers)).result == "handled"

    asyncio.run(main())
    assert [thread is threading.main_thread() for thread in threads] == [True, False]
    assert requests == ["r1", "r1"]


def test_an_async_handler_that_fails_is_repeated(caplog: pytest.LogCaptureFixture) -> None:
    webhooks = Webhooks(SECRET, seen=SeenInMemory())
    runs: list[Event] = []

    @webhooks.on("onboarding.launched")
    async def launched(event: OnboardingLaunchedEvent) -> None:
        runs.append(event)
        if len(runs) == 1:
            raise ValueError("out of order")

    assert handled_async(webhooks).status == 500
    assert "out of order" in caplog.text
    assert handled_async(webhooks).status == 204
    assert handled_async(webhooks).result == "duplicate"


def test_a_canceled_call_lets_its_handler_end() -> None:
    webhooks = Webhooks(SECRET, seen=SeenInMemory())

    async def main() -> str:
        started, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

        @webhooks.on("onboarding.launched")
        async def launched(event: OnboardingLaunchedEvent) -> None:
            started.set()
            await go_on.wait()
            ended.set()

        call = asyncio.create_task(webhooks.handle_async(BODY, signed()))
        await started.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert (await webhooks.handle_async(BODY, signed())).result == "in_progress"
        go_on.set()
        await ended.wait()
        while (outcome := await webhooks.handle_async(BODY, signed())).result == "in_progress":
            await asyncio.sleep(0)
        return outcome.result

    assert asyncio.run(main()) == "duplicate"


def test_a_loop_that_ends_gives_its_events_back() -> None:
    webhooks = Webhooks(SECRET, seen=SeenInMemory())
    runs: list[Event] = []

    @webhooks.on("onboarding.launched")
    async def launched(event: OnboardingLaunchedEvent) -> None:
        runs.append(event)
        if len(runs) == 1:
            await asyncio.Event().wait()

    async def main() -> None:
        task = asyncio.create_task(webhooks.handle_async(BODY, signed()))
        while not runs:
            await asyncio.sleep(0)
        assert not task.done()

    asyncio.run(main())
    assert handled_async(webhooks).result == "handled"


class Callable_:
    async def __call__(self, event: Event) -> None: ...


@pytest.mark.parametrize("handler", [Callable_(), Callable_().__call__])
def test_handle_refuses_an_async_handler(handler: Any) -> None:
    webhooks = Webhooks(SECRET, seen=SeenInMemory())
    webhooks.on_other(handler)
    with pytest.raises(InvalidArgumentError, match=r"handler of onboarding\.launched is async; call handle_async"):
        handled_sync(webhooks)
    assert handled_async(webhooks).result == "handled"


def test_a_function_that_returns_an_awaitable_has_not_handled_the_event(handle: Handle) -> None:
    webhooks = Webhooks(SECRET)
    handler = Callable_()
    webhooks.on_other(lambda event: handler(event))
    outcome = handle(webhooks)
    assert (outcome.status, str(outcome.error)) == (
        500,
        "The handler returned an awaitable; declare it with `async def`.",
    )


# Registration.


@pytest.mark.parametrize("type", ["onboarding.launch", "x", "", None, OnboardingLaunchedEvent])
def test_a_type_that_does_not_exist_is_refused(type: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="There is no event type") as caught:
        Webhooks(SECRET).on(type)
    assert ("did you mean 'onboarding.launched'" in str(caught.value)) == (type == "onboarding.launch")


def test_a_second_handler_is_refused() -> None:
    webhooks = Webhooks(SECRET)
    recorder(webhooks)
    with pytest.raises(InvalidArgumentError, match=r"onboarding\.launched has a handler already"):
        recorder(webhooks)
    webhooks.on_other(print)
    with pytest.raises(InvalidArgumentError, match="a handler of other events already"):
        webhooks.on_other(print)


def test_a_decorator_returns_the_function() -> None:
    webhooks = Webhooks(SECRET)

    def handler(event: Event) -> int:
        return 5

    assert webhooks.on("onboarding.launched")(handler) is handler
    assert webhooks.on("contact.created")(handler) is handler
    assert webhooks.on_other(handler) is handler


def test_a_receiver_with_a_store_can_be_pickled(tmp_path: Path) -> None:
    webhooks = Webhooks(SECRET, seen=SeenInSQLite(tmp_path / "seen.db"))
    webhooks.on("onboarding.launched")(len)  # type: ignore[arg-type]
    assert handled_async(webhooks).status == 500  # an event has no length
    again = pickle.loads(pickle.dumps(webhooks))
    assert handled_sync(again).status == 500


def test_a_delivery_of_an_event_as_a_value(handle: Handle) -> None:
    webhooks = Webhooks(SECRET)
    got = recorder(webhooks)
    delivery = webhooks.sign(EVENT)
    assert handle(webhooks, delivery.body, delivery.headers).status == 204
    assert got[0].to_dict()["data"] == EVENT["data"]
