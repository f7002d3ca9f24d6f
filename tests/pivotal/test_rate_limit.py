"""The rate limit of responses, and the pacer: no wait is negative or longer than a window, and no place is lost."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pivotal import AsyncPivotalApi, PivotalApi, _rate_limit
from pivotal._rate_limit import DEFAULT_LIMITS, WINDOW, Pacer, RateLimit, on_our_clock
from pivotal.errors import APITimeoutError, PivotalError

from tests.support.flavors import Flavor
from tests.support.samples import HEALTH, KEY, LIVE_KEY, customer, limit_headers
from tests.support.scripted import DROPPED, Answer, ScriptedServer, problem, reply

NAMES = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
HEADER_VALUES = st.one_of(st.integers().map(str), st.text(max_size=8), st.just("9" * 400), st.just("1e3"))
STEPS = st.lists(st.one_of(st.just("reserve"), st.just("released"), st.floats(0, 100)), min_size=1, max_size=60)


@given(st.dictionaries(st.sampled_from(NAMES), HEADER_VALUES))
def test_any_headers_are_a_rate_limit_or_nothing(headers: dict[str, str]) -> None:
    seen = RateLimit.from_headers(headers)
    if seen is None:
        return
    assert seen.limit > 0 and seen.remaining >= 0
    assert isinstance(seen.reset_at, datetime)


@given(limit=st.integers(1, 600), steps=STEPS)
def test_no_start_is_in_the_past_and_no_window_has_more_than_the_limit(limit: int, steps: list[Any]) -> None:
    pacer, now, starts = Pacer(limit), 1000.0, list[float]()
    for step in steps:
        if step == "reserve":
            starts.append(pacer.reserve(now))
            assert starts[-1] >= now
        elif step == "released" and starts and starts[-1] > now:
            pacer.release(starts.pop())
        elif isinstance(step, float):
            now += step
    for start in starts:
        assert sum(start - WINDOW < other <= start for other in starts) <= limit


@given(limit=st.integers(2, 600), requests=st.integers(1, 100))
def test_a_fresh_bucket_is_free_above_the_water_line(limit: int, requests: int) -> None:
    pacer = Pacer(limit)
    starts = [pacer.reserve(1000.0) for _ in range(min(requests, limit // 2))]
    assert starts == [1000.0] * len(starts)


@pytest.mark.parametrize("limit", [30, 60, 600])
def test_a_burst_is_spread_over_the_window_and_stays_in_the_limit(limit: int) -> None:
    """A caller who waits as long as required is never refused within the window."""
    pacer, now, starts = Pacer(limit), 1000.0, list[float]()
    for made in range(limit):
        now = pacer.reserve(now)
        starts.append(now)
        pacer.observe(now, RateLimit(limit, limit - made - 1, 1060.0), now)
    assert all(start <= 1060.25 for start in starts)
    assert starts[limit // 2 - 1] == 1000.0
    assert starts[-1] > 1050.0


@pytest.mark.parametrize(("limit", "free"), [(30, 15), (60, 30), (600, 300)])
def test_spreading_starts_below_the_low_water_line(limit: int, free: int) -> None:
    pacer = Pacer(limit)
    starts = [pacer.reserve(1000.0) for _ in range(free + 1)]
    assert starts[:free] == [1000.0] * free
    assert starts[free] > 1000.0


def test_a_crowd_gets_the_whole_limit_in_every_window() -> None:
    pacer = Pacer(30)
    starts = [pacer.reserve(1000.0) for _ in range(100)]
    assert starts == sorted(starts)
    assert starts[-1] < 1000 + 3 * WINDOW + 10


def test_an_empty_bucket_waits_for_the_reset() -> None:
    pacer = Pacer(30)
    start = pacer.reserve(1000.0)
    pacer.observe(start, RateLimit(30, 0, 1020.0), 1000.0)
    assert pacer.reserve(1000.0) >= 1020.0


def test_a_place_that_waits_moves_when_a_response_reports_less() -> None:
    """Another process uses the same key."""
    pacer = Pacer(30)
    first, *_, last = [pacer.reserve(1000.0) for _ in range(20)]
    assert last < 1030
    pacer.observe(first, RateLimit(30, 0, 1050.0), 1001.0)
    assert pacer.confirm(last, last) >= 1050.0


def test_an_old_window_is_forgotten() -> None:
    pacer = Pacer(30)
    for _ in range(30):
        pacer.observe(pacer.reserve(1000.0), None, 1000.0)
    assert [pacer.reserve(1100.0) for _ in range(15)] == [1100.0] * 15


def test_a_released_place_is_assigned_again() -> None:
    pacer = Pacer(30)
    starts = [pacer.reserve(1000.0) for _ in range(40)]
    for start in starts[20:23]:
        pacer.release(start)
    assert [pacer.reserve(1001.0) for _ in range(3)] == starts[20:23]
    assert pacer.reserve(1001.0) > starts[-1]


@pytest.mark.timeout(20)
def test_no_reported_limit_takes_long_or_much_memory() -> None:
    pacer, huge = Pacer(30), 10**9 - 1
    for _ in range(20):
        pacer.observe(pacer.reserve(1000.0), RateLimit(huge, 0, 1030.0), 1000.0)
    pacer.observe(pacer.reserve(1000.0), RateLimit(60, 0, 1030.0), 1000.0)
    assert pacer.reserve(1000.0) >= 1030.0


@pytest.mark.timeout(20)
def test_a_long_queue_is_quick() -> None:
    pacer = Pacer(600)
    starts = [pacer.reserve(1000.0) for _ in range(20_000)]
    assert starts[-1] < 1000.0 + 34 * (WINDOW + 1)
    assert all(pacer.confirm(start, start) == start for start in starts[::10])


def test_threads_never_share_a_place() -> None:
    pacer = Pacer(40)
    with ThreadPoolExecutor(8) as pool:
        starts = list(pool.map(lambda _: pacer.reserve(1000.0), range(40)))
    spread = [start for start in starts if start > 1000.0]
    assert len(starts) - len(spread) == 20
    assert len(set(spread)) == len(spread)


class SlidingWindow:
    """A server's rate limit: so many requests in each window, and 429 for the others."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit, self.seconds = limit, seconds
        self.times: list[float] = []
        self.lock = threading.Lock()

    def __call__(self, _: Any) -> Answer:
        with self.lock:
            now = time.time()
            self.times = [at for at in self.times if at > now - self.seconds]
            refused = len(self.times) >= self.limit
            if not refused:
                self.times.append(now)
            headers = limit_headers(self.limit, self.limit - len(self.times), self.seconds - now + self.times[0])
        if refused:
            return problem(429, "rate_limit_error", "rate_limited", headers)
        return reply(201, customer(), headers, keep=True)


