from collections.abc import Iterator
from pathlib import Path

import pytest
from pivotal import PivotalApi
from pivotal.sandbox import Sandbox

from tests.support.samples import KEY


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with_everything_allowed = Sandbox()
    yield with_everything_allowed
    with_everything_allowed.close()


@pytest.fixture
def client(sandbox: Sandbox) -> PivotalApi:
    return PivotalApi(sandbox=sandbox, api_key=KEY)


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    return tmp_path / "ids.sqlite"
