"""Conjunctions of schemas, without schemas that accept everything."""

from collections.abc import Iterable
from typing import Any

from contract_diff.core.json_values import is_object
from contract_diff.reading.document import ANNOTATIONS, Node
from contract_diff.schemas.normal_form import AllOf, merge_all_of


def all_of(nodes: Iterable[Node]) -> AllOf:
    """Return the conjunction of schemas; follow references and omit schemas without assertions."""
    resolved = (node.resolved() for node in nodes)
    return merge_all_of(tuple(node for node in resolved if not is_unconstrained(node.raw)))


def is_unconstrained(raw: Any) -> bool:
    """Return whether a schema accepts everything because it has no assertion."""
    return raw is True or (is_object(raw) and "$ref" not in raw and ANNOTATIONS.issuperset(raw))


def is_false(schema: AllOf) -> bool:
    """Return whether the schema is plainly `false`."""
    return any(node.raw is False for node in schema)
