from pathlib import Path

import pytest

from tests.support.flavors import CHOSEN, flavor_fixture
from tests.support.tls import certificate

flavor = flavor_fixture(*CHOSEN)


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the key, the base URL and the proxies of the environment."""
    for name in ("PIVOTAL_API_KEY", "PIVOTAL_BASE_URL", "PIVOTAL_ALLOW_LIVE_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a certificate for localhost that nobody trusts yet, and its key."""
    return certificate(tmp_path_factory.mktemp("tls"))
