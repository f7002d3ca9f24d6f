"""Names that can't become names in Python as they are: refused by their place, before anything is named after them."""

import unicodedata
from collections.abc import Iterator
from typing import Any

from contract_diff.core import json_pointers
from contract_diff.core.safe_text import shorten
from scripts.contract import Document, operations
from scripts.openapi.problems import Problem
from scripts.openapi.schemas import OPAQUE
from scripts.regenerate.schema_checks import walk_schemas

# A module is named after a tag or a schema, and the name of a file has 255 bytes at most.
_MAX_BYTES = 200
_MAX_SHOWN = 60
_MAX_POINTER = 400
_OWN_NAMES = ("x-sdk-method", "x-sdk-name")


def name_problems(document: Document) -> Iterator[Problem]:
    """Yield the names that are too long, that Python would read as other names, or that are private in Python."""
    for pointer, name in _names(document):
        if fault := _fault(name):
            yield _problem(pointer, name, f"{fault} in overlays/spec")
    for pointer, name in _own_names(document, ""):
        if fault := _fault(name) or _own_fault(name):
            yield _problem(pointer, name, fault)


def _problem(pointer: str, name: str, fault: str) -> Problem:
    # A pointer to a long name is as long.
    place = pointer if len(pointer) <= _MAX_POINTER else pointer.rpartition("/")[0]
    return Problem(place, f"the name {shorten(repr(name), _MAX_SHOWN)} {fault}")


def _fault(name: str) -> str:
    if len(name.encode("utf-8", "surrogatepass")) > _MAX_BYTES:
        return f"is longer than {_MAX_BYTES} bytes; shorten it"
    if unicodedata.normalize("NFKC", name) != name:
        return "has characters that Python replaces in names, such as full-width letters; write plain ones"
    return ""


def _own_fault(name: str) -> str:
    return "starts with an underscore, which Python has a meaning for; choose another" if name.startswith("_") else ""


def _names(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the names that the API chose, each with its pointer."""
    for path, verb, operation in operations(document):
        pointer = json_pointers.join("/paths", path, verb)
        yield f"{pointer}/operationId", str(operation.get("operationId"))
        for index, tag in enumerate(operation.get("tags") or []):
            yield f"{pointer}/tags/{index}", str(tag)
        for holder, place in ((document["paths"][path], json_pointers.join("/paths", path)), (operation, pointer)):
            yield from _parameter_names(enumerate(holder.get("parameters") or []), f"{place}/parameters")
    components: Document = document.get("components", {})
    yield from _parameter_names(components.get("parameters", {}).items(), "/components/parameters")
    for name in components.get("schemas", {}):
        yield json_pointers.join("/components/schemas", name), name
    for pointer, schema in walk_schemas(document):
        for name in schema.get("properties") or {}:
            yield json_pointers.join(pointer, "properties", name), name


def _parameter_names(parameters: Any, pointer: str) -> Iterator[tuple[str, str]]:
    for key, parameter in parameters:
        if "name" in parameter:
            yield json_pointers.join(pointer, str(key), "name"), str(parameter["name"])


def _own_names(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the names that overlays/spec chose, each with its pointer."""
    items = enumerate(node) if isinstance(node, list) else node.items() if isinstance(node, dict) else ()
    for key, child in items:
        place = json_pointers.join(pointer, str(key))
        if key in _OWN_NAMES and isinstance(child, str):
            yield place, child
        elif key not in OPAQUE:
            yield from _own_names(child, place)
