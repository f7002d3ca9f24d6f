"""Python names in findings, by a map from JSON pointers of the contract to symbols of the generated client."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from attrs import evolve

from contract_diff.core.errors import InputError
from contract_diff.core.json_pointers import Pointer
from contract_diff.core.json_values import is_array, is_object
from contract_diff.core.parsing import parse_text
from contract_diff.findings.finding import Finding
from contract_diff.reading.sources import read_source

SymbolMap = dict[Pointer, tuple[str, ...]]
DEFAULT_MAP = "generated/symbols.json"


def load_symbols(spec: Path | str) -> SymbolMap:
    """Read a symbol map: a JSON object from JSON pointer to Python symbols.

    Args:
        spec: A file, an http(s) URL, or `git:REV[:PATH]`.

    Raises:
        InputError: The map is missing or malformed.
    """
    source = read_source(str(spec), DEFAULT_MAP)
    raw = parse_text(source.name, source.text).root
    if not is_object(raw) or not all(_are_names(names) for names in raw.values()):
        raise InputError(f"{spec}: a symbol map is a JSON object from pointer to a list of names; regenerate it")
    return {pointer.removeprefix("#"): tuple(names) for pointer, names in raw.items()}


def _are_names(value: Any) -> bool:
    return is_array(value) and all(isinstance(name, str) for name in value)


def join_symbols(
    findings: Iterable[Finding], symbols: SymbolMap, base_symbols: SymbolMap | None = None
) -> tuple[Finding, ...]:
    """Return the findings with the Python symbols of their places.

    The nearest enclosing place with a symbol counts: for a keyword that is its field, for a field without a
    symbol of its own its class.

    Args:
        findings: The findings.
        symbols: The map of the head.
        base_symbols: The map of the base, which alone has the symbols of what was removed; the head's if None.
    """
    maps = (symbols if base_symbols is None else base_symbols, symbols)
    return tuple(evolve(finding, symbols=_names(finding, maps)) for finding in findings)


def _names(finding: Finding, maps: tuple[SymbolMap, SymbolMap]) -> tuple[str, ...]:
    sides = zip((finding.base, finding.head), finding.values, reversed(finding.values), maps, strict=True)
    names = (
        name
        for place, value, other_value, symbols in sides
        if place
        for pointer in _places(place.pointer, value, other_value)
        for name in _nearest(pointer, symbols)
    )
    return tuple(dict.fromkeys(names))


def _places(pointer: Pointer, value: Any, other_value: Any) -> list[Pointer]:
    """Return the place itself; for a list such as an enum, the items that only this side has."""
    if not (is_array(value) and is_array(other_value)):
        return [pointer]
    return [f"{pointer}/{index}" for index, item in enumerate(value) if item not in other_value]


def _nearest(pointer: Pointer, symbols: SymbolMap) -> tuple[str, ...]:
    while pointer:
        if pointer in symbols:
            return symbols[pointer]
        pointer = pointer.rpartition("/")[0]
    return ()
