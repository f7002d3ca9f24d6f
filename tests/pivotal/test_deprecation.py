"""A Deprecation header becomes one warning for each operation, pointed at the caller's own line."""

import asyncio
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pivotal import AsyncPivotalApi, Hooks, PivotalApi, errors

from tests.support.flavors import Flavor
from tests.support.samples import KEY, customer, page
from tests.support.scripted import ScriptedServer, reply

DATE = {"Deprecation": "Fri, 01 Jan 2027 00:00:00 GMT"}
OLD = reply(body=customer(), headers=DATE, keep=True)


@pytest.fixture
def warned() -> Iterator[list[warnings.WarningMessage]]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def deprecations(warned: list[warnings.WarningMessage]) -> list[warnings.WarningMessage]:
    return [each for each in warned if each.category is DeprecationWarning and "by the API" in str(each.message)]


def test_one_warning_for_each_operation(flavor: Flavor, warned: list[warnings.WarningMessage]) -> None:
    calls = [lambda api: api.customers.get(1), lambda api: api.customers.update(1, name="x")] * 2

    def run(api: Any) -> Any:
        copy = api.with_options(timeout=9)
        return [call(each) for each in (api, copy) for call in calls]

    async def run_async(api: Any) -> Any:
        copy = api.with_options(timeout=9)
        return [await call(each) for each in (api, copy) for call in calls]

    with ScriptedServer(OLD) as server:
        flavor.call(server.url, run if flavor.name == "sync" else run_async)
    assert [str(each.message) for each in deprecations(warned)] == [
        f"{operation} is deprecated by the API (Deprecation: {DATE['Deprecation']})"
        for operation in ("get-customer", "update-customer")
    ]


def test_it_points_at_the_caller(warned: list[warnings.WarningMessage]) -> None:
    with ScriptedServer(OLD) as server:
        PivotalApi(api_key=KEY, base_url=server.url).customers.get(1)
    (warning,) = deprecations(warned)
    assert warning.filename == __file__


def test_it_points_at_the_awaiting_caller(warned: list[warnings.WarningMessage]) -> None:
    async def run(url: str) -> None:
        async with AsyncPivotalApi(api_key=KEY, base_url=url) as api:
            await api.customers.get(1)

    with ScriptedServer(OLD) as server:
        asyncio.run(run(server.url))
    (warning,) = deprecations(warned)
    assert warning.filename == __file__


def test_it_points_at_the_caller_of_a_list(warned: list[warnings.WarningMessage]) -> None:
    with ScriptedServer(reply(body=page(range(2)), headers=DATE)) as server:
        for _ in PivotalApi(api_key=KEY, base_url=server.url).customers.list():
            pass
    (warning,) = deprecations(warned)
    assert warning.filename == __file__


def test_threads_are_warned_once(warned: list[warnings.WarningMessage]) -> None:
    with (
        ScriptedServer(OLD) as server,
        PivotalApi(api_key=KEY, base_url=server.url) as api,
        ThreadPoolExecutor(8) as pool,
    ):
        list(pool.map(lambda _: api.customers.get(1), range(40)))
    assert len(deprecations(warned)) == 1


def test_an_error_of_a_deprecated_operation_warns_too(flavor: Flavor, warned: list[warnings.WarningMessage]) -> None:
    with ScriptedServer(reply(404, b"", DATE)) as server, pytest.raises(Exception, match="404"):
        flavor.call(server.url, lambda api: api.customers.get(1))
    assert len(deprecations(warned)) == 1


def test_no_warning_without_the_header(flavor: Flavor, warned: list[warnings.WarningMessage]) -> None:
    with ScriptedServer(reply(body=customer())) as server:
        flavor.call(server.url, lambda api: api.customers.get(1))
    assert deprecations(warned) == []


def test_where_warnings_are_errors_the_error_of_the_call_wins(flavor: Flavor) -> None:
    with warnings.catch_warnings(), ScriptedServer(reply(404, b"", DATE)) as server:
        warnings.simplefilter("error")
        with pytest.raises(errors.NotFoundError):
            flavor.call(server.url, lambda api: api.customers.get(1))


def test_where_warnings_are_errors_a_failure_is_still_retried_and_raised(flavor: Flavor) -> None:
    class Ends(Hooks):
        def call_ended(self, call: Any) -> None:
            ends.append(call.error)

    ends: list[Any] = []
    with warnings.catch_warnings(), ScriptedServer(reply(500, b"", DATE), OLD) as server:
        warnings.simplefilter("error")
        with pytest.raises(DeprecationWarning, match="get-customer is deprecated"):
            flavor.call(server.url, lambda api: api.customers.get(1), hooks=[Ends()])
    assert (len(server.requests), ends) == (2, [None])


def test_a_warning_that_an_error_hid_comes_with_the_next_success() -> None:
    with warnings.catch_warnings(), ScriptedServer(reply(404, b"", DATE, keep=True), OLD) as server:
        warnings.simplefilter("error")
        api = PivotalApi(api_key=KEY, base_url=server.url)
        with pytest.raises(errors.NotFoundError):
            api.customers.get(1)
        with pytest.raises(DeprecationWarning):
            api.customers.get(1)
        assert api.customers.get(1).display_id == 1
