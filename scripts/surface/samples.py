"""The base's typing samples, type-checked against the head: what users wrote must still pass."""

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
_FOUND_ERRORS = 1


class Complaint(NamedTuple):
    """What mypy says of one line of a sample."""

    file: str
    line: int
    column: int
    text: str


def sample_changes(base: Tree, head: Tree) -> Iterator[Change]:
    """Yield what the base's samples can't do any more; where the base has none, that.

    A line that the base itself doesn't accept is no change.

    Raises:
        InputError: mypy can't check them at all.
    """
    samples = sorted((base.root / SAMPLES).glob("*.py"))
    if not samples:
        yield Change("typing-samples-absent", (base.label,), f"{SAMPLES}/*.py", None, None)
        return
    complaints = _check(samples, base, head)
    refused = {(one.file, one.line) for one in _check(samples, base, base)} if complaints else set[tuple[str, int]]()
    for one in complaints:
        if (one.file, one.line) not in refused:
            name = f"{one.file}:{one.line}"
            place = Location(one.file, one.file, one.line, one.column)
            yield Change("typing-sample", (name,), one.text, place, None)


def _check(samples: list[Path], base: Tree, against: Tree) -> list[Complaint]:
    """Run mypy on samples with the packages of a tree."""
    folder = base.root / SAMPLES
    path = os.pathsep.join(str(one.resolve()) for one in against.search_paths)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "mypy", *_FLAGS, f"--cache-dir={CACHE}", *(one.name for one in samples)],
        cwd=folder,
        env={**os.environ, "MYPYPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in (0, _FOUND_ERRORS):
        reason = (done.stderr or done.stdout).strip().splitlines()
        raise InputError(
            f"{against.label}: mypy cannot check the samples ({reason[0] if reason else done.returncode})."
        )
    return [_complaint(line) for line in done.stdout.splitlines() if '"severity": "error"' in line]


def _complaint(line: str) -> Complaint:
    told = json.loads(line)
    text = f"{told['message']} [{told['code']}]"
    return Complaint(f"{SAMPLES}/{told['file']}", told["line"], told["column"] + 1, text)
