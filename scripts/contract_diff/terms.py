"""Conjunctions of schemas, without what says nothing."""

from collections.abc import Iterable
from typing import Any

from scripts.contract_diff.document import ANNOTATIONS, Node
from scripts.contract_diff.facets import Term, merge_terms
from scripts.contract_diff.jsonvalues import is_object


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
