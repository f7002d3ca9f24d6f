"""OpenAPI 3.0 documents in the terms of 3.1. What both dialects have, such as `nullable`, is left to `canonicalize`."""

from copy import deepcopy

from scripts.contract import Document
from scripts.openapi.dialect import ANNOTATIONS
from scripts.openapi.schemas import Schema, rewrite_schemas, spell_bounds

VERSION = "3.1.0"


def upgrade(document: Document) -> Document:
    """Return an OpenAPI 3.0 document as one of 3.1 that describes the same API; one of 3.1 as it is.

    Example:
        >>> schema = {"type": "integer", "minimum": 0, "exclusiveMinimum": True}
        >>> document = {"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"A": schema}}}
        >>> upgrade(document)["components"]["schemas"]
        {'A': {'type': 'integer', 'exclusiveMinimum': 0}}
    """
    if not str(document["openapi"]).startswith("3.0"):
        return document
    document = {**deepcopy(document), "openapi": VERSION}
    rewrite_schemas(document, _upgrade_schema)
    return document


def _upgrade_schema(schema: Schema) -> Schema:
    if "$ref" in schema:  # 3.0 ignores constraints beside it.
        return {key: value for key, value in schema.items() if key in ANNOTATIONS | {"$ref", "nullable"}}
    spell_bounds(schema)
    return schema
