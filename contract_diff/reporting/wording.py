"""Text that several formats share."""

import json
import os
import re
from pathlib import Path
from typing import Any

from contract_diff.core.json_pointers import split
from contract_diff.core.safe_text import visible
from contract_diff.findings.finding import Finding, Location, Report

MAX_WITNESS = 200
MAX_STRING = 40  # a table in Markdown is as wide as its longest word
_COMMIT = re.compile(r"\A([0-9a-f]{7})[0-9a-f]{33}(?=:)")


def message(finding: Finding, sentence: str = "") -> str:
    """Return what changed, as `whole_sentence` does, with every character visible."""
    return visible(whole_sentence(finding, sentence))


def whole_sentence(finding: Finding, sentence: str = "") -> str:
    """Return what changed, and of which property, parameter or header if the sentence itself doesn't name it.

    Args:
        finding: The finding.
        sentence: What changed, if that is not the finding's own message.
    """
    sentence = sentence or finding.message
    name = property_name(finding)
    subject = f"`{name}`" if name else finding.subject
    return sentence if not subject or subject in sentence else f"{subject}: {sentence}"


def property_name(finding: Finding) -> str:
    """Return the innermost property at or above the place of a finding; empty if there is none."""
    tokens = iter(split(finding.places[-1].pointer) if finding.places else ())
    name = ""
    for key in tokens:
        # A property may itself be called `properties`, so its name is taken along.
        name = next(tokens, name) if key == "properties" else name
    return name


def place(location: Location | None) -> str:
    """Return file, line and column, or a dash; a commit with seven digits, as in the title."""
    if location is None:
        return "-"
    file = _COMMIT.sub(r"\1", location.file)
    return visible(f"{file}:{location.line}:{location.column}")


def reference(location: Location | None) -> str:
    """Return the pointer of a place: `#/paths/...` in the root, `part.yaml#/...` beside it; or a name in code."""
    if location is None:
        return ""
    return visible(location.pointer if location.pointer[:1] not in ("", "/") else f"#{location.pointer}")


def approvable_reference(finding: Finding) -> str:
    """Return the pointer of what changed, by which the finding can be approved."""
    return reference(finding.places[-1] if finding.places else None)


def main_place(finding: Finding) -> Location | None:
    """Return the place to show: that in the head, or that in the base of what was removed."""
    return finding.head or finding.base


def repository_path(location: Location) -> str:
    """Return the file without its git revision, as a service that shows the repository knows it."""
    file = location.file
    if "://" in file:
        return file
    path = file.rpartition(":")[2]
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else Path(relative).as_posix()


def operations(*findings: Finding, limit: int = 3) -> str:
    """Return the operations that findings reach, only the first few by name."""
    names = list(dict.fromkeys(name for finding in findings for name in finding.operations))
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return visible(", ".join(names[:limit]) + more)


def direction(finding: Finding) -> str:
    """Return the direction in words; empty for what is neither sent nor received."""
    words = {"both": "request and response", "none": ""}
    return words.get(finding.direction, finding.direction)


def witness(finding: Finding) -> str:
    """Return the witness as one line; empty if there is none."""
    if finding.witness is None:
        return ""
    text = json.dumps(_with_short_strings(finding.witness.value), ensure_ascii=False, sort_keys=True)
    shown = text if len(text) <= MAX_WITNESS else f"{text[:MAX_WITNESS]}... (shortened)"
    return f"valid in the {finding.witness.valid_in} only: {shown}"


def _with_short_strings(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_short_strings(child) for name, child in value.items()}
    if isinstance(value, list):
        return [_with_short_strings(child) for child in value]
    is_long = isinstance(value, str) and len(value) > MAX_STRING
    return f"{value[:MAX_STRING]}... ({len(value)} characters)" if is_long else value


def notes(finding: Finding) -> list[str]:
    """Return what there is besides message and advice: witness, rename, clause, symbols, approval."""
    approved = finding.approval and f"approved until {finding.approval.expires}: {finding.approval.reason}"
    symbols = finding.symbols and f"in Python: {', '.join(finding.symbols)}"
    clause = finding.clause and f"versioning promise, {finding.clause}"
    lines = [witness(finding), finding.renamed, clause, symbols or "", approved or ""]
    return [visible(line) for line in lines if line]


def compared(report: Report) -> str:
    """Return what was compared, and by which policy."""
    base, head = report.titles
    return visible(f"{base or report.base} to {head or report.head}, policy {report.policy}")
