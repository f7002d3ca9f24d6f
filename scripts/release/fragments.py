"""The entries of the next release: one file each in changelog.d/, which towncrier makes into the changelog."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from attrs import frozen

from contract_diff.core.decoding import decode
from contract_diff.core.errors import InputError
from contract_diff.core.yaml_files import read_bytes
from contract_diff.findings.finding import Report
from contract_diff.reporting.changelog import render

FOLDER = "changelog.d"
# Those that people write.
KINDS = ("added", "changed", "fixed")
CONTRACT_FRAGMENT = f"{FOLDER}/api.contract.md"
_OTHERS = ("README.md", "template.md.jinja")
_NAME = re.compile(rf"[a-z0-9][a-z0-9-]*\.(?P<kind>{'|'.join(KINDS)})\.md")


@frozen
class Fragment:
    """One file of changelog.d/: its name, and the type of its entries."""

    name: str
    kind: str


def read_fragments(root: Path) -> list[Fragment]:
    """Return the fragments that people wrote, by name.

    Raises:
        InputError: A file isn't named as a fragment is, or has no entry.
    """
    return [_read(path) for path in sorted((root / FOLDER).iterdir()) if path.name not in _OTHERS]


def _read(path: Path) -> Fragment:
    place = f"{FOLDER}/{path.name}"
    match = _NAME.fullmatch(path.name)
    if match is None:
        raise InputError(f"{place}: the name of a fragment is a word, its type ({', '.join(KINDS)}) and .md; rename it")
    if not decode(place, read_bytes(path)).startswith("- "):
        raise InputError(f"{place}: a fragment is a list in Markdown; start each entry with '- '")
    return Fragment(path.name, match["kind"])


def write_contract_fragment(root: Path, report: Report) -> None:
    """Write the changes of the contract as a fragment: the contract diff's changelog, one level below its own title."""
    entries = render(report).partition("\n\n")[2]
    text = re.sub(r"^### ", "#### ", entries, flags=re.MULTILINE)
    (root / CONTRACT_FRAGMENT).write_text(text, encoding="utf-8", newline="\n")


def write_changelog(root: Path, version: str, day: date, *, draft: bool = False) -> str:
    """Move the fragments into the changelog of a working tree; return what towncrier prints.

    Args:
        root: The root of the working tree.
        version: The version of the release.
        day: Its day.
        draft: Change nothing: the release's section is what is printed.

    Raises:
        InputError: towncrier refuses.
    """
    command = [sys.executable, "-m", "towncrier", "build", f"--version={version}", f"--date={day}"]
    done = subprocess.run(  # noqa: S603
        [*command, "--draft" if draft else "--yes"], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1]
        raise InputError(f"towncrier can't write the changelog ({reason}); correct the fragments in {FOLDER}")
    return done.stdout
