"""Conjunctions of schemas, without what says nothing."""

from collections.abc import Iterable
from typing import Any

from contract_diff.core.json_values import is_object
from contract_diff.reading.document import ANNOTATIONS, Node
from contract_diff.schemas.normal_form import Term, merge_terms


def make_term(nodes: Iterable[Node]) -> Term:
    """A conjunction: references followed, schemas that say nothing left out."""
    resolved = (node.resolved() for node in nodes)
    return merge_terms(tuple(node for node in resolved if not says_nothing(node.raw)))


def says_nothing(raw: Any) -> bool:
    """Whether a schema accepts everything by having no assertion."""
    return raw is True or (is_object(raw) and "$ref" not in raw and ANNOTATIONS.issuperset(raw))


def is_never(term: Term) -> bool:
    """Whether the schema is plainly `false`."""
    return any(node.raw is False for node in term)
