"""Corrections to the contract, as data: OpenAPI Overlay Specification 1.0 documents in overlays/spec.

An action needs a `description` (the reason) and must change something: one whose target matches nothing, or
that leaves the contract as it was, has outlived its reason and fails the run.
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

    Raises InputError for an action that has no reason, matches nothing, or changes nothing.
    """
    corrected = copy.deepcopy(document)
    for where, action in _actions(folder):
        before = copy.deepcopy(corrected)
        _apply(corrected, action, where)
        if corrected == before:
            raise InputError(f"{where}: {action['target']} is as this correction wants it; delete the correction.")
    return corrected


def _actions(folder: Path) -> Iterator[tuple[str, Document]]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; corrections are read from there.")
    for path in sorted(folder.iterdir()):
        if path.suffix != ".yaml":
            raise InputError(f"{path.name}: would not be read; a correction's file ends in .yaml.")
        overlay = parse_yaml(path.read_bytes(), path.name)
        if not isinstance(overlay, dict) or not str(overlay.get("overlay", "")).startswith("1.0"):
            raise InputError(f"{path.name}: no Overlay 1.0 document; its first line must say 'overlay: 1.0.0'.")
        actions = overlay.get("actions")
        if not isinstance(actions, list):
            raise InputError(f"{path.name}: no list of actions; write one, or delete the file.")
        for number, action in enumerate(actions, start=1):
            where = f"{path.name}, action {number}"
            if problem := _problem(action):
                raise InputError(f"{where}: {problem}.")
            yield where, action


def _problem(action: object) -> str | None:
    if not isinstance(action, dict):
        return "no object; write target, description, and update or remove"
    if unknown := sorted(set(map(str, action)) - _KEYS):
        return f"knows no key {', '.join(unknown)}; correct the name"
    if not str(action.get("description", "")).strip():
        return "no description; say why the correction is needed"
    if not isinstance(action.get("target"), str):
        return "no target; write a JSONPath"
    if bool(action.get("remove")) == ("update" in action):
        return "both update and remove; leave one" if action.get("remove") else "neither update nor remove; write one"
    return None


def _apply(document: Document, action: Document, where: str) -> None:
    try:
        matches = list(jsonpath.finditer(action["target"], document))
    except jsonpath.JSONPathError as error:
        raise InputError(f"{where}: target {action['target']!r} is no JSONPath ({error}).") from error
    if not matches:
        raise InputError(f"{where}: {action['target']} matches nothing; mend the target or delete the correction.")
    # From the last to the first, so that removing from a list leaves earlier positions where they were.
    for match in reversed(matches):
        if action.get("remove"):
            if match.parent is None:
                raise InputError(f"{where}: the whole document can't be removed; name a part of it.")
            del match.parent.obj[match.parts[-1]]  # type: ignore[attr-defined]
        else:
            _merge(match.obj, action["update"], where)


def _merge(target: Any, update: Any, where: str) -> None:
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
    elif isinstance(target, dict) and isinstance(update, dict):
        for key, value in update.items():
            if isinstance(value, dict) and isinstance(target.get(key), dict):
                _merge(target[key], value, where)
            elif isinstance(value, list) and isinstance(target.get(key), list):
                target[key].extend(copy.deepcopy(value))
            else:
                target[key] = copy.deepcopy(value)
    else:
        raise InputError(f"{where}: an update needs an object or a list as its target; target the parent instead.")
