"""Candidate objects of a facet: with the least properties, with all, and with each one that may show a difference."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from contract_diff.core.patterns import matching_strings
from contract_diff.schemas.conjunction import is_false
from contract_diff.schemas.normal_form import Objects
from contract_diff.schemas.object_properties import declares, needed_names, pattern_schema, property_schema
from contract_diff.witnesses.candidate_source import CandidateSource
from contract_diff.witnesses.extra_candidates import MAX_SIZE, sizes_near_bounds, trigger_names

MAX_OPTIONS = 8
FRESH_NAME = "anything_else"

Drawn: TypeAlias = dict[str, list[Any]]


def object_candidates(source: CandidateSource, facet: Objects, against: Objects, depth: int) -> Iterator[Any]:
    """Yield objects that the facet may accept, with each tag that a discriminator has for them."""
    drawn = _draw_properties(source, facet, against, depth)
    spare = [*drawn, *(f"{FRESH_NAME}_{i}" for i in range(min(facet.low, MAX_SIZE)))]
    for value in _build(facet, against, drawn):
        lacking = facet.low - len(value)
        more = [name for name in reversed(spare) if name not in value][: max(0, lacking)]
        padded = {**value, **{name: (drawn.get(name) or [None])[0] for name in more}}
        for tag in [{name: tag} for name, tag in sorted(facet.tags)] or [{}]:
            yield {**padded, **tag}


def _build(facet: Objects, against: Objects, drawn: Drawn) -> Iterator[dict[str, Any]]:
    first = {name: options[0] for name, options in drawn.items() if options}
    # What is hidden SHOULD NOT be sent, so an object without it proves nothing.
    present = facet.required | (facet.hidden & against.required)
    least = {name: first.get(name) for name in sorted(present)}
    declared = {name: value for name, value in first.items() if name in facet.declared}
    full = {**declared, **least}
    yield from (least, full)
    for size in sizes_near_bounds(facet, against):
        chosen = {name: first[name] for name in sorted(first)[: max(0, size - len(least))]}
        padding = {f"{FRESH_NAME}_{i}": None for i in range(size - len(least) - len(chosen)) if not facet.rest}
        yield {**least, **chosen, **padding}
    for name, options in drawn.items():
        needed = {required: first.get(required) for required in sorted(needed_names(facet, [name]))}
        for option in options[:MAX_OPTIONS]:
            yield {**least, **needed, name: option}
    for name in declared:
        yield {key: value for key, value in full.items() if key != name}


def _draw_properties(source: CandidateSource, facet: Objects, against: Objects, depth: int) -> Drawn:
    many = facet.extras != against.extras
    drawn: Drawn = {}
    for name in _interesting_names(source, facet, against):
        schema = property_schema(facet, name)
        values = source.values(schema, property_schema(against, name), depth, many)
        drawn[name] = source.with_valid_first(schema, values)
    for name in sorted(facet.hidden & against.required):
        drawn[name] = source.values(property_schema(against, name), (), depth)
    for pattern in sorted(facet.patterns | against.patterns):
        for name in matching_strings(frozenset({pattern}), count=2):
            if name not in drawn:
                drawn[name] = source.values(pattern_schema(facet, pattern), pattern_schema(against, pattern), depth)
    if not is_false(facet.rest):
        refused = source.values(facet.names, against.names, depth) if facet.names and against.names else []
        proposed = [FRESH_NAME, FRESH_NAME.upper(), *(name for name in refused if isinstance(name, str))]
        for name in source.allowed_names(facet.names, proposed):
            if name not in drawn and not declares(against, name):
                drawn[name] = source.values(facet.rest, against.rest, depth)
    return drawn


def _interesting_names(source: CandidateSource, facet: Objects, against: Objects) -> list[str]:
    """Return the names that a side requires and those whose schemas differ; all names if their number matters."""
    if (facet.low, facet.high) != (against.low, against.high):
        return sorted(facet.declared | facet.required)
    differ = {
        name
        for name in facet.declared
        if not source.are_same(property_schema(facet, name), property_schema(against, name))
    }
    conditional = needed_names(facet, {name for pair in facet.dependent ^ against.dependent for name in pair})
    triggers = frozenset[str]() if facet.extras == against.extras else trigger_names(facet) | trigger_names(against)
    needed = facet.required | (against.required & facet.declared)
    return sorted(name for name in needed | differ | conditional | triggers)
