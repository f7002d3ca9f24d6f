"""Builds everything in generated/ from the contract."""

import json
import re
import subprocess
import sys
from pathlib import Path

from ruff.__main__ import find_ruff_bin  # type: ignore[import-untyped]

from contract_diff.core.errors import InputError
from scripts.contract import Document, load
from scripts.project import CONTRACT, CORRECTIONS, OVERLAYS
from scripts.regenerate.contract_data import FILE as CONTRACT_DATA
from scripts.regenerate.contract_data import render_contract
from scripts.regenerate.conventions import PACKAGE
from scripts.regenerate.corrections import apply_corrections
from scripts.regenerate.generator import generate
from scripts.regenerate.manifest import make_manifest
from scripts.regenerate.sdk_view import View
from scripts.regenerate.simplify import simplify
from scripts.regenerate.source import read_source
from scripts.regenerate.symbols import map_symbols

HEADER = "# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.\n"
# A finding of ruff, with the module that it is in.
_FINDING = re.compile(r"\S*?(\w+\.py):\d+:\d+:(?= )")


def build(folder: Path, spec: Path = CONTRACT, corrections: Path = CORRECTIONS) -> None:
    """Build the content of generated/ from a contract and its corrections, in an existing empty folder.

    Raises:
        InputError: The contract, a correction, a template or the configuration can't be used.
    """
    package = folder / PACKAGE
    view, description = _generate(load(spec), corrections, package)
    (package / CONTRACT_DATA).write_text(description, encoding="utf-8")
    for path in sorted(package.rglob("*.py")):
        path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8")
    _run_ruff(
        "check", "--fix", "--quiet", "--select=E9,F,I", "--ignore=F403", "--fixable=F401,I", "--ignore-noqa",
        "--output-format=concise", str(package),
    )  # fmt: skip
    _run_ruff(
        "format",
        "--quiet",
        "--line-length=120",
        "--config=format.skip-magic-trailing-comma=true",
        str(package),
    )
    _try_package(folder)
    _write_json(folder / "symbols.json", map_symbols(view))
    _write_json(folder / "manifest.json", make_manifest(spec, corrections))


def _generate(source: Document, corrections: Path, package: Path) -> tuple[View, str]:
    """Write the package, and return the view of the corrected contract and its description."""
    try:
        document = simplify(apply_corrections(read_source(source), corrections))
        view = generate(document, package)
        return view, render_contract(document, view)
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
        # An invalid contract fails anywhere. It is validated only then, as that takes its time.
        from scripts.openapi.validation import find_problems

        for problem in find_problems(source):
            raise InputError(f"{problem.pointer or '/'}: {problem.message}; correct the contract.") from None
        raise


def _run_ruff(command: str, *arguments: str) -> None:
    command_line = [find_ruff_bin(), command, "--isolated", "--no-cache", "--target-version=py311", *arguments]
    process = subprocess.run(command_line, capture_output=True, text=True, check=False)  # noqa: S603
    if process.returncode:
        lines = [line for line in process.stdout.splitlines() if _FINDING.match(line)]
        if not lines:  # --quiet also hides that ruff couldn't write.
            raise InputError("ruff can't rewrite the generated code; check the free space and the permissions.")
        finding = _FINDING.sub(r"\1", lines[0])
        raise InputError(f"the generated code is not valid Python: {finding}; simplify the schema that it comes from.")


def _try_package(folder: Path) -> None:
    script = Path(__file__).with_name("try_package.py")
    command_line = [sys.executable, "-B", str(script), str(folder), str(OVERLAYS), PACKAGE]
    process = subprocess.run(command_line, capture_output=True, text=True, check=False)  # noqa: S603
    if process.returncode:
        raise InputError(f"the generated code doesn't work: {process.stderr.strip().splitlines()[-1]}")


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
