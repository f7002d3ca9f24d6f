"""Reads the contract for regeneration: path items in place, and no instructions of our own."""

from typing import Any

from scripts.contract import Document, path_item
from scripts.openapi.schemas import NAME_MAPS

# Only overlays/spec and the pipeline may write these: they name methods, their examples run as tests, and they mark
# schemas on the way to the generator.
_OURS = "x-sdk-"


def read_source(document: Document) -> Document:
    """Return a copy of a source document that corrections can be applied to."""
    copied: Document = _copy(document)
    paths = copied.get("paths")
    if isinstance(paths, dict):
        copied["paths"] = {path: path_item(copied, path) for path in paths}
    return copied


def _copy(node: Any, *, named: bool = False) -> Any:
    """Copy a node; if `named`, its keys are names that the API chose, so none is dropped."""
    if isinstance(node, list):
        return [_copy(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _copy(value, named=key in NAME_MAPS and not named)
        for key, value in node.items()
        if named or not key.startswith(_OURS)
    }
