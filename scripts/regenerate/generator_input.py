"""The contract as openapi-python-client wants it: what the generator would ignore or misread is said otherwise."""

import copy
from typing import Any

from scripts.contract import Document, operations
from scripts.regenerate.inline_schemas import Origins, name_inline_schemas

# Read by the pipeline, or by people; to the generator they are noise at best.
_DROPPED = frozenset({"example", "examples", "externalDocs"})


def generator_input(document: Document) -> tuple[Document, Origins]:
    """Return a copy of the contract in the generator's dialect, and where each of its schemas came from."""
    prepared: Document = _schema_forms(copy.deepcopy(document))
    prepared.get("components", {}).pop("examples", None)
    for _, _, operation in operations(prepared):
        # Only an operation's own security counts for the generator.
        operation.setdefault("security", document.get("security", []))
    return prepared, name_inline_schemas(prepared)


def _schema_forms(node: Any, named: bool = False) -> Any:
    """Rewrite a node; under `named`, keys are names that the API chose, and none is dropped."""
    if isinstance(node, list):
        return [_schema_forms(item) for item in node]
    if not isinstance(node, dict):
        return node
    children = {
        key: _schema_forms(value, named=key in ("properties", "schemas", "parameters") and not named)
        for key, value in node.items()
        if named or not (key in _DROPPED or key.startswith("x-"))
    }
    if not named and children.get("format") == "uuid":
        del children["format"]  # An id is opaque text, whatever it looks like.
    return children if named else _enum_forms(children)


def _enum_forms(schema: Document) -> Document:
    values = schema.get("enum")
    if not isinstance(values, list):
        return schema
    if len(values) == 1 and values[0] is not None:
        rest = {key: value for key, value in schema.items() if key != "enum"}
        return {**rest, "const": values[0]}
    if None in values:
        kept = [value for value in values if value is not None]
        return {"anyOf": [_enum_forms({"type": "string", "enum": kept}), {"type": "null"}]}
    return schema
