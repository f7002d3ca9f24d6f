"""A server for the tests that read contracts from URLs."""

from collections.abc import Iterator

import pytest

from tests.scripts.server import DocsServer


@pytest.fixture
def docs() -> Iterator[DocsServer]:
    """A documentation site on a loopback socket."""
    with DocsServer() as server:
        yield server
