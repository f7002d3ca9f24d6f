"""Changes between two object facets."""

from contract_diff.changes.demonstration import has_other_names, lacks_dependent
from contract_diff.changes.keyword_places import states
from contract_diff.changes.pair_scope import Found, PairScope, effect_of
from contract_diff.changes.property_changes import property_changes
from contract_diff.changes.range_changes import range_changes, subschema_changes
from contract_diff.changes.wording import show_name
from contract_diff.core.severity import EQUAL, NARROWS, WIDENS
from contract_diff.schemas.conjunction import is_false
from contract_diff.schemas.normal_form import AllOf, Objects
from contract_diff.schemas.object_properties import pattern_schema


def object_changes(scope: PairScope, base: Objects, head: Objects) -> Found:
    """Yield the changes of size, properties, additional properties and names, and the pairs of properties."""
    yield from range_changes(scope, base, head)
    for name in sorted(base.declared | head.declared | base.required | head.required):
        yield from property_changes(scope, base, head, name)
    yield from _additional_changes(scope, base, head)
    for pattern in sorted(base.patterns | head.patterns):
        yield from _pattern_changes(scope, base, head, pattern)
    yield from subschema_changes(scope, "propertyNames", base.names, head.names)
    yield from _dependent_changes(scope, base, head)


def _additional_changes(scope: PairScope, base: Objects, head: Objects) -> Found:
    if base.rest and head.rest and not is_false(base.rest) and not is_false(head.rest):
        yield scope.child(base.rest, head.rest)
        return
    effect = effect_of(scope.schema_within, base.rest, head.rest)
    if effect != EQUAL:
        is_unevaluated = any(states(schema, "unevaluatedProperties") for schema in scope.pair.sides)
        keyword = "unevaluatedProperties" if is_unevaluated else None
        words = f"{_openness(base.rest)} to {_openness(head.rest)}"
        shows = has_other_names(base.declared | head.declared)
        yield scope.change("additionalProperties", effect, words, keyword, shows)


def _openness(rest: AllOf) -> str:
    return "closed" if is_false(rest) else "constrained" if rest else "open"


def _pattern_changes(scope: PairScope, base: Objects, head: Objects, pattern: str) -> Found:
    base_schema, head_schema = pattern_schema(base, pattern), pattern_schema(head, pattern)
    if pattern in base.patterns and pattern in head.patterns and base_schema and head_schema:
        yield scope.child(base_schema, head_schema)
        return
    effect = effect_of(scope.schema_within, base_schema, head_schema)
    if effect != EQUAL:
        verb = "added" if pattern in head.patterns else "removed"
        yield scope.change("patternProperties", effect, f"{verb} names that match {pattern}")


def _dependent_changes(scope: PairScope, base: Objects, head: Objects) -> Found:
    for effect, verb, pairs in (
        (NARROWS, "added", head.dependent - base.dependent),
        (WIDENS, "removed", base.dependent - head.dependent),
    ):
        if pairs:
            listed = ", ".join(f"{show_name(name)} needs {show_name(needed)}" for name, needed in sorted(pairs))
            yield scope.change("dependentRequired", effect, f"{verb} {listed}", shows=lacks_dependent(pairs))
