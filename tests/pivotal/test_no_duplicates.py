"""Many creates from eight threads over a connection that fails one time in five: none twice, none lost.

400 by default; PIVOTAL_TEST_CREATES=10000 makes it a long run.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pivotal import AsyncPivotalApi, PivotalApi, RetryPolicy
from pivotal.errors import PivotalError
from pivotal.sandbox import Sandbox

from tests.support.samples import KEY

CREATES = int(os.environ.get("PIVOTAL_TEST_CREATES", "400"))
STUBBORN = RetryPolicy(30, backoff=0.001, backoff_cap=0.01)
# One request in five is struck; a fault that comes later in the list is asked only where those before it passed.
FAULTS = (
    {"drop": True, "when": "before", "probability": 0.05},
    {"drop": True, "when": "after", "probability": 0.05 / 0.95},
    {"status": 500, "when": "before", "probability": 0.05 / 0.90},
    {"status": 500, "when": "after", "probability": 0.05 / 0.85},
)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(rate_limit=None)
    for fault in FAULTS:
        sandbox.faults.add(method="POST", times=None, **fault)
    yield sandbox
    sandbox.close()


def names(count: int) -> list[str]:
    return [f"Customer {number:05d}" for number in range(count)]


def kept(sandbox: Sandbox, url: str) -> Counter[str]:
    sandbox.faults.clear()
    with PivotalApi(api_key=KEY, base_url=url) as api:
        return Counter(customer.name for customer in api.customers.list())


def test_threads_create_each_customer_once(sandbox: Sandbox, record_property: Callable[[str, object], None]) -> None:
    with sandbox.serve() as url:
        with PivotalApi(api_key=KEY, base_url=url, retries=STUBBORN) as api, ThreadPoolExecutor(8) as pool:
            made = list(pool.map(lambda name: api.customers.create(name=name), names(CREATES)))
        created = kept(sandbox, url)
    attempts = sum(customer.response.attempts for customer in made)
    record_property("attempts", attempts)
    assert created == Counter(names(CREATES))
    assert len({customer.id for customer in made}) == CREATES
    assert attempts > CREATES * 1.1, "the faults didn't strike"


def test_tasks_create_each_customer_once(sandbox: Sandbox) -> None:
    count = min(CREATES, 200)

    async def run(url: str) -> list[int]:
        gate = asyncio.Semaphore(8)
        async with AsyncPivotalApi(api_key=KEY, base_url=url, retries=STUBBORN) as api:

            async def create(name: str) -> int:
                async with gate:
                    return (await api.customers.create(name=name)).response.attempts

            return await asyncio.gather(*map(create, names(count)))

    with sandbox.serve() as url:
        attempts = asyncio.run(run(url))
        assert kept(sandbox, url) == Counter(names(count))
    assert sum(attempts) > count * 1.1


def test_an_interrupted_run_is_repeated_with_stable_keys(sandbox: Sandbox) -> None:
    """A second run with the same keys, after the first stopped halfway, creates only the missing records."""
    half, whole = names(50), names(100)
    with sandbox.serve() as url, PivotalApi(api_key=KEY, base_url=url, retries=STUBBORN) as api:
        for run in (half, whole):
            for name in run:
                api.customers.create(name=name, idempotency_key=f"import-{name[-5:]}")
        assert kept(sandbox, url) == Counter(whole)


def test_without_retries_the_same_faults_fail_creates(sandbox: Sandbox) -> None:
    """The faults are real: a client without retries fails."""
    lost = 0
    with sandbox.serve() as url, PivotalApi(api_key=KEY, base_url=url, max_retries=0) as api:
        for name in names(100):
            try:
                api.customers.create(name=name)
            except PivotalError:
                lost += 1
    assert lost > 5
