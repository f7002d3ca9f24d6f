"""What a finding means for the generated client: a map from places in the contract to Python names."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from scripts.contract import InputError
from scripts.contract_diff.jsonvalues import Pointer, is_array, is_object
from scripts.contract_diff.model import Finding

SymbolMap = dict[Pointer, tuple[str, ...]]


def load_symbols(path: Path) -> SymbolMap:
    """Read a symbol map: a JSON object from JSON pointer to Python symbols.

    Raises:
        InputError: the file is missing or is no such map.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: no such symbol map; generate it or leave --symbols out") from None
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{path}: not a readable JSON symbol map ({error})") from None
    if not is_object(raw) or not all(is_array(names) for names in raw.values()):
        raise InputError(f"{path}: a symbol map is a JSON object from pointer to a list of names; regenerate it")
    return {pointer.removeprefix("#"): tuple(map(str, names)) for pointer, names in raw.items()}


def join_symbols(findings: Iterable[Finding], symbols: SymbolMap) -> tuple[Finding, ...]:
    """Name in each finding the Python symbols that stand for it.

    The nearest enclosing place with a name counts: for a keyword that is its field, for a field without a
    name of its own its class.
    """
    return tuple(replace(finding, symbols=_names(finding, symbols)) for finding in findings)


def _names(finding: Finding, symbols: SymbolMap) -> tuple[str, ...]:
    sides = zip((finding.base, finding.revision), finding.values, reversed(finding.values), strict=True)
    pointers = [pointer for place, mine, theirs in sides if place for pointer in _places(place.pointer, mine, theirs)]
    return tuple(dict.fromkeys(name for pointer in pointers for name in _nearest(pointer, symbols)))


def _places(pointer: Pointer, mine: Any, theirs: Any) -> list[Pointer]:
    """The place itself; of a list such as an enum the items that only this side has."""
    if not (is_array(mine) and is_array(theirs)):
        return [pointer]
    return [f"{pointer}/{index}" for index, item in enumerate(mine) if item not in theirs]


def _nearest(pointer: Pointer, symbols: SymbolMap) -> tuple[str, ...]:
    while pointer:
        if pointer in symbols:
            return symbols[pointer]
        pointer = pointer.rpartition("/")[0]
    return ()
