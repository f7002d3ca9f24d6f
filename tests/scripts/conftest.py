"""Fixtures of the pipeline's tests: the frozen contract, a copy of its folder, and a documentation site."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scripts.dialects import read_contract
from tests.support.frozen import CONTRACT, FROZEN
from tests.support.scripted import Site


@pytest.fixture
def contract() -> dict[str, Any]:
    """The frozen contract, read by plain PyYAML; each test may change its copy."""
    return read_contract(CONTRACT)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of the frozen contract's folder, to import into."""
    return Path(shutil.copytree(FROZEN, tmp_path / "spec"))


@pytest.fixture
def docs() -> Iterator[Site]:
    """A documentation site on a loopback socket."""
    with Site() as server:
        yield server
