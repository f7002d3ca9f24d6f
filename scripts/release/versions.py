"""The version, which both distributions share, and its successor."""

import re
from pathlib import Path

from contract_diff.core.errors import InputError
from contract_diff.findings.version_step import Step

# One for each distribution.
FILES = ("overlays/pivotal/_version.py", "contract_diff/_version.py")
TAG_PREFIX = "v"
_LINE = re.compile(r'^__version__ = "((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2})"$', re.MULTILINE)


def read_version(root: Path) -> str:
    """Return the version of the distributions.

    Args:
        root: The root of a working tree.

    Raises:
        InputError: A file states no version, or they differ.
    """
    versions = {name: _read(root, name) for name in FILES}
    if len(set(versions.values())) > 1:
        stated = " and ".join(f"{version} ({name})" for name, version in versions.items())
        raise InputError(f"the distributions have different versions, {stated}; write the same one in both files")
    return versions[FILES[0]]


def _read(root: Path, name: str) -> str:
    found = _LINE.search((root / name).read_text(encoding="utf-8"))
    if found is None:
        raise InputError(f'{name}: states no version of three numbers; write a line such as __version__ = "1.2.3"')
    return found[1]


def write_version(root: Path, version: str) -> None:
    """Write the version of the distributions into a working tree."""
    for name in FILES:
        path = root / name
        text = path.read_text(encoding="utf-8")
        path.write_text(_LINE.sub(f'__version__ = "{version}"', text), encoding="utf-8", newline="\n")


def next_version(current: str, step: Step) -> str:
    """Return the version after a step.

    Example:
        >>> next_version("0.1.2", "minor"), next_version("0.1.2", "major"), next_version("1.4.2", "patch")
        ('0.2.0', '1.0.0', '1.4.3')
    """
    major, minor, patch = (int(part) for part in current.split("."))
    match step:
        case "major":
            return f"{major + 1}.0.0"
        case "minor":
            return f"{major}.{minor + 1}.0"
        case "patch":
            return f"{major}.{minor}.{patch + 1}"
        case "none":
            return current
