"""Small trees with both packages, to compare."""

from pathlib import Path

from contract_diff.findings.finding import Finding
from scripts.surface.findings import findings
from scripts.surface.name_changes import compare
from scripts.surface.names import Surface
from scripts.surface.revisions import Tree


def make_tree(root: Path, files: dict[str, str]) -> Path:
    """Write a tree: `pivotal/a.py` goes under overlays, `pivotal_api/a.py` under generated, all else to the root."""
    folders = {"pivotal": "overlays", "pivotal_runtime": "overlays", "pivotal_api": "generated"}
    for name, text in {"pivotal/__init__.py": "", "pivotal_api/__init__.py": "", **files}.items():
        path = root / folders.get(name.split("/")[0], "") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def names_compared(folder: Path, before: dict[str, str], after: dict[str, str]) -> tuple[Finding, ...]:
    """The findings of two trees, without samples."""
    old, new = make_tree(folder / "base", before), make_tree(folder / "head", after)
    return findings(compare(Surface(Tree("base", old)), Surface(Tree("head", new))))


def told(found: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Rule, severity and first name of findings."""
    return [(one.rule.removeprefix("surface-"), one.severity.value, one.symbols[0]) for one in found]
