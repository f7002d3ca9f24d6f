"""Fixtures that several folders of tests share, and the rules of the two tiers."""

import signal
from collections.abc import Generator, Iterator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests.support.scripted import ScriptedServer
from tests.support.tiers import COMPLETE, may_skip

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

# A shell starts background jobs with SIGINT ignored, and their children inherit that. Some tests send it to theirs.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is not a bug. In CI, hypothesis's own profile makes each run draw the same examples.
settings.register_profile("pivotal", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pivotal")


@pytest.fixture
def loopback() -> Iterator[ScriptedServer]:
    """An HTTP server on this machine that records requests; `play` decides its answers."""
    with ScriptedServer() as server:
        yield server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give slow tests more time, unless they set their own limit."""
    for item in items:
        if item.get_closest_marker("slow") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(600))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _without_silent_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_silent_skip((yield))


def _without_silent_skip(report: Report) -> Report:
    """Turn a skip that the complete tier doesn't accept into a failure."""
    if COMPLETE and report.outcome == "skipped" and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2].removeprefix("Skipped: ")
        if not may_skip(reason):
            report.outcome = "failed"
            report.longrepr = f"skipped ({reason}), but make test-all must run every test; see tests/README.md"
    return report