@pytest.mark.parametrize("limit", [30, 60])
def test_a_hundred_creates_at_once_meet_no_429(flavor: Flavor, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a window of two seconds instead of a minute."""
    monkeypatch.setattr(_rate_limit, "WINDOW", 2.0)
    monkeypatch.setattr(_rate_limit, "_PERIOD", 2.1)

    def create(api: Any) -> list[int]:
        with ThreadPoolExecutor(100) as threads:
            made = list(threads.map(lambda number: api.customers.create(name=f"C{number}"), range(100)))
        return [customer.response.attempts for customer in made]

    async def create_async(api: Any) -> list[int]:
        made = await asyncio.gather(*(api.customers.create(name=f"C{number}") for number in range(100)))
        return [customer.response.attempts for customer in made]

    with ScriptedServer(SlidingWindow(limit, 2.0)) as server:
        attempts = flavor.call(server.url, create if flavor.name == "sync" else create_async, pacing=True)
    assert attempts == [1] * 100
    assert len(server.requests) == 100


def test_the_rate_limit_is_exposed_after_each_response(flavor: Flavor) -> None:
    def call(api: Any) -> Any:
        assert api.rate_limit is None
        return _limit_after(api) if flavor.name == "sync" else _limit_after_async(api)

    with ScriptedServer(reply(body=HEALTH, headers=limit_headers(600, 599, 30))) as server:
        seen = flavor.call(server.url, call)
    assert (seen.limit, seen.remaining) == (600, 599)


def _limit_after(api: PivotalApi) -> RateLimit | None:
    copy = api.with_options(timeout=3)
    copy.health()
    assert api.rate_limit == copy.rate_limit
    return api.rate_limit


async def _limit_after_async(api: AsyncPivotalApi) -> RateLimit | None:
    copy = api.with_options(timeout=3)
    await copy.health()
    assert api.rate_limit == copy.rate_limit
    return api.rate_limit


@pytest.mark.parametrize("script", [DROPPED, reply(500)], ids=["dropped", "500"])
def test_a_response_without_the_headers_keeps_the_last_rate_limit(script: Answer) -> None:
    with ScriptedServer(reply(body=HEALTH, headers=limit_headers(60, 5, 30)), script) as server:
        api = PivotalApi(api_key=KEY, base_url=server.url, max_retries=0)
        api.health()
        with pytest.raises(PivotalError):
            api.health()
    assert api.rate_limit is not None and api.rate_limit.remaining == 5


@pytest.mark.parametrize(("key", "limit"), [(KEY, 30), (LIVE_KEY, 60)])
def test_pacing_is_opt_in_and_knows_the_default_of_the_mode(key: str, limit: int) -> None:
    assert PivotalApi(api_key=key, base_url="http://127.0.0.1:1")._shared.pacer is None
    pacer = PivotalApi(api_key=key, base_url="http://127.0.0.1:1", pacing=True)._shared.pacer
    assert pacer is not None and pacer._limit == limit == DEFAULT_LIMITS["test" if limit == 30 else "live"]


def test_pacing_refuses_a_wait_that_the_deadline_does_not_allow(flavor: Flavor) -> None:
    def two(api: Any) -> Any:
        return _twice(api) if flavor.name == "sync" else _twice_async(api)

    with (
        ScriptedServer(reply(body=HEALTH, headers=limit_headers(60, 0, 50))) as server,
        pytest.raises(APITimeoutError, match="rate limit"),
    ):
        flavor.call(server.url, two, pacing=True, deadline=2)
    assert len(server.requests) == 1


def _twice(api: PivotalApi) -> Any:
    return [api.health(), api.health()]


async def _twice_async(api: AsyncPivotalApi) -> Any:
    return [await api.health(), await api.health()]


def waiting(api: PivotalApi | AsyncPivotalApi) -> int:
    """Return how many places are taken for requests that were not sent yet."""
    pacer = api._shared.pacer
    assert pacer is not None
    return sum(start > time.monotonic() for start in pacer._starts)


def test_a_task_that_is_cancelled_while_it_is_paced_releases_its_place() -> None:
    async def run(url: str) -> int:
        async with AsyncPivotalApi(api_key=KEY, base_url=url, pacing=True) as api:
            await api.health()
            tasks = [asyncio.create_task(api.health()) for _ in range(5)]
            await asyncio.sleep(0.05)
            for task in tasks:
                task.cancel()
            assert waiting(api) >= 5
            await asyncio.gather(*tasks, return_exceptions=True)
            return waiting(api)

    with ScriptedServer(reply(body=HEALTH, headers=limit_headers(60, 0, 50))) as server:
        assert asyncio.run(run(server.url)) == 0


def test_threads_share_one_pacer() -> None:
    """The lower half of 600 requests isn't used in one burst."""
    left = iter(range(299, 0, -1))
    lock = threading.Lock()

    def answer(_: Any) -> Answer:
        with lock:
            return reply(body=HEALTH, headers=limit_headers(600, next(left), 59))

    with ScriptedServer(answer) as server, ThreadPoolExecutor(4) as pool:
        api = PivotalApi(api_key=KEY, base_url=server.url, pacing=True)
        api.health()
        list(pool.map(lambda _: api.health(), range(8)))
    times = [request.at - server.requests[0].at for request in server.requests]
    assert times[-1] > 0.5


@pytest.mark.parametrize("ahead", [-900, 0, 900])
def test_a_server_with_clock_skew_is_paced_by_its_own_clock(flavor: Flavor, ahead: int) -> None:
    """The Date header shows the skew; otherwise a reset in the past would make the quota look unused."""
    date = format_datetime(datetime.fromtimestamp(time.time() + ahead, UTC), usegmt=True)
    two = _twice if flavor.name == "sync" else _twice_async
    headers = {**limit_headers(60, 0, 50 + ahead), "Date": date}
    with (
        ScriptedServer(reply(body=HEALTH, headers=headers)) as server,
        pytest.raises(APITimeoutError, match="rate limit"),
    ):
        flavor.call(server.url, two, pacing=True, deadline=30)
    assert len(server.requests) == 1


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Nov 2026 05:00:00 GMT", "\x7f"])
def test_an_invalid_date_is_ignored(flavor: Flavor, date: str) -> None:
    with ScriptedServer(reply(body=HEALTH, headers={**limit_headers(60, 9, 50), "Date": date})) as server:
        assert flavor.call(server.url, lambda api: api.health(), pacing=True).status == "ok"


def test_a_date_without_a_zone_is_in_utc_on_any_machine() -> None:
    code = (
        "import time; time.tzset(); assert time.timezone == -20700, time.timezone\n"
        "from datetime import UTC, datetime\n"
        "from pivotal._rate_limit import RateLimit, on_our_clock\n"
        "from pivotal_runtime.error_responses import retry_after\n"
        "now = datetime(2026, 3, 1, 12, tzinfo=UTC)\n"
        "for zone in ('', ' -0000', ' GMT'):\n"
        "    print(retry_after({'retry-after': f'Sun, 01 Mar 2026 12:00:30{zone}'}, now))\n"
        "    headers = {'date': f'Sun, 01 Mar 2026 12:00:30{zone}'}\n"
        "    moved = on_our_clock(RateLimit(60, 0, now.timestamp() + 50), headers, now.timestamp())\n"
        "    print(moved.reset - now.timestamp())\n"
    )
    environment = {**os.environ, "TZ": "Asia/Kathmandu"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["30.0", "20.0"] * 3, done.stderr


@pytest.mark.parametrize("ahead", [-900, 0, 900])
def test_the_reset_on_our_clock(ahead: int) -> None:
    now = 1_800_000_000.0
    date = format_datetime(datetime.fromtimestamp(now + ahead, UTC), usegmt=True)
    moved = on_our_clock(RateLimit(60, 0, now + ahead + 50), {"date": date}, now)
    assert moved == RateLimit(60, 0, now + 50)
