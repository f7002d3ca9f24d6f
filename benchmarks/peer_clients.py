"""Each contestant's client, made for the canned server: a function that returns the call to measure.

It runs in the peers' environment only.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
import httpx
import httpx2
import openai  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
import stripe  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
import workos  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
from pivotal import AsyncPivotalApi, PivotalApi

Call = Callable[[], object]
AsyncCall = Callable[[], Awaitable[object]]

_KEY = "pivotal_test_benchmarkbenchmark"
_RECORD = "/api/v1/customers/1"
_HEADERS = {"authorization": f"Bearer {_KEY}"}


def _bare(url: str, library: Any) -> Call:
    client = library.Client(base_url=url, headers=_HEADERS, timeout=30.0, verify=False)
    return lambda: client.get(_RECORD).json()


def _bare_async(url: str, library: Any) -> AsyncCall:
    client = library.AsyncClient(base_url=url, headers=_HEADERS, timeout=30.0, verify=False)

    async def call() -> object:
        return (await client.get(_RECORD)).json()

    return call


def _aiohttp(url: str) -> AsyncCall:
    session = aiohttp.ClientSession(url, headers=_HEADERS, timeout=aiohttp.ClientTimeout(30.0))

    async def call() -> object:
        async with session.get(_RECORD) as response:
            return await response.json()

    return call


def _openai(url: str) -> Call:
    client = openai.OpenAI(api_key=_KEY, base_url=f"{url}/v1")
    return lambda: client.models.retrieve("sample")


def _openai_async(url: str) -> AsyncCall:
    client = openai.AsyncOpenAI(api_key=_KEY, base_url=f"{url}/v1")
    return lambda: client.models.retrieve("sample")


def _stripe(url: str) -> Call:
    client = stripe.StripeClient(_KEY, base_addresses={"api": url})
    return lambda: client.v1.customers.retrieve("sample")


def _stripe_async(url: str) -> AsyncCall:
    client = stripe.StripeClient(_KEY, base_addresses={"api": url}, http_client=stripe.HTTPXClient())
    return lambda: client.v1.customers.retrieve_async("sample")


def _workos(url: str) -> Call:
    client = workos.WorkOSClient(api_key=_KEY, client_id="sample", base_url=url)
    return lambda: client.organizations.get_organization("sample")


def _workos_async(url: str) -> AsyncCall:
    client = workos.AsyncWorkOSClient(api_key=_KEY, client_id="sample", base_url=url)
    return lambda: client.organizations.get_organization("sample")


def _pivotal(url: str) -> Call:
    client = PivotalApi(api_key=_KEY, base_url=url)
    return lambda: client.customers.get(1)


def _pivotal_async(url: str) -> AsyncCall:
    client = AsyncPivotalApi(api_key=_KEY, base_url=url)
    return lambda: client.customers.get(1)


SYNC: Mapping[str, Callable[[str], Call]] = {
    "httpx": lambda url: _bare(url, httpx),
    "httpx2": lambda url: _bare(url, httpx2),
    "openai": _openai,
    "stripe": _stripe,
    "workos": _workos,
    "pivotal": _pivotal,
}
ASYNC: Mapping[str, Callable[[str], AsyncCall]] = {
    "httpx": lambda url: _bare_async(url, httpx),
    "httpx2": lambda url: _bare_async(url, httpx2),
    "aiohttp": _aiohttp,
    "openai": _openai_async,
    "stripe": _stripe_async,
    "workos": _workos_async,
    "pivotal": _pivotal_async,
}
