"""Pairs of contracts in files, compared by a process."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.contract_diff.contracts import answering

PROJECT = Path(__file__).parents[2]


def run(*arguments: object, module: str = "contract_diff") -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


class Pair:
    """Two contracts in files."""

    def __init__(self, folder: Path, base: dict[str, Any], head: dict[str, Any], module: str = "contract_diff") -> None:
        self.base, self.head, self._module = folder / "base.yaml", folder / "head.yaml", module
        for path, root in ((self.base, base), (self.head, head)):
            path.write_text(yaml.safe_dump({"openapi": "3.1.0", **root}), encoding="utf-8")

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Compare them."""
        return run(self.base, self.head, *arguments, module=self._module)


def breaking_pair(folder: Path, module: str = "contract_diff") -> Pair:
    """Write two contracts: one response property is removed, and another one has a further enum value."""
    base = {"type": "object", "properties": {"plan": {"enum": ["free"]}, "<script>": {"type": "string"}}}
    head = {"type": "object", "properties": {"plan": {"enum": ["free", "paid"]}}}
    return Pair(folder, answering(base), answering(head), module)
