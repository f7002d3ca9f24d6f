"""Checks the base's typing samples against the head: code that users wrote must still pass."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from contract_diff.core.errors import InputError
from contract_diff.findings.finding import Location
from scripts.project import ROOT
from scripts.surface.change import Change
from scripts.surface.revisions import SAMPLES, Tree

CACHE = ROOT / ".mypy_cache" / "surface"
_FLAGS = ("--strict", "--config-file=", "--follow-imports=silent", "--explicit-package-bases", "--output=json")
_EXIT_ERRORS = 1


class SampleError(NamedTuple):
    """An error that mypy reports for a line of a sample."""

    file: str
    line: int
    column: int
    message: str


def find_sample_changes(base: Tree, head: Tree) -> Iterator[Change]:
    """Yield the lines of the base's samples that pass with the base and fail with the head.

    A base without samples yields one change that states so.

    Raises:
        InputError: mypy can't check the samples at all.
    """
    samples = sorted((base.root / SAMPLES).glob("*.py"))
    if not samples:
        yield Change("typing-samples-absent", (base.label,), f"{SAMPLES}/*.py", None, None)
        return
    errors = _check(samples, base, head)
    base_errors = _check(samples, base, base) if errors else []
    base_lines = {(error.file, error.line) for error in base_errors}
    for error in errors:
        if (error.file, error.line) not in base_lines:
            location = Location(error.file, error.file, error.line, error.column)
            yield Change("typing-sample", (f"{error.file}:{error.line}",), error.message, location, None)


def _check(samples: list[Path], base: Tree, packages: Tree) -> list[SampleError]:
    """Check the base's samples with the packages of a tree."""
    search_path = os.pathsep.join(str(folder.resolve()) for folder in packages.search_paths)
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "mypy", *_FLAGS, f"--cache-dir={CACHE}", *(sample.name for sample in samples)],
        cwd=base.root / SAMPLES,
        env={**os.environ, "MYPYPATH": search_path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if process.returncode not in (0, _EXIT_ERRORS):
        lines = (process.stderr or process.stdout).strip().splitlines()
        reason = lines[0] if lines else process.returncode
        raise InputError(f"{packages.label}: mypy cannot check the samples ({reason}); fix that first.")
    return [_parse_error(line) for line in process.stdout.splitlines() if '"severity": "error"' in line]


def _parse_error(line: str) -> SampleError:
    error = json.loads(line)
    message = f"{error['message']} [{error['code']}]"
    return SampleError(f"{SAMPLES}/{error['file']}", error["line"], error["column"] + 1, message)
