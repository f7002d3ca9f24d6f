"""The version step that findings require."""

from collections.abc import Iterable
from typing import Literal

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding

Step = Literal["major", "minor", "patch", "none"]


def version_step(findings: Iterable[Finding], current: str) -> Step:
    """Return the part of the version that has to grow.

    From 1.0 on, breaking changes require a major step, additions and risky changes a minor step, everything else a
    patch. Before 1.0, breaking changes require a minor step and everything else a patch, as installers read a 0.x
    version (`~=0.1.0`, `^0.1`). A break that was approved is still a break.

    Args:
        findings: Findings of any tool.
        current: The version that users have.

    Example:
        >>> version_step([], "1.2.0")
        'none'
    """
    changes = [finding for finding in findings if finding.is_change]
    if not changes:
        return "none"
    step = _step(changes)
    if is_stable(current):
        return step
    return "minor" if step == "major" else "patch"


def describe_step(step: Step, current: str) -> str:
    """Describe a version step; before 1.0 it is marked as such, as people would read it differently.

    Example:
        >>> describe_step("minor", "0.3.0")
        'minor (before 1.0)'
    """
    return step if step == "none" or is_stable(current) else f"{step} (before 1.0)"


def _step(changes: list[Finding]) -> Step:
    severities = {severity for finding in changes for severity in _severities(finding)}
    if Severity.BREAKING in severities:
        return "major"
    grows = any(finding.effect == "widens" or "-added" in finding.rule for finding in changes)
    return "minor" if grows or Severity.RISKY in severities else "patch"


def _severities(finding: Finding) -> list[Severity]:
    return [finding.sdk, *(exposure.severity for exposure in finding.exposures)]


def is_stable(version: str) -> bool:
    """Return whether a version promises compatibility.

    Example:
        >>> is_stable("0.9.1")
        False
    """
    return not version.startswith("0.")
