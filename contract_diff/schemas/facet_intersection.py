"""The intersection of two facets of one type."""

import math
from fractions import Fraction
from typing import Any

from attrs import evolve

from contract_diff.core.ternary import Answer
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import (
    FULL,
    Arrays,
    Extra,
    Facet,
    Numbers,
    Objects,
    Strings,
    Tags,
    Values,
    merge_all_of,
)
from contract_diff.schemas.ranges import is_empty, least


def intersect_facets(first: Facet, second: Facet) -> Facet | None:
    """Return the facet that accepts what both facets of one type accept; None if there is no such value."""
    full = FULL[first.type]
    if first is full or second is full:
        return second if first is full else first
    shared: Any = {"extras": first.extras | second.extras, "tags": second.tags or first.tags}
    shared["origin"] = second.origin or first.origin
    if isinstance(second, Values):
        first, second = second, first
    if isinstance(first, Values):
        items, within = _filter(first, evolve(second, extras=frozenset[Extra](), tags=Tags()))
        return evolve(first, items=items, within=within, **shared) if items else None
    met = evolve(_intersect_same(first, second), **shared)
    return None if is_empty(met) else met


def _filter(values: Values, facet: Facet) -> tuple[frozenset[str], frozenset[Facet]]:
    """Return the values that a facet may accept, and the facets that must still accept them."""
    answers = {item: accepts(facet, item) for item in values.items}
    items = frozenset(item for item, answer in answers.items() if answer is not Answer.NO)
    if all(answers[item] is Answer.YES for item in items):
        return items, values.within
    return items, values.within | (facet.within if isinstance(facet, Values) else {facet})


def _intersect_same(first: Facet, second: Facet) -> Facet:
    if isinstance(first, Numbers) and isinstance(second, Numbers):
        return intersect_numbers(first, second)
    if isinstance(first, Strings) and isinstance(second, Strings):
        return _intersect_strings(first, second)
    if isinstance(first, Arrays) and isinstance(second, Arrays):
        return _intersect_arrays(first, second)
    if isinstance(first, Objects) and isinstance(second, Objects):
        return _intersect_objects(first, second)
    raise TypeError(f"can't intersect {first.type} with {second.type}")


def intersect_numbers(first: Numbers, second: Numbers) -> Numbers:
    """Return the intersection of two intervals, its bounds moved to the common step."""
    low, low_open = max(_low(first), _low(second))
    high, high_closed = min(_high(first), _high(second))
    interval = evolve(
        first,
        low=None if low == -math.inf else Fraction(low),
        low_open=low_open and low != -math.inf,
        high=None if high == math.inf else Fraction(high),
        high_open=not high_closed and high != math.inf,
        step=common_step(first.step, second.step),
        formats=first.formats | second.formats,
    )
    return snap_to_step(interval)


def _low(facet: Numbers) -> tuple[Fraction | float, bool]:
    return (-math.inf if facet.low is None else facet.low, facet.low_open)


def _high(facet: Numbers) -> tuple[Fraction | float, bool]:
    return (math.inf if facet.high is None else facet.high, not facet.high_open)


def common_step(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    """Return the smallest number that both steps divide: 1/2 and 1/3 have the common step 1."""
    if first is None or second is None:
        return first if second is None else second
    numerator = math.lcm(first.numerator * second.denominator, second.numerator * first.denominator)
    return Fraction(numerator, first.denominator * second.denominator)


def snap_to_step(facet: Numbers) -> Numbers:
    """Move the bounds inwards to multiples of the step: an integer above 0 is an integer from 1."""
    if facet.step is None:
        return facet
    low, high = facet.low, facet.high
    if low is not None:
        moved = math.ceil(low / facet.step) * facet.step
        low = moved + facet.step if moved == low and facet.low_open else moved
    if high is not None:
        moved = math.floor(high / facet.step) * facet.step
        high = moved - facet.step if moved == high and facet.high_open else moved
    return evolve(facet, low=low, low_open=False, high=high, high_open=False)


def _intersect_strings(first: Strings, second: Strings) -> Strings:
    return evolve(
        first,
        low=max(first.low, second.low),
        high=least(first.high, second.high),
        patterns=first.patterns | second.patterns,
        formats=first.formats | second.formats,
        encodings=first.encodings | second.encodings,
        media_types=first.media_types | second.media_types,
        content=merge_all_of(first.content, second.content),
    )


def _intersect_arrays(first: Arrays, second: Arrays) -> Arrays:
    return evolve(
        first,
        low=max(first.low, second.low),
        high=least(first.high, second.high),
        unique=first.unique or second.unique,
        parts=tuple(dict.fromkeys((*first.parts, *second.parts))),
    )


def _intersect_objects(first: Objects, second: Objects) -> Objects:
    hidden = first.hidden | second.hidden
    return evolve(
        first,
        low=max(first.low, second.low),
        high=least(first.high, second.high),
        required=(first.required | second.required) - hidden,
        parts=(*first.parts, *(part for part in second.parts if part not in first.parts)),
        names=merge_all_of(first.names, second.names),
        dependent=first.dependent | second.dependent,
        hidden=hidden,
    )
