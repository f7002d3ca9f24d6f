"""The pytest plugin. It imports the SDK only when a test requests a fixture."""
# pyright: reportPrivateUsage=false

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pivotal._extras import needs_extra

with needs_extra("testing"):
    import pytest

if TYPE_CHECKING:
    from pivotal import AsyncPivotalApi, PivotalApi
    from pivotal.sandbox import Sandbox

LOOPBACK_ONLY = "PIVOTAL_LOOPBACK_ONLY"
ALLOW_LIVE_KEY = "PIVOTAL_ALLOW_LIVE_KEY"
_MARKERS = (
    "pivotal_network: the test may reach the real API",
    "pivotal_live: the test may use a live key, and so write into the real workspace",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --pivotal-record."""
    group = parser.getgroup("pivotal")
    group.addoption("--pivotal-record", action="store_true", help="record pivotal cassettes again")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.fixture(autouse=True)
def _pivotal_guard(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """Restrict the SDK to this machine and to test keys, unless the test is marked."""
    if request.node.get_closest_marker("pivotal_network") is None:
        monkeypatch.setenv(LOOPBACK_ONLY, "1")
    else:
        monkeypatch.delenv(LOOPBACK_ONLY, raising=False)
    if request.node.get_closest_marker("pivotal_live") is not None:
        monkeypatch.setenv(ALLOW_LIVE_KEY, "1")


@pytest.fixture
def pivotal_sandbox() -> "Iterator[Sandbox]":
    """An empty local Pivotal without a rate limit, for one test."""
    from pivotal.sandbox import Sandbox

    sandbox = Sandbox(rate_limit=None)
    yield sandbox
    sandbox.close()


@pytest.fixture
def pivotal_client(pivotal_sandbox: "Sandbox") -> "PivotalApi":
    """A client on the test's local Pivotal, in the same process."""
    from pivotal import PivotalApi

    return PivotalApi(sandbox=pivotal_sandbox)


@pytest.fixture
def async_pivotal_client(pivotal_sandbox: "Sandbox") -> "AsyncPivotalApi":
    """An async client on the test's local Pivotal, in the same process."""
    from pivotal import AsyncPivotalApi

    return AsyncPivotalApi(sandbox=pivotal_sandbox)


@pytest.fixture
def pivotal_replay(request: pytest.FixtureRequest) -> "Iterator[Callable[..., PivotalApi]]":
    """A function that returns a client whose traffic is recorded once and replayed from then on.

    Call it with the name of the cassette and PivotalApi's arguments; the file is in `cassettes/` next to the test.
    Recording needs a key and the marker `pivotal_network`; replaying needs neither. `--pivotal-record` records again.
    """
    from pivotal import PivotalApi
    from pivotal.testing._cassette import Cassette

    cassettes: list[Cassette] = []

    def replaying_client(name: str, **options: Any) -> "PivotalApi":
        path = Path(request.path).parent / "cassettes" / f"{name}.json"
        if request.config.getoption("--pivotal-record"):
            path.unlink(missing_ok=True)
        if path.exists() and not os.environ.get("PIVOTAL_API_KEY"):
            options.setdefault("api_key", "pivotal_test_replayed")
        client = PivotalApi(**options)
        client._sender = cassette = Cassette(path, client._sender)
        cassettes.append(cassette)
        return client

    yield replaying_client
    for cassette in cassettes:
        cassette.close()
