"""The plainest view under which a schema says the same: what is known in one view then serves in others."""

from dataclasses import replace
from functools import cache
from typing import Any

from scripts.contract_diff.document import Document, Node
from scripts.contract_diff.facets import Term, View
from scripts.contract_diff.jsonvalues import is_array, is_object, objects_in
from scripts.contract_diff.sameness import reached, references


class Mentions:
    """Finds whether schemas mention one of some keywords, at once or behind their references."""

    def __init__(self, *keywords: str) -> None:
        self._keywords = frozenset(keywords)
        self._targets: dict[Document, frozenset[str]] = {}
        # By identity: the documents outlive this object, and their values do not change.
        self._known: dict[int, bool] = {}

    def within(self, *terms: Term) -> bool:
        """Whether any of the schemas does."""
        return any(self._mentions(node.document, node.raw) for term in terms for node in term)

    def _mentions(self, document: Document, value: Any) -> bool:
        if not is_object(value) and not is_array(value):
            return False
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = self._find(document, value)
        return known

    def _find(self, document: Document, value: dict[str, Any] | list[Any]) -> bool:
        if is_array(value):
            return any(self._mentions(document, item) for item in value)
        stated = not self._keywords.isdisjoint(value) or self._is_target(document, value.get("$ref"))
        return stated or any(self._mentions(document, item) for item in value.values())

    def _is_target(self, document: Document, reference: Any) -> bool:
        if document not in self._targets:
            self._targets[document] = self._find_targets(document)
        return isinstance(reference, str) and reference in self._targets[document]

    def _find_targets(self, document: Document) -> frozenset[str]:
        """The references behind which it is mentioned."""
        seeds: list[str] = []
        users: dict[str, list[str]] = {}
        for reference in sorted({reference for root in document.roots for reference in references(root)}):
            target = document.target(Node(document, "", {"$ref": reference})).raw
            if any(not self._keywords.isdisjoint(item) for item in objects_in(target)):
                seeds.append(reference)
            for used in references(target):
                users.setdefault(used, []).append(reference)
        return reached(seeds, users)


class Views:
    """Knows which views of a schema are alike."""

    def __init__(self) -> None:
        self._hiding = Mentions("readOnly", "writeOnly")
        self._unions = Mentions("oneOf")

    def plainest(self, view: View, *terms: Term) -> View:
        """The view that all views share under which these schemas say the same as under this one."""
        if view.direction == "request" and not self._hiding.within(*terms):
            view = _seen_in_responses(view)
        return view if view.exclusive or self._unions.within(*terms) else _exclusively(view)

    def inclusive(self, view: View, *terms: Term) -> View:
        """The view that reads oneOf as anyOf; itself where there is none."""
        return replace(view, exclusive=False) if self._unions.within(*terms) else view


@cache
def _seen_in_responses(view: View) -> View:
    return replace(view, direction="response")


@cache
def _exclusively(view: View) -> View:
    return replace(view, exclusive=True)
