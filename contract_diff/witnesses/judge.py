"""Values that only one of two schemas accepts, as an independent validator judges."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Any

import jsonschema_rs
from attrs import evolve

from contract_diff.core.budget import Budget
from contract_diff.core.json_values import canonical
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import AllOf, View
from contract_diff.schemas.normalize import Normalizer
from contract_diff.witnesses.candidates import MAX_CANDIDATES, MAX_DEPTH, Candidates
from contract_diff.witnesses.composite_validator import CompositeValidator, Validator, is_composite
from contract_diff.witnesses.standalone_schema import Renderer, TooLargeError

# How deep to draw if any value will do, one after the other; known witnesses of parts come from any depth.
DEPTHS = (1, 2, MAX_DEPTH)
MAX_JUDGED_SCHEMAS = 20_000
MAX_PROVED_SCHEMAS = 150


class Judge:
    """Validates values against schemas, and finds values that only one of two schemas accepts: an Oracle."""

    def __init__(
        self, normalizer: Normalizer, are_same: Callable[[AllOf, AllOf], bool], budget: Budget | None = None
    ) -> None:
        self._normalizer = normalizer
        self._budget = budget or Budget()
        self._are_same = are_same
        self._candidates: dict[View, Candidates] = {}
        self._renderers: dict[View, Renderer] = {}
        self._validators: dict[tuple[AllOf, View], Validator] = {}
        self._witnesses: dict[tuple[AllOf, AllOf, View], list[Any]] = {}

    def validator(self, schema: AllOf, view: View) -> Validator:
        """Return the validator of a schema; it answers UNKNOWN for a schema that no validator can read."""
        key = (schema, view := self._normalizer.views.simplest(view, schema))
        if key not in self._validators:
            if len(schema) == 1 and is_composite(schema[0]):
                hidden = self._renderer(view).hidden(schema[0])
                self._validators[key] = CompositeValidator(schema[0], hidden, view, self.validator)
            else:
                self._validators[key] = self._compile(schema, view)
        return self._validators[key]

    def only_in(
        self,
        accepting: AllOf,
        refusing: AllOf,
        view: View,
        preferred: Callable[[Any], int] | None = None,
        proposed: Iterable[Any] = (),
    ) -> list[Any]:
        """Return the shortest value that only one schema accepts, of the most preferred ones; or nothing.

        Args:
            accepting: The schema that accepts the value.
            refusing: The schema that doesn't.
            view: How both are read.
            preferred: How far a value is from what is wanted, 0 if it is that.
            proposed: Values to try first; if one of them is what is wanted, no others are drawn.
        """
        view = self._normalizer.views.simplest(view, accepting, refusing)

        def rank(value: Any) -> tuple[int, int, str]:
            written = canonical(value)
            return preferred(value) if preferred else 0, len(written), written

        near = sorted(self._witnesses_among(lambda: proposed, accepting, refusing, view), key=rank)[:1]
        if near and rank(near[0])[0] == 0:
            return near
        drawn = self._search(accepting, refusing, view, MAX_DEPTH)
        return sorted([*near, *drawn, *self._known_witnesses(accepting, refusing, view)], key=rank)[:1]

    def drawn(self, schema: AllOf, against: AllOf, view: View) -> list[Any]:
        """Return values that one schema may accept, some of which the other may refuse."""
        view = self._normalizer.views.simplest(view, schema, against)
        return self._candidates_in(view).values(schema, against)[:MAX_CANDIDATES]

    def refutes(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        """Return whether a value is found that `sub` accepts and `sup` refuses; try the nearest ones first."""
        key = (sub, sup, view)
        if key not in self._witnesses:
            # A value that shows the difference if oneOf is exclusive mostly shows it if oneOf is inclusive.
            known = self._known_witnesses(sub, sup, evolve(view, exclusive=not view.exclusive))
            near = chain(known, self._candidates_in(view).around_known(sub, sup))
            from_near = self._witnesses_among(lambda: near, sub, sup, view)
            drawn = chain.from_iterable(self._search(sub, sup, view, depth) for depth in DEPTHS)
            self._witnesses[key] = list(islice(chain(from_near, drawn), 1))
        return bool(self._witnesses[key])

    def proves(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        """Return whether the validator's own algebra proves that `sup` contains `sub`."""
        try:
            render = self._renderer(view).render
            schemas = [render(schema, MAX_PROVED_SCHEMAS, faithfully=True) for schema in (sup, sub)]
            larger, smaller = (
                jsonschema_rs.canonicalize(schema, draft=jsonschema_rs.Draft202012, validate_formats=True)
                for schema in schemas
            )
            # Everything contains a contradictory schema, so that would prove nothing.
            contradictory = smaller.satisfiability() == jsonschema_rs.canonical.Satisfiability.NO
            return not contradictory and larger.covers(smaller) == jsonschema_rs.canonical.Containment.YES
        except (TooLargeError, ValueError):
            return False

    def shows_all(self, sub: AllOf, sup: AllOf, view: View) -> bool:
        """Return whether a validator asserts every keyword of both schemas, or can't read them at all."""
        return all(self._is_faithful(schema, view) for schema in (sub, sup))

    def _search(self, accepting: AllOf, refusing: AllOf, view: View, depth: int) -> Iterator[Any]:
        candidates = self._candidates_in(view)

        def draw() -> list[Any]:
            return candidates.values(accepting, refusing, depth)[:MAX_CANDIDATES]

        return self._witnesses_among(draw, accepting, refusing, view)

    def _witnesses_among(
        self, values: Callable[[], Iterable[Any]], accepting: AllOf, refusing: AllOf, view: View
    ) -> Iterator[Any]:
        if self._budget.is_spent:
            return
        accepts, refuses = self.validator(accepting, view), self.validator(refusing, view)
        for value in values():
            if self._budget.is_spent:
                return
            if accepts(value) is Answer.YES and refuses(value) is Answer.NO:
                yield value

    def _candidates_in(self, view: View) -> Candidates:
        if view not in self._candidates:
            candidates = Candidates(
                self._normalizer, view, self._are_same, self._known_witnesses, self.validator, self._budget
            )
            self._candidates[view] = candidates
        return self._candidates[view]

    def _known_witnesses(self, accepting: AllOf, refusing: AllOf, view: View) -> list[Any]:
        simplest = self._normalizer.views.simplest(view, accepting, refusing)
        return self._witnesses.get((accepting, refusing, simplest), [])

    def _is_faithful(self, schema: AllOf, view: View) -> bool:
        render = self._renderer(view).render
        try:
            jsonschema_rs.Draft202012Validator(render(schema, MAX_JUDGED_SCHEMAS))
        except (TooLargeError, ValueError):
            return True
        try:
            render(schema, MAX_JUDGED_SCHEMAS, faithfully=True)
        except TooLargeError:
            return False
        return True

    def _renderer(self, view: View) -> Renderer:
        if view not in self._renderers:
            self._renderers[view] = Renderer(self._normalizer, view)
        return self._renderers[view]

    def _compile(self, schema: AllOf, view: View) -> Validator:
        try:
            rendered = self._renderer(view).render(schema, MAX_JUDGED_SCHEMAS)
            is_valid = jsonschema_rs.Draft202012Validator(rendered, validate_formats=True).is_valid
        except (TooLargeError, ValueError):
            return lambda _: Answer.UNKNOWN
        return lambda value: Answer.of(is_valid(value))
