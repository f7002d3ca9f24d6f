"""Reads the contract for regeneration: keys as strings, path items in place, and no instructions of our own."""

from typing import Any

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from scripts.contract import Document, path_item
from scripts.openapi.schemas import NAME_MAPS

# Only overlays/spec and the pipeline may write these: they name methods, their examples run as tests, and they mark
# schemas on the way to the generator.
_OURS = "x-sdk-"


def read_source(document: Document) -> Document:
    """Return a copy of a source document that corrections can be applied to.

    Raises:
        InputError: YAML read an unquoted key, such as NO, as something that is not a string.
    """
    copied: Document = _copy(document, "")
    paths = copied.get("paths")
    if isinstance(paths, dict):
        copied["paths"] = {path: path_item(copied, path) for path in paths}
    return copied


def _copy(node: Any, pointer: str, *, named: bool = False) -> Any:
    """Copy a node; if `named`, its keys are names that the API chose, so none is dropped."""
    if isinstance(node, list):
        return [_copy(item, f"{pointer}/{index}") for index, item in enumerate(node)]
    if not isinstance(node, dict):
        return node
    return {
        text: _copy(value, json_pointers.join(pointer, text), named=text in NAME_MAPS and not named)
        for text, value in ((_key(key, pointer), value) for key, value in node.items())
        if named or not text.startswith(_OURS)
    }


def _key(key: object, pointer: str) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, int) and not isinstance(key, bool):  # an unquoted status code
        return str(key)
    raise InputError(f"{pointer or '/'}: the key {key!r} is not a string; quote it, because YAML reads NO as false.")
