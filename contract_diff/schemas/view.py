"""The plainest view under which a schema says the same: what is known in one view then serves in others."""

from dataclasses import replace
from functools import cache

from contract_diff.core.json_values import Lookout
from contract_diff.reading.document import Document
from contract_diff.schemas.normal_form import Term, View


class Mentions:
    """Finds whether schemas mention one of some keywords, at once or behind their references."""

    def __init__(self, *keywords: str) -> None:
        self._keywords = frozenset(keywords)
        self._lookouts: dict[Document, Lookout] = {}

    def within(self, *terms: Term) -> bool:
        """Whether any of the schemas does."""
        return any(self._lookout(node.document).finds(node.raw) for term in terms for node in term)

    def _lookout(self, document: Document) -> Lookout:
        if document not in self._lookouts:
            named = (name for name, target in document.targets.items() if not self._keywords.isdisjoint(target.keys))
            self._lookouts[document] = Lookout(self._keywords, document.reaching(named))
        return self._lookouts[document]


class Views:
    """Knows which views of a schema are alike."""

    def __init__(self) -> None:
        self._hiding = Mentions("readOnly", "writeOnly")
        self._unions = Mentions("oneOf")

    def plainest(self, view: View, *terms: Term) -> View:
        """The view that all views share under which these schemas say the same as under this one."""
        view = _without_names(view) if view.xml else view
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
def _without_names(view: View) -> View:
    return replace(view, xml=False)


@cache
def _exclusively(view: View) -> View:
    return replace(view, exclusive=True)
