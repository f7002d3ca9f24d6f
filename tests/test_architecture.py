"""The imports keep the arrows that ARCHITECTURE.md draws; import-linter's contracts in pyproject.toml list them."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("contract_diff", "scripts", "overlays/pivotal", "overlays/pivotal_runtime", "generated/pivotal_api")
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS: list[dict[str, Any]] = CONFIG["contracts"]

# An import that breaks a contract: the module, the line, and how the contract's name starts.
WRONG = [
    ("overlays/pivotal_runtime/errors.py", "import pivotal_api", "The SDK imports the generated client"),
    ("generated/pivotal_api/__init__.py", "from pivotal import PivotalApi", "The SDK imports the generated client"),
    ("contract_diff/cli.py", "def later():\n    import scripts.surface", "The pipeline imports"),
    ("overlays/pivotal/ids.py", "from contract_diff.core import json_values", "The SDK imports neither"),
    ("scripts/regenerate/naming.py", "import pivotal.errors", "Neither the pipeline"),
    ("contract_diff/core/severity.py", "import contract_diff.reading.document", "The stages"),
    (
        "contract_diff/schemas/view.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from contract_diff.rules import RULES",
        "The stages",
    ),
    ("contract_diff/a_stage_without_a_place.py", "", "The stages"),
    ("scripts/openapi/schemas.py", "import scripts.lint_spec.rules", "No package"),
    ("overlays/pivotal/errors.py", "import pivotal._client", "No package"),
    ("overlays/pivotal/ids.py", "import httpx", "Only the connections"),
    ("overlays/pivotal/_raw.py", "import pivotal.cli", "Nothing imports the command line"),
    ("overlays/pivotal/cli/_output/texts.py", "import pivotal.cli._account.keys", "The parts of the command line"),
]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(root / Path(folder).parent) for folder in FOLDERS)
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo", ROOT / "pyproject.toml"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all packages."""
    root = tmp_path_factory.mktemp("house")
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def test_the_imports_keep_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("module", "line", "contract"), WRONG)
def test_an_import_against_an_arrow_is_found(house: Path, module: str, line: str, contract: str) -> None:
    file = house / module
    text = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{text or ''}\n{line}\n", encoding="utf-8")
    try:
        done = lint(house)
    finally:
        file.unlink() if text is None else file.write_text(text, encoding="utf-8")
    broken = [line for line in done.stdout.splitlines() if re.search(r" BROKEN\b", line)]
    assert [line for line in broken if line.startswith(contract)], done.stdout + done.stderr


def test_the_contracts_list_the_arrows_that_architecture_md_draws() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    drawn = {
        line.partition(": ")[2] or line
        for line in re.findall(r"^(?:[\w.]+: )?\w+(?: -> [\w |]+)+$", text, re.MULTILINE)
    }
    layers = [contract["layers"] for contract in CONTRACTS if contract["type"] == "layers"]
    assert drawn == {" -> ".join(layer for layer in stages if layer != "__main__") for stages in layers}


def test_every_package_has_no_circle() -> None:
    (contract,) = (contract for contract in CONTRACTS if contract["type"] == "acyclic_siblings")
    assert sorted(contract["ancestors"]) == sorted(Path(folder).name for folder in FOLDERS)
