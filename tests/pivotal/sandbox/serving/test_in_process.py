"""The SDK's clients on a sandbox in the same process."""

import asyncio
import time
from datetime import timedelta

import pytest
from pivotal import AsyncPivotalApi, Customer, PivotalApi
from pivotal.errors import APIConnectionError, APITimeoutError, IdempotencyInProgressError
from pivotal.sandbox import Clock, Sandbox

from tests.pivotal.sandbox.support import KEY


def test_clients_share_the_sandbox_however_they_are_created(sandbox: Sandbox) -> None:
    created = sandbox.client().customers.create(name="Aurora")
    assert PivotalApi(sandbox=sandbox).customers.get(created.id) == created
    assert asyncio.run(sandbox.async_client().customers.get(created.id)) == created
    assert asyncio.run(AsyncPivotalApi(sandbox=sandbox).customers.get(created.id)) == created


def test_a_client_uses_a_test_key_unless_it_has_one(sandbox: Sandbox) -> None:
    assert (sandbox.client().mode, sandbox.async_client().mode) == ("test", "test")
    assert sandbox.client(api_key=KEY).me().api_key.prefix == "pivotal_K8s9"
    assert asyncio.run(sandbox.async_client(api_key=KEY).me()).api_key.prefix == "pivotal_K8s9"


def test_each_client_with_true_has_a_sandbox_of_its_own() -> None:
    first, second = PivotalApi(sandbox=True), PivotalApi(sandbox=True)
    first.customers.create(name="Aurora")
    assert second.customers.list().to_list() == []


def test_true_creates_a_sandbox_without_a_rate_limit() -> None:
    api = PivotalApi(sandbox=True, max_retries=0)
    assert [api.me().object for _ in range(100)] == ["me"] * 100


@pytest.mark.parametrize("fault", [{"drop": True}, {"truncate": 3}])
def test_a_broken_connection_is_a_connection_error(sandbox: Sandbox, fault: dict[str, int]) -> None:
    sandbox.faults.add(operation="get-me", times=None, **fault)
    with pytest.raises(APIConnectionError):
        PivotalApi(sandbox=sandbox, max_retries=0).me()
    with pytest.raises(APIConnectionError):
        asyncio.run(AsyncPivotalApi(sandbox=sandbox, max_retries=0).me())


@pytest.mark.parametrize("limit", [{"timeout": 5, "deadline": 600}, {"timeout": 600, "deadline": 5}])
def test_a_delay_beyond_the_time_limit_is_a_timeout_at_once(sandbox: Sandbox, limit: dict[str, float]) -> None:
    sandbox.faults.add(operation="get-me", delay=60, times=None)
    start = time.monotonic()
    with pytest.raises(APITimeoutError):
        PivotalApi(sandbox=sandbox, max_retries=0, **limit).me()
    with pytest.raises(APITimeoutError):
        asyncio.run(AsyncPivotalApi(sandbox=sandbox, max_retries=0, **limit).me())
    assert time.monotonic() - start < 4


@pytest.mark.parametrize("is_async", [False, True])
def test_a_shorter_delay_passes_on_the_sandboxs_clock(clock: Clock, sandbox: Sandbox, is_async: bool) -> None:
    sandbox.faults.add(operation="get-me", delay=500)
    began, started = clock.now(), time.monotonic()
    if is_async:
        asyncio.run(AsyncPivotalApi(sandbox=sandbox, timeout=600).me())
    else:
        PivotalApi(sandbox=sandbox, timeout=600).me()
    assert clock.now() - began == 500_000
    assert time.monotonic() - started < 100


def test_other_tasks_run_while_a_request_is_delayed(sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="create-customer", when="after", delay=40)

    async def create_twice() -> list[object]:
        api = AsyncPivotalApi(sandbox=sandbox, timeout=60, max_retries=0)
        calls = [api.customers.create(name="A", idempotency_key="k") for _ in range(2)]
        return await asyncio.gather(*calls, return_exceptions=True)

    first, second = asyncio.run(create_twice())
    assert isinstance(first, Customer) and isinstance(second, IdempotencyInProgressError)


def retry_at_the_rate_limit(api: PivotalApi) -> None:
    for _ in range(31):
        api.me()


async def retry_at_the_rate_limit_async(api: AsyncPivotalApi) -> None:
    for _ in range(31):
        await api.me()


@pytest.mark.parametrize("is_async", [False, True])
def test_a_client_waits_on_the_sandboxs_clock(clock: Clock, is_async: bool) -> None:
    sandbox, began, started = Sandbox(clock=clock, rate_limit=True), clock.now(), time.monotonic()
    if is_async:
        asyncio.run(retry_at_the_rate_limit_async(AsyncPivotalApi(sandbox=sandbox)))
    else:
        retry_at_the_rate_limit(PivotalApi(sandbox=sandbox))
    sandbox.requests.assert_called("get-me", status=429, times=1)
    assert clock.now() - began == 60_000
    assert time.monotonic() - started < 10


def test_a_request_that_is_in_flight_ends_on_the_sandboxs_clock(sandbox: Sandbox) -> None:
    sandbox.faults.add(operation="create-customer", when="after", delay=40)
    api = PivotalApi(sandbox=sandbox, timeout=1)
    with pytest.raises(APITimeoutError):
        api.customers.create(name="A", idempotency_key="k", options={"max_retries": 0})
    with pytest.raises(IdempotencyInProgressError):
        api.customers.create(name="A", idempotency_key="k", options={"max_retries": 0})
    sandbox.clock.advance(timedelta(seconds=40))
    assert api.customers.create(name="A", idempotency_key="k").display_id == 1
