"""Values that are valid on one side of a change only, as an independent validator judges."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import Any

import jsonschema_rs

from contract_diff.core.json_values import canonical
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import Term, View
from contract_diff.schemas.normalise import Normaliser
from contract_diff.witnesses.candidates import MAX_DEPTH, Examples
from contract_diff.witnesses.composite_validator import Layer, Verdict, only_lists
from contract_diff.witnesses.standalone_schema import Renderer, TooLargeError

MAX_CANDIDATES = 400
# How deep values are drawn when any one will do, one after the other; what tells parts apart comes from any depth.
DEPTHS = (1, 2, MAX_DEPTH)
MAX_JUDGED_SCHEMAS = 20_000
MAX_PROVED_SCHEMAS = 150


class Judge:
    """Validates values against schemas, and finds values that tell two schemas apart."""

    def __init__(self, normaliser: Normaliser, same: Callable[[Term, Term], bool]) -> None:
        self._normaliser = normaliser
        self._same = same
        self._examples: dict[View, Examples] = {}
        self._renderers: dict[View, Renderer] = {}
        self._verdicts: dict[tuple[Term, View], Verdict] = {}
        self._found: dict[tuple[Term, Term, View], list[Any]] = {}

    def verdict(self, term: Term, view: View) -> Verdict:
        """The judge of a schema; it does not know what no validator can read."""
        key = (term, view := self._normaliser.views.plainest(view, term))
        if key not in self._verdicts:
            if len(term) == 1 and only_lists(term[0]):
                self._verdicts[key] = Layer(term[0], self._renderer(view).hidden(term[0]), view, self.verdict)
            else:
                self._verdicts[key] = self._compile(term, view)
        return self._verdicts[key]

    def only_in(
        self, inside: Term, outside: Term, view: View, wanted: Callable[[Any], bool] | None = None
    ) -> list[Any]:
        """The shortest value that is valid under `inside` and not under `outside`, a wanted one first; or nothing."""
        view = self._normaliser.views.plainest(view, inside, outside)
        found = [*self._search(inside, outside, view, MAX_DEPTH), *self._already_found(inside, outside, view)]
        return sorted(
            found, key=lambda value: (bool(wanted and not wanted(value)), len(canonical(value)), canonical(value))
        )[:1]

    def _search(self, inside: Term, outside: Term, view: View, depth: int) -> Iterator[Any]:
        candidates = self._candidates(view)
        return self._telling(lambda: candidates.values(inside, outside, depth)[:MAX_CANDIDATES], inside, outside, view)

    def _telling(self, values: Callable[[], Iterable[Any]], inside: Term, outside: Term, view: View) -> Iterator[Any]:
        """Those of some values that are valid under `inside` and not under `outside`."""
        within, beyond = self.verdict(inside, view), self.verdict(outside, view)
        return (value for value in values() if within(value) is Answer.YES and beyond(value) is Answer.NO)

    def _candidates(self, view: View) -> Examples:
        if view not in self._examples:
            self._examples[view] = Examples(self._normaliser, view, self._same, self._already_found, self.verdict)
        return self._examples[view]

    def _already_found(self, inside: Term, outside: Term, view: View) -> list[Any]:
        return self._found.get((inside, outside, self._normaliser.views.plainest(view, inside, outside)), [])

    def refutes(self, outer: Term, inner: Term, view: View) -> bool:
        """Whether a value of inner is found that is none of outer; what is near is tried first."""
        key = (inner, outer, view)
        if key not in self._found:
            # What tells both apart where oneOf excludes mostly does so where it doesn't.
            known = self._already_found(inner, outer, replace(view, exclusive=not view.exclusive))
            near = chain(known, self._candidates(view).around(inner, outer))
            told = self._telling(lambda: near, inner, outer, view)
            drawn = chain.from_iterable(self._search(inner, outer, view, depth) for depth in DEPTHS)
            self._found[key] = list(islice(chain(told, drawn), 1))
        return bool(self._found[key])

    def proves(self, outer: Term, inner: Term, view: View) -> bool:
        """Whether the library's algebra shows that inner is contained in outer."""
        try:
            render = self._renderer(view).render
            schemas = [render(term, MAX_PROVED_SCHEMAS, faithfully=True) for term in (outer, inner)]
            larger, smaller = (
                jsonschema_rs.canonicalize(schema, draft=jsonschema_rs.Draft202012, validate_formats=True)
                for schema in schemas
            )
            # A contradictory schema is contained in everything, which is no evidence of anything.
            contradictory = smaller.satisfiability() == jsonschema_rs.canonical.Satisfiability.NO
            return not contradictory and larger.covers(smaller) == jsonschema_rs.canonical.Containment.YES
        except (TooLargeError, ValueError):
            return False

    def shows_all(self, outer: Term, inner: Term, view: View) -> bool:
        """Whether a validator asserts all that both schemas say, or cannot read them at all."""
        return all(self._is_faithful(term, view) for term in (outer, inner))

    def _is_faithful(self, term: Term, view: View) -> bool:
        render = self._renderer(view).render
        try:
            jsonschema_rs.Draft202012Validator(render(term, MAX_JUDGED_SCHEMAS))
        except (TooLargeError, ValueError):
            return True
        try:
            render(term, MAX_JUDGED_SCHEMAS, faithfully=True)
        except TooLargeError:
            return False
        return True

    def _renderer(self, view: View) -> Renderer:
        if view not in self._renderers:
            self._renderers[view] = Renderer(self._normaliser, view)
        return self._renderers[view]

    def _compile(self, term: Term, view: View) -> Verdict:
        try:
            schema = self._renderer(view).render(term, MAX_JUDGED_SCHEMAS)
            is_valid = jsonschema_rs.Draft202012Validator(schema, validate_formats=True).is_valid
        except (TooLargeError, ValueError):
            return lambda _: Answer.UNKNOWN
        return lambda value: Answer.of(is_valid(value))
