"""The contract of these tests: the vendored one, with which the live document is compared."""

from typing import Any

import pytest

from scripts.project import CONTRACT
from tests.scripts.dialects import read_contract


@pytest.fixture
def contract() -> dict[str, Any]:
    return read_contract(CONTRACT)
