"""Candidate arrays of a facet: of each length at the bounds, and with each item that may show a difference."""

from collections.abc import Iterator
from typing import Any

from contract_diff.schemas.conjunction import all_of
from contract_diff.schemas.normal_form import Arrays, merge_all_of
from contract_diff.witnesses.candidate_source import CandidateSource
from contract_diff.witnesses.extra_candidates import MAX_SIZE, contains_counts, extras_of, sizes_near_bounds

MAX_OPTIONS = 8


def array_candidates(source: CandidateSource, facet: Arrays, against: Arrays, depth: int) -> Iterator[list[Any]]:
    """Yield arrays that the facet may accept, unless all of them are too long."""
    if facet.low > MAX_SIZE:
        return
    places = range(max(facet.prefix_length, against.prefix_length, 0) + 1)
    many = facet.unique or facet.extras != against.extras
    drawn = [source.values(facet.item(index), against.item(index), depth, many) for index in places]
    for length in sizes_near_bounds(facet, against):
        yield _fill(drawn, length)
    for index, options in enumerate(drawn):
        for option in options[:MAX_OPTIONS]:
            padded = _fill(drawn, max(facet.low, index + 1))
            yield [*padded[:index], option, *padded[index + 1 :]]
    for option in drawn[-1][:1]:
        yield [option, option]
    counts = sorted({max(facet.low, 1), *contains_counts(facet), *contains_counts(against)})
    for option in _contained_items(source, facet, against, depth):
        for count in counts:
            yield [option] * count
            yield [option, *_fill(drawn, count)]


def _fill(drawn: list[list[Any]], length: int) -> list[Any]:
    """Return an array of a length, each place filled from its own options."""
    return [_pick(drawn[min(index, len(drawn) - 1)], index) for index in range(length)]


def _pick(options: list[Any], index: int) -> Any:
    return options[index % len(options)] if options else None


def _contained_items(source: CandidateSource, facet: Arrays, against: Arrays, depth: int) -> list[Any]:
    """Return items that the array must contain, some of which may not satisfy the `contains` of the other side."""
    extras = [extras_of(side, "contains") for side in (facet, against)]
    schemas = [
        merge_all_of(side.item(0), all_of(extra.node.child("contains") for extra in required))
        for side, required in zip((facet, against), extras, strict=True)
    ]
    return source.values(schemas[0], schemas[1], depth, many=True)[:MAX_OPTIONS] if any(extras) else []
