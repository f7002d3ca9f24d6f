"""One comparison from start to end: both trees, their names, their samples."""

from dataclasses import dataclass
from pathlib import Path

import griffe

from contract_diff.core.severity import Severity, worst_of
from contract_diff.findings.finding import Finding
from contract_diff.findings.version_step import Step, version_step
from scripts.project import ROOT
from scripts.surface.findings import findings
from scripts.surface.name_changes import compare
from scripts.surface.names import Surface
from scripts.surface.revisions import tree
from scripts.surface.samples import sample_changes

VERSION = "pivotal.__version__"


@dataclass(frozen=True)
class Comparison:
    """What a comparison found.

    Attributes:
        base: What the base was called, and head: the head.
        version: The base's version.
    """

    base: str
    head: str
    version: str
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Severity:
        """The worst severity; compatible if nothing changed."""
        return worst_of(finding.severity for finding in self.findings)

    @property
    def step(self) -> Step:
        """The version step that the findings ask for."""
        return version_step(self.findings, self.version)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(finding.severity is severity for finding in self.findings)


def compare_surfaces(base: str, head: str | None = None, repository: Path = ROOT) -> Comparison:
    """Compare the public Python names of two trees, and check the base's typing samples against the head.

    Args:
        base: A git revision, or a folder that holds the packages.
        head: Likewise; the working tree of the repository if None.
        repository: Where git looks revisions up.

    Raises:
        InputError: A side can't be read.
    """
    with tree(base, repository) as before, tree(head or str(repository), repository) as after:
        old, new = Surface(before), Surface(after)
        changes = [*compare(old, new), *sample_changes(before, after)]
        return Comparison(base, head or "the working tree", _version(old), findings(changes))


def _version(surface: Surface) -> str:
    """The version that a tree states; without one, nothing is promised yet."""
    found = surface.names.get(VERSION)
    thing = found.thing if found else None
    return str(thing.value).strip("'\"") if isinstance(thing, griffe.Attribute) else "0.0.0"
