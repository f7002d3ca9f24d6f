"""The vendored contract and a copy of its folder for the pipeline's tests, and a server to import from."""

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
    """The vendored contract, read by plain PyYAML; each test may change its own."""
    document = yaml.load(CONTRACT.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    typed: dict[str, Any] = _typed(document)
    return typed


def _typed(node: Any, key: str = "") -> Any:
    """BaseLoader leaves all scalars text, dates too: give booleans and numbers their types back."""
    if isinstance(node, dict):
        return {name: _typed(child, name) for name, child in node.items()}
    if isinstance(node, list):
        return [_typed(item, key) for item in node]
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
