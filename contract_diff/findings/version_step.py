"""The version step that findings ask for."""

from collections.abc import Iterable
from typing import Literal

from contract_diff.core.severity import Severity
from contract_diff.findings.finding import Finding

Step = Literal["major", "minor", "patch", "none"]


def version_step(findings: Iterable[Finding], current: str) -> Step:
    """The part of the version that has to grow.

    From 1.0 on: major for what breaks, minor for what is new or risky, else patch. Before 1.0 what breaks
    is a minor step and all else a patch, which is how installers read a 0.x version (`~=0.1.0`, `^0.1`).
    A comparison that could not be made asks for nothing by itself; a break that was approved is one all the same.

    Args:
        findings: Of the surface, the contract, or both.
        current: The version that users have.

    Example:
        >>> version_step([], "1.2.0")
        'none'
    """
    changes = [one for one in findings if one.rule != "surface-typing-samples-absent"]
    if not changes:
        return "none"
    step = _step(changes)
    if is_stable(current):
        return step
    return "minor" if step == "major" else "patch"


def step_words(step: Step, current: str) -> str:
    """A version step for people, who else read it as after 1.0.

    Example:
        >>> step_words("minor", "0.3.0")
        'minor (before 1.0)'
    """
    return step if step == "none" or is_stable(current) else f"{step} (before 1.0)"


def _step(changes: list[Finding]) -> Step:
    verdicts = {verdict for one in changes for verdict in (one.sdk, *(reached.severity for reached in one.exposures))}
    if Severity.BREAKING in verdicts:
        return "major"
    grows = Severity.RISKY in verdicts or any(one.effect == "widens" or "-added" in one.rule for one in changes)
    return "minor" if grows else "patch"


def is_stable(version: str) -> bool:
    """Whether a version promises compatibility.

    Example:
        >>> is_stable("0.9.1")
        False
    """
    return not version.startswith("0.")


def next_version(current: str, step: Step) -> str:
    """The version after a step.

    Example:
        >>> next_version("0.1.3", "minor")
        '0.2.0'
    """
    parts = [int(part) for part in current.split(".")]
    position = {"major": 0, "minor": 1, "patch": 2}.get(step)
    if position is None:
        return current
    return ".".join(str(part) for part in (*parts[:position], parts[position] + 1, *(0 for _ in parts[position + 1 :])))
