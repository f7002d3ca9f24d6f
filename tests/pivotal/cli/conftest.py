import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pivotal.sandbox import Sandbox

from tests.support.samples import KEY


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(rate_limit=None)
    with sandbox.serve(control=True) as url:
        yield sandbox, url
    sandbox.close()


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder for the profiles."""
    for name in ("PIVOTAL_PROFILE", "PIVOTAL_WEBHOOK_SECRET", "PIVOTAL_SANDBOX_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "config"
    monkeypatch.setenv("PIVOTAL_CONFIG_DIR", str(path))
    return path


@pytest.fixture
def sandbox(served: tuple[Sandbox, str], monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """An empty workspace behind a socket, which the environment names."""
    sandbox, url = served
    sandbox.reset()
    monkeypatch.setenv("PIVOTAL_BASE_URL", url)
    monkeypatch.setenv("PIVOTAL_API_KEY", KEY)
    return sandbox


@pytest.fixture(autouse=True)
def quiet_logger() -> Iterator[None]:
    """Remove what --debug adds to the logger."""
    logger = logging.getLogger("pivotal")
    handlers, level = list(logger.handlers), logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)
