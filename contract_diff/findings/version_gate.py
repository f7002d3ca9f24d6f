"""The version gate: whether `info.version` took the step that the findings require."""

import re

from contract_diff.core.errors import InputError
from contract_diff.findings.finding import Report
from contract_diff.findings.version_step import version_step

_SEMANTIC = re.compile(r"v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[-+].*)?")
Version = tuple[int, int, int]


def missed_step(report: Report) -> str:
    """Return what is wrong with the head's `info.version`, in one sentence; empty if it took the step.

    Raises:
        InputError: A version isn't a semantic one.
    """
    base, head = (_parse(name, text) for name, text in zip((report.base, report.head), report.versions, strict=True))
    step = version_step(report.findings, report.versions[0].removeprefix("v"))
    least = _after(base, step)
    if head >= least:
        return ""
    stated = f"info.version goes from {report.versions[0]} to {report.versions[1]}"
    return f"{stated}, but the changes require a {step} step; set it to {'.'.join(map(str, least))} or later"


def _parse(name: str, text: str) -> Version:
    match = _SEMANTIC.fullmatch(text)
    if match is None:
        raise InputError(f"{name}: info.version is {text!r}, not MAJOR.MINOR.PATCH; correct it or leave the gate out")
    return int(match[1]), int(match[2]), int(match[3])


def _after(version: Version, step: str) -> Version:
    major, minor, patch = version
    return {
        "none": version,
        "patch": (major, minor, patch + 1),
        "minor": (major, minor + 1, 0),
        "major": (major + 1, 0, 0),
    }[step]
