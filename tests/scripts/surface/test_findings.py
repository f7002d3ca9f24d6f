"""Which part of the version has to grow."""

from pathlib import Path

import pytest
from attrs import evolve

from contract_diff.core.severity import Severity
from contract_diff.findings.version_step import version_step
from tests.scripts.trees import names_compared

CODE = {
    "breaking": ("def f(): ...", ""),
    "risky": ("def f(a=1): ...", "def f(a=2): ..."),
    "addition": ("", "def f(): ..."),
    "narrower answer": ("def f() -> int | str: ...", "def f() -> int: ..."),
}


@pytest.mark.parametrize(
    ("change", "stable", "early"),
    [
        ("breaking", "major", "minor"),
        ("risky", "minor", "patch"),
        ("addition", "minor", "patch"),
        ("narrower answer", "patch", "patch"),
    ],
)
def test_step(tmp_path: Path, change: str, stable: str, early: str) -> None:
    before, after = CODE[change]
    found = names_compared(tmp_path, {"pivotal/m.py": before}, {"pivotal/m.py": after})
    assert (version_step(found, "1.4.2"), version_step(found, "0.4.2")) == (stable, early)


def test_nothing_changed() -> None:
    assert version_step([], "1.0.0") == "none"


def test_the_verdict_for_the_client_counts(tmp_path: Path) -> None:
    (found,) = names_compared(tmp_path, {}, {"pivotal/m.py": ""})
    assert version_step([evolve(found, sdk=Severity.BREAKING)], "2.0.0") == "major"
