from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pivotal.sandbox import Clock, Sandbox

from tests.overlays.sandbox.support import Api


@pytest.fixture
def clock() -> Clock:
    return Clock(frozen_at=datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    sandbox = Sandbox(clock=clock, rate_limit=None)
    yield sandbox
    sandbox.close()


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(sandbox)
