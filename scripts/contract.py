"""OpenAPI documents as plain data: loading one, and iterating over its operations."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contract_diff.core import json_pointers
from contract_diff.core.errors import InputError
from contract_diff.core.yaml_files import parse_yaml, read_bytes

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")

Document = dict[str, Any]


def load(path: Path) -> Document:
    """Return the OpenAPI document in a file.

    Raises:
        InputError: The file is missing, is not YAML, or is not an OpenAPI document.
    """
    document = read_document(read_bytes(path), str(path))
    if not isinstance(document, dict) or "openapi" not in document:
        raise InputError(f"{path}: not an OpenAPI document (its top level has no 'openapi' key); name one.")
    return document


def read_document(text: str | bytes, source: str) -> Any:
    """Return the value of a document's text, YAML or JSON.

    Raises:
        InputError: The text is neither, or exceeds the limits of a project's files.
    """
    try:
        return parse_yaml(text, source)
    except InputError as error:
        raise InputError(f"{error}.") from None


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Document]]:
    """Yield path, method and operation object of each operation, in the document's order."""
    for path in document.get("paths", {}):
        item = path_item(document, path)
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def webhooks(document: Mapping[str, Any]) -> Iterator[tuple[str, Document]]:
    """Yield name and operation object of each webhook that the API posts, in the document's order."""
    for name, item in document.get("webhooks", {}).items():
        if "post" in item:
            yield name, item["post"]


def path_item(document: Mapping[str, Any], path: str) -> Document:
    """Return the path item of a path; one that is a $ref is followed, and its own keys win.

    Raises:
        InputError: The $ref leads nowhere, or in a circle.
    """
    item: Document = document["paths"][path]
    followed: set[str] = set()
    while isinstance(target := item.get("$ref"), str):
        found: Any = document
        for key in json_pointers.split(target.removeprefix("#")):
            found = found.get(key) if isinstance(found, Mapping) else None
        if target in followed or not target.startswith("#/") or not isinstance(found, dict):
            pointer = json_pointers.join("/paths", path)
            raise InputError(f"{pointer}: $ref {target!r} is not a path item of this document; write it out here.")
        followed.add(target)
        item = {**found, **{key: value for key, value in item.items() if key != "$ref"}}
    return item
