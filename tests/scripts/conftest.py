"""Fixtures of the pipeline's tests: the contract, a copy of its folder, and a documentation site."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.project import CONTRACT
from tests.support.scripted import Site


@pytest.fixture
def contract() -> dict[str, Any]:
    """The vendored contract, read by plain PyYAML; each test may change its copy."""
    document = yaml.load(CONTRACT.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    converted: dict[str, Any] = _convert_scalars(document)
    return converted


def _convert_scalars(node: Any, key: str = "") -> Any:
    """Convert booleans and numbers, because BaseLoader reads all scalars as strings."""
    if isinstance(node, dict):
        return {name: _convert_scalars(child, name) for name, child in node.items()}
    if isinstance(node, list):
        return [_convert_scalars(item, key) for item in node]
    if node in ("true", "false"):
        return node == "true"
    return int(node) if node.isdigit() and key in ("maxLength", "display_id", "mrr", "monthly_orders") else node


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of spec/, to import into."""
    return Path(shutil.copytree(CONTRACT.parent, tmp_path / "spec"))


@pytest.fixture
def docs() -> Iterator[Site]:
    """A documentation site on a loopback socket."""
    with Site() as server:
        yield server
