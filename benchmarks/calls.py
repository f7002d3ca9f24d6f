"""CPU time of a call over a loopback socket, above bare httpx that sends the same request and parses the JSON."""

import asyncio
import importlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
from pivotal import AsyncPivotalApi, PivotalApi

from benchmarks.figures import Effort, Figure, above, least_cpu, repeated
from benchmarks.stock import PACKAGE

_KEY = "pivotal_test_benchmarkbenchmark"
_RECORD = "/api/v1/customers/1"
_PAGE = "/api/v1/customers?limit=100"
_TARGET = 15


def measure(effort: Effort, url: str) -> list[Figure]:
    """Return the cost of calls to the server at a base URL; the stock client must be importable."""
    return [*_sync(effort, url), *_async(effort, url)]


def _bare_options(url: str) -> dict[str, Any]:
    """Return what a careful user of httpx sets, and the SDK sends too."""
    return {"base_url": url, "headers": {"authorization": f"Bearer {_KEY}"}, "timeout": 30.0, "verify": False}


def _sync(effort: Effort, url: str) -> list[Figure]:
    with (
        httpx.Client(**_bare_options(url)) as bare,
        PivotalApi(api_key=_KEY, base_url=url) as api,
        _stock(url) as stock,
    ):
        record = {
            "httpx": lambda: bare.get(_RECORD).json(),
            "httpx, full address": lambda: bare.get(url + _RECORD).json(),
            "stock": stock,
            "pivotal": lambda: api.customers.get(1),
        }
        page = {"httpx": lambda: bare.get(_PAGE).json(), "pivotal": lambda: api.customers.list()}
        return [
            _figure("call, sync, one record", _turns(record, effort), effort),
            _figure("call, sync, page of 100", _turns(page, effort), effort),
        ]


def _turns(calls: Mapping[str, Callable[[], object]], effort: Effort) -> dict[str, Callable[[], None]]:
    return {name: repeated(call, effort.calls) for name, call in calls.items()}


@contextmanager
def _stock(url: str) -> Iterator[Callable[[], object]]:
    get_customer = importlib.import_module(f"{PACKAGE}.api.customers.get_customer")
    kind = importlib.import_module(f"{PACKAGE}.client").AuthenticatedClient
    with kind(base_url=url, token=_KEY, verify_ssl=False) as client:
        yield lambda: get_customer.sync("1", client=client)


def _async(effort: Effort, url: str) -> list[Figure]:
    with asyncio.Runner() as runner:
        bare = httpx.AsyncClient(**_bare_options(url))
        api = AsyncPivotalApi(api_key=_KEY, base_url=url)

        async def bare_call() -> object:
            return (await bare.get(_RECORD)).json()

        def turn(call: Callable[[], Awaitable[object]]) -> Callable[[], None]:
            async def run() -> None:
                for _ in range(effort.calls):
                    await call()

            return lambda: runner.run(run())

        record = {"httpx": turn(bare_call), "pivotal": turn(lambda: api.customers.get(1))}
        figure = _figure("call, async, one record", record, effort)
        runner.run(bare.aclose())
        runner.run(api.close())
        return [figure]


def _figure(name: str, turns: Mapping[str, Callable[[], None]], effort: Effort) -> Figure:
    best = least_cpu(turns, effort.rounds)
    return above(name, {who: seconds / effort.calls * 1e6 for who, seconds in best.items()}, "µs", _TARGET)
