"""The simplest view in which a schema means the same, so that results for one view serve in others.

For example, a request hides readOnly properties. A schema without readOnly and writeOnly means the same in requests and
responses, so it is compared once, as in a response.
"""

from functools import cache

from attrs import evolve

from contract_diff.core.json_values import Lookout
from contract_diff.reading.document import Document
from contract_diff.schemas.normal_form import AllOf, View


class Mentions:
    """Finds schemas that have one of some keywords, directly or behind their references."""

    def __init__(self, *keywords: str) -> None:
        self._keywords = frozenset(keywords)
        self._lookouts: dict[Document, Lookout] = {}

    def within(self, *schemas: AllOf) -> bool:
        """Return whether any of the schemas has one of the keywords."""
        return any(self._lookout(node.document).finds(node.raw) for schema in schemas for node in schema)

    def _lookout(self, document: Document) -> Lookout:
        if document not in self._lookouts:
            named = (name for name, target in document.targets.items() if not self._keywords.isdisjoint(target.keys))
            self._lookouts[document] = Lookout(self._keywords, document.reaching(named))
        return self._lookouts[document]


class Views:
    """Finds views in which schemas mean the same."""

    def __init__(self) -> None:
        self._hiding = Mentions("readOnly", "writeOnly")
        self._unions = Mentions("oneOf")

    def simplest(self, view: View, *schemas: AllOf) -> View:
        """Return one view for all views in which these schemas mean the same as in this one."""
        view = _without_names(view) if view.xml else view
        if view.direction == "request" and not self._hiding.within(*schemas):
            view = _seen_in_responses(view)
        return view if view.exclusive or self._unions.within(*schemas) else _exclusively(view)

    def inclusive(self, view: View, *schemas: AllOf) -> View:
        """Return the view that reads oneOf as anyOf; the same view if the schemas have no oneOf."""
        return evolve(view, exclusive=False) if self._unions.within(*schemas) else view


@cache
def _seen_in_responses(view: View) -> View:
    return evolve(view, direction="response")


@cache
def _without_names(view: View) -> View:
    return evolve(view, xml=False)


@cache
def _exclusively(view: View) -> View:
    return evolve(view, exclusive=True)
