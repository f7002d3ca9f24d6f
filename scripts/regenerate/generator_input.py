"""Converts the contract for openapi-python-client: rewrites what the generator would ignore or misread."""

import copy
from typing import Any

from scripts.contract import Document, operations
from scripts.regenerate.inline_schemas import Origins, name_inline_schemas

# For the pipeline and for people only.
_DROPPED = frozenset({"example", "examples", "externalDocs"})


def generator_input(document: Document) -> tuple[Document, Origins]:
    """Return a copy of the contract in the generator's dialect, and the origin of each of its schemas."""
    prepared: Document = _convert(copy.deepcopy(document))
    prepared.get("components", {}).pop("examples", None)
    for _, _, operation in operations(prepared):
        # The generator reads only an operation's own security.
        operation.setdefault("security", document.get("security", []))
    return prepared, name_inline_schemas(prepared)


def _convert(node: Any, named: bool = False) -> Any:
    """Convert a node; if `named`, its keys are names that the API chose, so none is dropped."""
    if isinstance(node, list):
        return [_convert(item) for item in node]
    if not isinstance(node, dict):
        return node
    children = {
        key: _convert(value, named=key in ("properties", "schemas", "parameters") and not named)
        for key, value in node.items()
        if named or not (key in _DROPPED or key.startswith("x-"))
    }
    if not named and children.get("format") == "uuid":
        del children["format"]  # An id is an opaque string, whatever it looks like.
    return children if named else _convert_enum(children)


def _convert_enum(schema: Document) -> Document:
    values = schema.get("enum")
    if not isinstance(values, list):
        return schema
    if len(values) == 1 and values[0] is not None:
        rest = {key: value for key, value in schema.items() if key != "enum"}
        return {**rest, "const": values[0]}
    if None in values:
        others = [value for value in values if value is not None]
        return {"anyOf": [_convert_enum({"type": "string", "enum": others}), {"type": "null"}]}
    return schema
