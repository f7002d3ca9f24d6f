"""A server to read contracts from, and two contracts in files."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract_diff.pairs import Pair, breaking_pair
from tests.support.scripted import Site


@pytest.fixture
def docs() -> Iterator[Site]:
    """A documentation site on a loopback socket."""
    with Site() as server:
        yield server


@pytest.fixture
def breaking(tmp_path: Path) -> Pair:
    """Two contracts whose comparison is breaking."""
    return breaking_pair(tmp_path)
