"""The pytest plugin. It imports the SDK only when a test requests a fixture."""
# pyright: reportPrivateUsage=false

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pivotal_runtime import guard
from pivotal_runtime.extras import needs_extra

with needs_extra("testing"):
    import pytest

if TYPE_CHECKING:
    from pivotal import AsyncPivotalApi, PivotalApi
    from pivotal.sandbox import Sandbox
    from pivotal.testing._deliveries import WebhookDeliveries

_PASSED = pytest.StashKey[bool]()
_SWITCHED_ON = pytest.StashKey[pytest.MonkeyPatch]()
_MARKERS = (
    "pivotal_network: the test may reach the real API",
    "pivotal_live: the test may use a live key, and so write into the real workspace",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --pivotal-record."""
    group = parser.getgroup("pivotal")
    group.addoption("--pivotal-record", action="store_true", help="record pivotal cassettes again")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Switch the guard on before the first code of a project runs."""
    _guard(early_config)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers, and switch the guard on."""
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    _guard(config)


def _guard(config: pytest.Config) -> None:
    """Restrict the SDK to this machine and to test keys, in child processes too."""
    if _SWITCHED_ON in config.stash:
        return
    # Not the fixture `monkeypatch`, which a test can undo.
    patch = config.stash[_SWITCHED_ON] = pytest.MonkeyPatch()
    patch.setattr(guard, "inside_pytest", True)
    patch.setattr(guard, "loopback_only", True)
    patch.setenv(guard.LOOPBACK_ONLY, "1")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Switch the guard off."""
    if patch := config.stash.get(_SWITCHED_ON, None):
        patch.undo()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Allow a marked test, and its fixtures, what the mark says."""
    with pytest.MonkeyPatch.context() as patch:
        if item.get_closest_marker("pivotal_network") is not None:
            patch.setattr(guard, "loopback_only", False)
            patch.delenv(guard.LOOPBACK_ONLY, raising=False)
        if item.get_closest_marker("pivotal_live") is not None:
            patch.setattr(guard, "live_keys_allowed", True)
            patch.setenv(guard.ALLOW_LIVE_KEY, "1")
        return (yield)


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
def pivotal_webhooks(monkeypatch: pytest.MonkeyPatch) -> "WebhookDeliveries":
    """Makes events and delivers them, signed with PIVOTAL_WEBHOOK_SECRET, which is set for the test if it is not."""
    from pivotal._signing_secrets import ENVIRONMENT_VARIABLE
    from pivotal.testing._deliveries import TEST_SECRET, WebhookDeliveries

    if not os.environ.get(ENVIRONMENT_VARIABLE):
        monkeypatch.setenv(ENVIRONMENT_VARIABLE, TEST_SECRET)
    return WebhookDeliveries()


@pytest.fixture
def pivotal_replay(request: pytest.FixtureRequest) -> "Iterator[Callable[..., PivotalApi]]":
    """A function that returns a client whose traffic is recorded once and replayed from then on.

    Call it with the name of the cassette and PivotalApi's arguments; the file is in `cassettes/` next to the test.
    Recording needs a key and the marker `pivotal_network`; replaying needs neither. `--pivotal-record` records again.
    The recording of a test that fails is not kept.
    """
    from pivotal import PivotalApi
    from pivotal.testing._cassette import Cassette

    cassettes: list[Cassette] = []

    def replaying_client(name: str, **options: Any) -> "PivotalApi":
        path, record = _cassette_of(request, name, options)
        client = PivotalApi(**options)
        client._sender = cassette = Cassette(path, client._sender, record=record)
        cassettes.append(cassette)
        return client

    yield replaying_client
    for cassette in cassettes:
        cassette.close()
        if _has_passed(request):
            cassette.save()


@pytest.fixture
def async_pivotal_replay(request: pytest.FixtureRequest) -> "Iterator[Callable[..., AsyncPivotalApi]]":
    """The same as `pivotal_replay`, for AsyncPivotalApi. The test closes the client, or its event loop does."""
    from pivotal import AsyncPivotalApi
    from pivotal.testing._cassette import AsyncCassette

    cassettes: list[AsyncCassette] = []

    def replaying_client(name: str, **options: Any) -> "AsyncPivotalApi":
        path, record = _cassette_of(request, name, options)
        client = AsyncPivotalApi(**options)
        client._sender = cassette = AsyncCassette(path, client._sender, record=record)
        cassettes.append(cassette)
        return client

    yield replaying_client
    for cassette in cassettes if _has_passed(request) else ():
        cassette.save()


def _cassette_of(request: pytest.FixtureRequest, name: str, options: dict[str, Any]) -> tuple[Path, bool]:
    """Return the path of a cassette and whether to record it; add a key to the options if none is needed."""
    from pivotal.testing._cassette import CassetteError, cassette_path

    path = cassette_path(Path(request.path).parent / "cassettes", name)
    record = bool(request.config.getoption("--pivotal-record")) or not path.exists()
    if os.environ.get("PIVOTAL_API_KEY") or "api_key" in options:
        return path, record
    if record:
        missing = "" if path.exists() else f"{path} doesn't exist, and "
        raise CassetteError(
            f"{missing}recording needs a key: set PIVOTAL_API_KEY, and mark the test pivotal_network if it may reach "
            f"the real API."
        )
    options["api_key"] = "pivotal_test_replayed"
    return path, record


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether the test passed, for the fixtures that it used."""
    report = yield
    if report.when == "call":
        item.stash[_PASSED] = report.passed
    return report


def _has_passed(request: pytest.FixtureRequest) -> bool:
    return bool(request.node.stash.get(_PASSED, False))
