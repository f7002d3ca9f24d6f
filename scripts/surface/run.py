"""One comparison from start to end: both trees, their names, and the base's samples."""

from pathlib import Path

import griffe

from contract_diff.findings.finding import Report
from scripts.project import ROOT
from scripts.surface.findings import make_findings
from scripts.surface.name_changes import compare_names
from scripts.surface.names import Surface
from scripts.surface.revisions import open_tree
from scripts.surface.samples import find_sample_changes

POLICY = "surface"
VERSION = "pivotal.__version__"


def compare_surfaces(base: str, head: str | None = None, repository: Path = ROOT) -> Report:
    """Compare the public Python names of two trees, and check the base's typing samples against the head.

    Args:
        base: A git revision, or a folder that contains the packages.
        head: Likewise; the working tree of the repository if None.
        repository: The repository of the revisions.

    Raises:
        InputError: A side can't be read.
    """
    with open_tree(base, repository) as base_tree, open_tree(head or str(repository), repository) as head_tree:
        base_surface, head_surface = Surface(base_tree), Surface(head_tree)
        changes = [*compare_names(base_surface, head_surface), *find_sample_changes(base_tree, head_tree)]
        return Report(
            base, head or "the working tree", POLICY, make_findings(changes), version=_read_version(base_surface)
        )


def _read_version(surface: Surface) -> str:
    """Return the version of a tree; 0.0.0, which promises nothing, if it has none."""
    definition = surface.names.get(VERSION)
    node = definition.node if definition else None
    return str(node.value).strip("'\"") if isinstance(node, griffe.Attribute) else "0.0.0"
