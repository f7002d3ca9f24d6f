"""Fixtures of the tests of a regeneration."""

from pathlib import Path

import pytest

from tests.scripts.projects import copy_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of everything that a regeneration reads and writes."""
    return copy_project(tmp_path / "house")
