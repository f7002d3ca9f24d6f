"""OpenAPI documents as plain data: loading one, and iterating over its operations."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contract_diff.core.errors import InputError
from contract_diff.core.yaml_files import parse_yaml

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")

Document = dict[str, Any]


def load(path: Path) -> Document:
    """Return the OpenAPI document in a file.

    Raises:
        InputError: The file is missing, is not YAML, or is not an OpenAPI document.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name an OpenAPI document.") from error
    document = parse_yaml(content, str(path))
    if not isinstance(document, dict) or "openapi" not in document:
        raise InputError(f"{path}: not an OpenAPI document (its top level has no 'openapi' key); name one.")
    return document


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Document]]:
    """Yield path, method and operation object of each operation, in the document's order."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]
