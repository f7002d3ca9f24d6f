"""Fixtures that several folders of tests share."""

from collections.abc import Iterator

import pytest

from tests.loopback import Loopback


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A real HTTP server on this machine that counts requests and answers as it is told."""
    with Loopback() as server:
        yield server
