"""Access to nodes below a node, with references followed; what is absent is None or empty."""

from typing import Any

from contract_diff.core.json_values import as_object
from contract_diff.reading.document import Document, Node


def root_node(document: Document) -> Node:
    """Return the topmost node of a document."""
    return Node(document, "", document.root)


def resolved_child(node: Node | None, *tokens: str) -> Node | None:
    """Return the node below, references followed; None if there is none."""
    for token in tokens:
        if node is None or token not in as_object(node.raw):
            return None
        node = node.child(token).resolved()
    return node


def resolved_children(node: Node | None, *tokens: str) -> dict[str, Node]:
    """Return the values of an object below a node by key, references followed."""
    owner = resolved_child(node, *tokens)
    return {} if owner is None else {key: owner.child(key).resolved() for key in as_object(owner.raw)}


def is_true(node: Node, keyword: str) -> bool:
    """Return whether a keyword of an object is set to true."""
    return as_object(node.raw).get(keyword) is True


def keyword_value(node: Node | None, keyword: str) -> Any:
    """Return the value of a keyword of an object; None if it is absent."""
    return None if node is None else as_object(node.raw).get(keyword)
