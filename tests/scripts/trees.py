"""Small trees with both packages, and the changes between two of them."""

from pathlib import Path

from contract_diff.findings.finding import Finding
from scripts.surface.findings import make_findings
from scripts.surface.name_changes import compare_names
from scripts.surface.names import Surface
from scripts.surface.revisions import Tree

ENUM = "from enum import StrEnum\nclass Phase(StrEnum):\n    A = 'a'\n"
ATTRS = "from attrs import define, field, frozen\n"
STRUCT = "from msgspec import Struct, field\nclass Base(Struct, frozen=True): ...\n"
TYPES = "from typing import Any, Literal, Optional, TypeAlias, TypedDict, Union\nclass A: ...\nclass B(A): ...\n"

Expected = list[tuple[str, str, str]]


def make_tree(root: Path, files: dict[str, str]) -> Path:
    """Write a tree: `pivotal/a.py` under overlays, `pivotal_api/a.py` under generated, everything else to the root."""
    folders = {"pivotal": "overlays", "pivotal_runtime": "overlays", "pivotal_api": "generated"}
    for name, text in {"pivotal/__init__.py": "", "pivotal_api/__init__.py": "", **files}.items():
        path = root / folders.get(name.split("/")[0], "") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def compare_trees(folder: Path, base: dict[str, str], head: dict[str, str]) -> tuple[Finding, ...]:
    """Return the findings of two trees, without samples."""
    base_tree, head_tree = (
        Tree(side, make_tree(folder / side, files)) for side, files in (("base", base), ("head", head))
    )
    return make_findings(compare_names(Surface(base_tree), Surface(head_tree)))


def summarize(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Return rule, severity and first name of each finding."""
    return [(finding.rule.removeprefix("surface-"), finding.severity.value, finding.symbols[0]) for finding in findings]


def with_module(expected: Expected) -> Expected:
    """Return expected changes with the module in their names."""
    return sorted((rule, severity, f"pivotal.m.{name}") for rule, severity, name in expected)


def compare_code(folder: Path, base: str, head: str) -> Expected:
    """Return the changes between two versions of one module."""
    return sorted(summarize(compare_trees(folder, {"pivotal/m.py": base}, {"pivotal/m.py": head})))
