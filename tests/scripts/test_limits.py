"""A full disk and a read-only folder: one sentence, exit code 2, and no file changed, for every command line."""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.project import ROOT
from tests.scripts.dialects import live_document
from tests.support import frozen
from tests.support.limits import full_disk, run_limited
from tests.support.scripted import Site

COMMANDS = {
    "import-spec": ("scripts.import_spec", "page.md", "--spec", "contract"),
    "lint-spec": ("scripts.lint_spec", "--fix", "--spec", "contract", "--corrections", "contract/corrections"),
    "regenerate": ("scripts.regenerate",),
    "regenerate --check": ("scripts.regenerate", "--check"),
    "contract-diff": ("contract_diff", "spec/openapi.yaml", "contract/openapi.yaml", "--output", "work/report.md"),
}


@pytest.fixture
def home() -> Iterator[Path]:
    """A copy of what the pipeline reads and writes, with a contract to import into."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        root = Path(name) / "home"
        for folder in (
            "spec",
            "overlays/spec",
            "overlays/templates",
            "overlays/pivotal_runtime",
            "scripts",
            "generated",
        ):
            shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
        for file in ("generator-config.yaml", "pyproject.toml"):
            shutil.copy(ROOT / file, root / file)
        shutil.copytree(frozen.FROZEN, root / "contract")
        page = (frozen.PAGES / "get-customer.md").read_text(encoding="utf-8")
        (root / "page.md").write_text(page.replace("Retrieve a customer", "Read a customer"), encoding="utf-8")
        (root / "work").mkdir()
        yield root


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def prepare(name: str, home: Path) -> list[str]:
    """Return the command line, and leave it something to write."""
    if name == "lint-spec":
        path = home / "contract" / "openapi.yaml"
        path.write_text("# by hand\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    if name == "regenerate":
        (home / "generated" / "pivotal_api" / "client.py").write_text("# old\n", encoding="utf-8")
    return [sys.executable, "-m", *COMMANDS[name]]


def run_refused(command: list[str], home: Path, preexec: Callable[[], None] | None = None, **environment: str) -> str:
    """Run a command that the system refuses something, and return its error message."""
    before = snapshot(home)
    process = run_limited(command, home, preexec, PYTHONDONTWRITEBYTECODE="1", PYTHONPATH=str(home), **environment)
    assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1), process.stderr
    assert snapshot(home) == before
    assert [path for path in home.rglob(".*.tmp") if os.access(path.parent, os.W_OK)] == []
    return process.stderr


@pytest.mark.parametrize(("name", "size"), [(name, 10) for name in COMMANDS] + [("regenerate", 6000)])
def test_a_full_disk_is_reported(name: str, size: int, home: Path) -> None:
    command = prepare(name, home)
    assert "File too large" in run_refused(command, home, full_disk(size))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_read_only_folder_is_reported(name: str, home: Path) -> None:
    command = prepare(name, home)
    folder = {"contract-diff": home / "work", "import-spec": home / "contract", "lint-spec": home / "contract"}
    read_only = folder.get(name, home)
    read_only.chmod(0o555)
    try:
        assert "Permission denied" in run_refused(command, home)
    finally:
        read_only.chmod(0o755)


def test_a_full_temporary_folder_is_reported(docs: Site, contract: dict[str, Any]) -> None:
    document = live_document(contract)
    document["components"]["schemas"]["Customer"]["properties"]["tier"] = {"type": "string"}
    live = ["-m", "scripts.contract_live", docs.serve("/openapi.json", json.dumps(document))]
    for arguments in (["-m", "scripts.surface", "HEAD", str(ROOT)], live):
        process = run_limited([sys.executable, *arguments], ROOT, full_disk(100), PYTHONDONTWRITEBYTECODE="1")
        assert (process.returncode, process.stdout, process.stderr.count("\n")) == (2, "", 1), process.stderr
        assert "File too large" in process.stderr
        assert process.stderr.endswith(" and run again.\n")


WRITE = """
import sys
from pathlib import Path
from contract_diff.core.command_line import run_main
from scripts.regenerate.build import _run_ruff
sys.exit(run_main("regenerate", lambda: _run_ruff("format", "--quiet", sys.argv[1]) or 0))
"""


def test_a_disk_that_is_full_for_the_formatter_is_not_blamed_on_the_contract(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(f"a = [{'1, ' * 1000}]\n", encoding="utf-8")
    process = run_limited([sys.executable, "-c", WRITE, str(module)], ROOT, full_disk())
    assert process.returncode == 2
    assert process.stderr == (
        "regenerate: ruff can't rewrite the generated code; check the free space and the permissions.\n"
    )
