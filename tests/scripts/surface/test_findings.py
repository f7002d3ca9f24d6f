"""The version step that findings of the surface require."""

from pathlib import Path

import pytest
from attrs import evolve

from contract_diff.core.severity import Severity
from contract_diff.findings.version_step import version_step
from tests.scripts.trees import compare_trees

CODE = {
    "breaking": ("def f(): ...", ""),
    "risky": ("def f(a=1): ...", "def f(a=2): ..."),
    "addition": ("", "def f(): ..."),
    "narrower answer": ("def f() -> int | str: ...", "def f() -> int: ..."),
}


@pytest.mark.parametrize(
    ("change", "stable", "unstable"),
    [
        ("breaking", "major", "minor"),
        ("risky", "minor", "patch"),
        ("addition", "minor", "patch"),
        ("narrower answer", "patch", "patch"),
    ],
)
def test_the_version_step_follows_from_the_findings(tmp_path: Path, change: str, stable: str, unstable: str) -> None:
    base, head = CODE[change]
    findings = compare_trees(tmp_path, {"pivotal/m.py": base}, {"pivotal/m.py": head})
    assert (version_step(findings, "1.4.2"), version_step(findings, "0.4.2")) == (stable, unstable)


def test_nothing_changed() -> None:
    assert version_step([], "1.0.0") == "none"


def test_the_severity_for_the_client_counts(tmp_path: Path) -> None:
    (finding,) = compare_trees(tmp_path, {}, {"pivotal/m.py": ""})
    assert version_step([evolve(finding, sdk=Severity.BREAKING)], "2.0.0") == "major"
