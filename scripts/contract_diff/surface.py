"""The Python surface: the public names of the packages here and at a base revision, compared by griffe."""

from collections.abc import Iterator
from pathlib import Path

import griffe

from scripts.contract_diff.answer import Direction, Severity
from scripts.contract_diff.errors import InputError
from scripts.contract_diff.model import Exposure, Finding, Location

# The packages that users import, and where each of them lies.
PACKAGES = {"pivotal": "overlays", "pivotal_api": "generated"}


def surface_findings(
    base_revision: str, repository: Path, packages: dict[str, str] | None = None
) -> tuple[Finding, ...]:
    """What a user of the packages loses between a revision in git and the working tree.

    Args:
        base_revision: a commit, branch or tag.
        repository: the root of the working tree.
        packages: import name to source folder; those of the SDK if None.

    Raises:
        InputError: git does not know the revision, or griffe cannot read a package.
    """
    found: list[Finding] = []
    for package, folder in (packages or PACKAGES).items():
        found.extend(_package(base_revision, repository, package, folder))
    return tuple(sorted(found, key=lambda finding: (finding.message, finding.rule)))


def _package(revision: str, repository: Path, package: str, folder: str) -> Iterator[Finding]:
    try:
        before = griffe.load_git(package, ref=revision, repo=repository, search_paths=[folder])
        after = griffe.load(package, search_paths=[str(repository / folder)])
    except (griffe.GriffeError, OSError, ImportError, RuntimeError) as error:
        raise InputError(f"{package} at {revision}: the Python surface cannot be read ({error})") from None
    for breakage in griffe.find_breaking_changes(before, after):
        yield _finding(breakage, folder)


def _finding(breakage: griffe.Breakage, folder: str) -> Finding:
    told = breakage.as_dict()
    name = breakage.obj.canonical_path
    changed = " to ".join(str(told[key]) for key in ("old_value", "new_value") if told.get(key) is not None)
    kind = breakage.kind.value
    return Finding(
        rule=f"surface-{breakage.kind.name.lower().replace('_', '-')}",
        effect="narrows",
        severity=Severity.BREAKING,
        sdk=Severity.BREAKING,
        exposures=(Exposure(Direction.NONE, Severity.BREAKING, ()),),
        base=None,
        revision=_location(breakage, folder),
        message=f"{name}: {kind}" + (f" ({changed})" if changed else ""),
        advice="Change the code that uses this name.",
        symbols=(name,),
    )


def _location(breakage: griffe.Breakage, folder: str) -> Location:
    path = Path(folder, breakage.obj.relative_package_filepath)
    return Location(path.as_posix(), breakage.obj.canonical_path, breakage.obj.lineno or 1, 1)
