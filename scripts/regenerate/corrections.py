"""Applies corrections to the contract: OpenAPI Overlay Specification 1.0 documents in overlays/spec.

An action needs a `description` (the reason) and must change something. An action whose target matches nothing, or
that leaves the contract as it is, is no longer needed and fails the run.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonpath

from contract_diff.core.errors import InputError
from contract_diff.core.yaml_files import parse_yaml
from scripts.contract import Document
from scripts.project import CORRECTIONS

_KEYS = frozenset({"target", "description", "update", "remove"})


def apply_corrections(document: Document, folder: Path = CORRECTIONS) -> Document:
    """Return the contract with every correction applied, in the order of file names and actions.

    Raises:
        InputError: A file is not an Overlay, or an action has no reason, matches nothing, or changes nothing.
    """
    corrected = copy.deepcopy(document)
    problems = [problem for label, action in _read_actions(folder) if (problem := _apply(corrected, action, label))]
    if problems:
        raise InputError("; ".join(problems) + ".")
    return corrected


def _read_actions(folder: Path) -> Iterator[tuple[str, Document]]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; create it for the corrections.")
    for path in sorted(folder.iterdir()):
        if path.suffix != ".yaml":
            raise InputError(f"{path.name}: not a .yaml file, so it would be ignored; rename it.")
        overlay = parse_yaml(path.read_bytes(), path.name)
        if not isinstance(overlay, dict) or not str(overlay.get("overlay", "")).startswith("1.0"):
            raise InputError(f"{path.name}: not an Overlay 1.0 document; start it with 'overlay: 1.0.0'.")
        actions = overlay.get("actions")
        if not isinstance(actions, list):
            raise InputError(f"{path.name}: has no list of actions; write one, or delete the file.")
        for number, action in enumerate(actions, start=1):
            label = f"{path.name}, action {number}"
            if problem := _problem(action):
                raise InputError(f"{label}: {problem}.")
            yield label, action


def _problem(action: object) -> str | None:
    if not isinstance(action, dict):
        return "not an object; write target, description, and update or remove"
    if unknown := sorted(set(map(str, action)) - _KEYS):
        return f"unknown key {', '.join(unknown)}; correct the name"
    if not str(action.get("description", "")).strip():
        return "no description; state why the correction is needed"
    if not isinstance(action.get("target"), str):
        return "no target; write a JSONPath"
    if bool(action.get("remove")) == ("update" in action):
        return "both update and remove; leave one" if action.get("remove") else "neither update nor remove; write one"
    return None


def _apply(document: Document, action: Document, label: str) -> str | None:
    """Apply an action to what its target matches; return why it is no longer needed, if it isn't."""
    try:
        matches = list(jsonpath.finditer(action["target"], document))
    except jsonpath.JSONPathError as error:
        reason = str(error).partition("\n")[0]  # the rest points at the place with a drawing
        raise InputError(f"{label}: target {action['target']!r} is not a JSONPath ({reason}); correct it.") from error
    if not matches:
        return f"{label}: {action['target']} matches nothing; fix the target or delete the correction"
    changed = False
    # From last to first, so that removing an item from a list doesn't shift the items before it.
    for match in reversed(matches):
        if action.get("remove"):
            if match.parent is None:
                raise InputError(f"{label}: the whole document can't be removed; target a part of it.")
            del match.parent.obj[match.parts[-1]]  # type: ignore[attr-defined]
            changed = True
        else:
            changed = _merge(match.obj, action["update"], label) or changed
    return None if changed else f"{label}: changes nothing at {action['target']}; delete the correction"


def _merge(target: Any, update: Any, label: str) -> bool:
    """Merge an update into its target in place, and return whether that changes anything."""
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
        return True
    if not (isinstance(target, dict) and isinstance(update, dict)):
        raise InputError(f"{label}: an update needs an object or a list as its target; target the parent instead.")
    changed = False
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            changed = _merge(target[key], value, label) or changed
        elif isinstance(value, list) and isinstance(target.get(key), list):
            target[key].extend(copy.deepcopy(value))
            changed = changed or bool(value)
        else:
            changed = changed or key not in target or target[key] != value
            target[key] = copy.deepcopy(value)
    return changed
