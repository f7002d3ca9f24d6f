"""Candidate values of a schema, chosen so that some may be refused by another schema.

Values differ where bounds differ, so candidates lie at and beside the bounds of both schemas. For example, of
`{"type": "integer", "minimum": 0}` against `{"minimum": 3}` the candidates include 0, 1, 2 and 3; the first three are
refused by the second schema. For arrays and objects, candidates are drawn for every item and property, and combined one
at a time: of `{"a": integer from 0, "b": string}` against `{"a": integer from 3, "b": string}`, b is the same on both
sides, so one value of b serves in all candidates while a takes each of 0, 1, 2, 3.

Three things keep this quick. The deeper a schema lies, the fewer values are drawn. A value that is already known to
show the difference between two properties comes first, since it mostly shows the difference of the whole. And a part
that didn't change gets its simplest value only.

Candidates need not be valid: a validator decides that (judge.py).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

from attrs import evolve

from contract_diff.core.budget import Budget
from contract_diff.core.json_values import canonical
from contract_diff.core.patterns import matching_strings
from contract_diff.core.ternary import Answer
from contract_diff.schemas.facet_intersection import intersect_facets
from contract_diff.schemas.implications import implications
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import (
    TYPES,
    AllOf,
    Arrays,
    Extra,
    Facet,
    NormalForm,
    Numbers,
    Objects,
    Strings,
    Values,
    View,
)
from contract_diff.schemas.normalize import Normalizer
from contract_diff.schemas.object_properties import property_schema
from contract_diff.witnesses.array_candidates import array_candidates
from contract_diff.witnesses.composite_validator import Validator
from contract_diff.witnesses.extra_candidates import MAX_SIZE, deciding_schemas, extras_of
from contract_diff.witnesses.object_candidates import object_candidates
from contract_diff.witnesses.scalar_candidates import number_candidates, string_candidates

# How many values to draw from each facet, by the depth that is left; nested values only fill places.
DRAWN = {4: 24, 3: 16, 2: 6, 1: 3, 0: 2}
MAX_DEPTH = 4
# How many values of a part that didn't change are tried until one is valid.
MAX_TRIED = 60
MAX_ALTERNATIVES = 4
# How many values are judged at most.
MAX_CANDIDATES = 400
SIMPLE: tuple[Any, ...] = ("", 0, None, True, [], {})


class Candidates:
    """Draws candidates in one view.

    Args:
        normalizer: The normal forms.
        view: How the schemas are read.
        are_same: Whether two schemas are identical.
        known_witnesses: Values that are known to be accepted by the first schema and refused by the second.
        validator: The validator of a schema.
        budget: The time that there is.
    """

    def __init__(
        self,
        normalizer: Normalizer,
        view: View,
        are_same: Callable[[AllOf, AllOf], bool],
        known_witnesses: Callable[[AllOf, AllOf, View], list[Any]],
        validator: Callable[[AllOf, View], Validator],
        budget: Budget,
    ) -> None:
        self._budget = budget
        self._normalizer = normalizer
        self._view = view
        self.are_same = are_same
        self._known_witnesses = known_witnesses
        self._validator = validator
        self._known: dict[tuple[AllOf, AllOf, int, bool], list[Any]] = {}
        self._simplest_known: dict[AllOf, list[Any]] = {}

    def values(self, schema: AllOf, against: AllOf, depth: int = MAX_DEPTH, many: bool = False) -> list[Any]:
        """Return values that `schema` may accept, some of which `against` may refuse.

        If both are the same, one value is enough, except with `many`: where a keyword around them counts or compares
        values.
        """
        witnesses = self._known_witnesses(schema, against, self._view)
        if not schema and depth < MAX_DEPTH - 1:
            return [*witnesses, *SIMPLE]
        same = self.are_same(schema, against)
        key = (schema, against, depth, many and same)
        if key not in self._known:
            if self._budget.is_spent:
                return witnesses
            simplest = self._simplest(schema) if same and not many else []
            self._known[key] = simplest or self._draw(*key) or self._simplest(schema)
        return [*witnesses, *self._known[key]]

    def around_known(self, schema: AllOf, against: AllOf) -> Iterator[Any]:
        """Yield the simplest values with a part that is known to show a difference between the parts."""
        form, against_form = self._form(schema), self._form(against)
        for kind in ("array", "object"):
            for facet in form.of(kind):
                for value in self._simple(facet):
                    for alternative in against_form.comparable(facet)[:MAX_ALTERNATIVES]:
                        yield from self._with_known_part(value, facet, alternative)

    def with_valid_first(self, schema: AllOf, values: list[Any]) -> list[Any]:
        """Return the values, those that the schema accepts first; ask a validator where the structure is unsure."""
        return sorted(values, key=lambda value: not self._may_be(schema, value)) if self._is_unsure(schema) else values

    def allowed_names(self, names: AllOf, proposed: list[str]) -> Iterable[str]:
        """Return property names that a schema of names may accept, of the proposed ones and of its own."""
        facets = self._form(names).of("string")
        drawn = [name for facet in facets for name in islice(self._facet(facet, None, 0), 3)]
        listed = [*proposed, *(name for name in drawn if isinstance(name, str))]
        return [name for name in listed if any(accepts(facet, canonical(name)) is not Answer.NO for facet in facets)]

    def _form(self, schema: AllOf) -> NormalForm:
        return self._normalizer.normalize(schema, self._view)

    def _with_known_part(self, value: Any, facet: Facet, against: Facet) -> Iterator[Any]:
        if isinstance(facet, Objects) and isinstance(against, Objects):
            for name in sorted(facet.declared):
                schemas = property_schema(facet, name), property_schema(against, name)
                yield from ({**value, name: witness} for witness in self._known_witnesses(*schemas, self._view))
        elif isinstance(facet, Arrays) and isinstance(against, Arrays) and facet.prefix_length == 0:
            for witness in self._known_witnesses(facet.item(0), against.item(0), self._view):
                yield [witness, *value[1:]]

    def _simplest(self, schema: AllOf) -> list[Any]:
        """Return one value of a schema that lies too deep to draw from, or nothing."""
        if schema not in self._simplest_known:
            self._simplest_known[schema] = []  # a schema that requires itself has no value
            facets = (facet for kind in TYPES for facet in self._form(schema).of(kind))
            values = chain.from_iterable(self._simple(facet) for facet in facets)
            self._simplest_known[schema] = list(islice(self._acceptable(schema, values), 1))
        return self._simplest_known[schema]

    def _simple(self, facet: Facet) -> Iterator[Any]:
        if isinstance(facet, Arrays):
            items = [self._simplest(facet.item(index)) for index in range(min(facet.low, MAX_SIZE))]
            return iter([[item[0] for item in items]] if all(items) else [])
        if isinstance(facet, Objects):
            properties = {name: self._simplest(property_schema(facet, name)) for name in sorted(facet.required)}
            value = {name: values[0] for name, values in properties.items() if values}
            return iter([value] if all(properties.values()) else [])
        return self._facet(facet, None, 0)

    def _draw(self, schema: AllOf, against: AllOf, depth: int, many: bool) -> list[Any]:
        same = self.are_same(schema, against)
        count = MAX_TRIED if same and self._is_unsure(schema) else DRAWN[depth] if many or not same else 1
        against_form = self._form(against)
        drawn = (
            values
            for kind in TYPES
            for values in self._draw_type(self._form(schema).of(kind), against_form, depth, count)
        )
        unique = _unique(_alternate([*drawn]) if many else chain.from_iterable(drawn))
        if many:
            return [value for value in unique if self._may_be(schema, value)]
        return list(self._acceptable(schema, unique)) if same else unique

    def _draw_type(
        self, facets: tuple[Facet, ...], against: NormalForm, depth: int, count: int
    ) -> Iterator[Iterable[Any]]:
        """Yield values of facets of one type, those of branches first that the other side doesn't have."""
        if not facets:
            return
        extras = frozenset[Extra]().union(*(other.extras for other in against.of(facets[0].type)))
        for facet in sorted(facets, key=partial(self._is_branch_of, against)) if len(facets) > 1 else facets:
            near = self._normalizer.alternatives(against, facet, self._view) or (None,)
            for alternative in near[:MAX_ALTERNATIVES]:
                for met in self._write_out(facet):
                    yield islice(self._facet(met, alternative, depth), count)
            yield self._decisive(extras - facet.extras, depth)
            yield islice(self._implied(facet, extras, depth), count)

    def _is_branch_of(self, against: NormalForm, facet: Facet) -> bool:
        """Return whether the other side has the branch of a union from which a facet comes."""
        if facet.origin is None:
            return False
        near = (other.origin for other in self._normalizer.alternatives(against, facet, self._view) if other.origin)
        return any(self.are_same((facet.origin,), (origin,)) for origin in near)

    def _write_out(self, facet: Facet) -> list[Facet]:
        """Return the facet, and its intersections with some alternatives of conjunctions that were kept whole."""
        nodes = [extra.node for extra in extras_of(facet, "allOf")]
        alternatives = (kept for node in nodes for kept in self._form((node,)).of(facet.type)[:MAX_ALTERNATIVES])
        return [facet, *(met for kept in alternatives if (met := intersect_facets(facet, kept)) is not None)]

    def _decisive(self, extras: frozenset[Extra], depth: int) -> list[Any]:
        """Return values that decide the other side's `not`, `if` and overlapping `oneOf`."""
        if depth == 0:
            return []
        ordered = sorted(extras, key=_pointer)
        schemas = [schema for extra in ordered for schema in deciding_schemas(extra)]
        return [value for schema in schemas for value in self.values(schema, (), depth - 1)]

    def _implied(self, facet: Facet, extras: frozenset[Extra], depth: int) -> Iterator[Any]:
        """Yield objects with a name for which the other side's `dependentSchemas` has a schema, to violate it."""
        if not isinstance(facet, Objects) or depth == 0:
            return
        for name, implied in dict.fromkeys(
            pair for extra in sorted(extras, key=_pointer) for pair in implications(extra)
        ):
            present = evolve(facet, required=facet.required | {name})
            for objects in self._form(implied).of("object"):
                yield from self._facet(present, objects, depth)

    def _facet(self, facet: Facet, against: Facet | None, depth: int) -> Iterator[Any]:
        if isinstance(facet, Values):
            missing = sorted(facet.items - (against.items if isinstance(against, Values) else frozenset[str]()))
            return (json.loads(item) for item in [*missing, *sorted(facet.items.difference(missing))])
        if isinstance(facet, Numbers):
            return number_candidates(facet, against if isinstance(against, Numbers) else Numbers(type="number"))
        if isinstance(facet, Strings):
            return string_candidates(facet, against if isinstance(against, Strings) else Strings(type="string"))
        if depth == 0:
            return iter(())
        if isinstance(facet, Arrays):
            arrays = against if isinstance(against, Arrays) else Arrays(type="array")
            return array_candidates(self, facet, arrays, depth - 1)
        objects = against if isinstance(against, Objects) else Objects(type="object")
        return object_candidates(self, facet, objects, depth - 1)

    def _acceptable(self, schema: AllOf, values: Iterable[Any]) -> Iterable[Any]:
        """Return the values that a validator doesn't refuse; don't ask it where the structure is sure."""
        return filter(partial(self._may_be, schema), values) if self._is_unsure(schema) else values

    def _may_be(self, schema: AllOf, value: Any) -> bool:
        return self._validator(schema, self._view)(value) is not Answer.NO

    def _is_unsure(self, schema: AllOf) -> bool:
        return any(map(_is_unsure, chain.from_iterable(self._form(schema).facets.values())))


def _pointer(extra: Extra) -> str:
    return extra.node.pointer


def _unique(values: Iterable[Any]) -> list[Any]:
    """Return the first values that differ, as many as are ever judged."""
    found: dict[str, Any] = {}
    for value in values:
        found[canonical(value)] = value
        if len(found) == MAX_CANDIDATES:
            break
    return list(found.values())


def _is_unsure(facet: Facet) -> bool:
    """Return whether the candidates of a facet may be invalid."""
    if isinstance(facet, Strings):
        return bool(facet.extras or (facet.patterns and (facet.formats or not matching_strings(facet.patterns))))
    return bool(facet.extras or (isinstance(facet, Objects) and facet.dependent))


def _alternate(lists: list[Iterable[Any]]) -> list[Any]:
    """Return the first value of each list, then the second of each, and so on."""
    placed = [(index, value) for values in lists for index, value in enumerate(values)]
    return [value for _, value in sorted(placed, key=lambda pair: pair[0])]
