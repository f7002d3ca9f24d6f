"""Intersection and union of normal forms."""

import math
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

from contract_diff.core.patterns import lengths
from contract_diff.core.ternary import Answer
from contract_diff.schemas.conjunction import is_never
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import (
    FULL,
    Arrays,
    Extra,
    Facet,
    JsonType,
    Normal,
    Numbers,
    Objects,
    Strings,
    Values,
    merge_terms,
    with_extra,
)

# Alternatives multiply under allOf; beyond this many the schema is kept whole.
MAX_ALTERNATIVES = 64


def intersect(left: Normal, right: Normal, whole: Extra | None = None) -> Normal:
    """What both accept.

    Args:
        left: the alternatives that are written out in any case.
        right: the alternatives that they meet.
        whole: what stands for `right` where the alternatives multiply.
    """
    facets: dict[JsonType, tuple[Facet, ...]] = {}
    for kind in left.facets.keys() & right.facets.keys():
        mine, theirs = left.facets[kind], right.facets[kind]
        if whole and min(len(mine), len(theirs)) > 1 and len(mine) * len(theirs) > MAX_ALTERNATIVES:
            facets[kind] = tuple(with_extra(facet, whole) for facet in mine)
            continue
        met = tuple(facet for one, other in product(mine, theirs) if (facet := meet(one, other)) is not None)
        if met:
            facets[kind] = met
    return Normal(facets)


def union(*normals: Normal) -> Normal:
    """What any of them accepts; finite sets of one type become one set."""
    facets: dict[JsonType, tuple[Facet, ...]] = {}
    for normal in normals:
        for kind, alternatives in normal.facets.items():
            facets[kind] = _join(facets.get(kind, ()), alternatives)
    return Normal(facets)


def _join(known: tuple[Facet, ...], more: tuple[Facet, ...]) -> tuple[Facet, ...]:
    joined = list(dict.fromkeys((*known, *more)))
    sets = [facet for facet in joined if isinstance(facet, Values) and facet.is_plain]
    if len(sets) < 2:
        return tuple(joined)
    items = frozenset[str]().union(*(facet.items for facet in sets))
    others = [facet for facet in joined if facet not in sets]
    return (replace(sets[0], items=items), *others)


def meet(left: Facet, right: Facet) -> Facet | None:
    """What both facets of one type accept; None if that is nothing."""
    full = FULL[left.type]
    if left is full or right is full:
        return right if left is full else left
    kept: Any = {"extras": left.extras | right.extras, "called": right.called or left.called}
    kept["origin"] = right.origin or left.origin
    if isinstance(right, Values):
        left, right = right, left
    if isinstance(left, Values):
        items, within = _sift(left, replace(right, extras=frozenset[Extra](), called=frozenset[tuple[str, str]]()))
        return replace(left, items=items, within=within, **kept) if items else None
    met = replace(_meet_same(left, right), **kept)
    return None if is_empty(met) else met


def _sift(values: Values, other: Facet) -> tuple[frozenset[str], frozenset[Facet]]:
    """The values that another facet may accept, and what they are still to be held to."""
    answers = {item: accepts(other, item) for item in values.items}
    items = frozenset(item for item, answer in answers.items() if answer is not Answer.NO)
    if all(answers[item] is Answer.YES for item in items):
        return items, values.within
    return items, values.within | (other.within if isinstance(other, Values) else {other})


def _meet_same(left: Facet, right: Facet) -> Any:
    if isinstance(left, Numbers) and isinstance(right, Numbers):
        return meet_numbers(left, right)
    if isinstance(left, Strings) and isinstance(right, Strings):
        return replace(
            left,
            low=max(left.low, right.low),
            high=least(left.high, right.high),
            patterns=left.patterns | right.patterns,
            formats=left.formats | right.formats,
            encodings=left.encodings | right.encodings,
            media_types=left.media_types | right.media_types,
            content=merge_terms(left.content, right.content),
        )
    if isinstance(left, Arrays) and isinstance(right, Arrays):
        return replace(
            left,
            low=max(left.low, right.low),
            high=least(left.high, right.high),
            unique=left.unique or right.unique,
            parts=tuple(dict.fromkeys((*left.parts, *right.parts))),
        )
    if isinstance(left, Objects) and isinstance(right, Objects):
        return _meet_objects(left, right)
    raise TypeError(f"{left.type} does not meet {right.type}")


def _meet_objects(left: Objects, right: Objects) -> Objects:
    hidden = left.hidden | right.hidden
    parts = (*left.parts, *(part for part in right.parts if part not in left.parts))
    return replace(
        left,
        low=max(left.low, right.low),
        high=least(left.high, right.high),
        required=(left.required | right.required) - hidden,
        parts=parts,
        names=merge_terms(left.names, right.names),
        dependent=left.dependent | right.dependent,
        hidden=hidden,
    )


def meet_numbers(left: Numbers, right: Numbers) -> Numbers:
    low, low_open = max(_low(left), _low(right))
    high, high_closed = min(_high(left), _high(right))
    return snap(
        replace(
            left,
            low=None if low == -math.inf else Fraction(low),
            low_open=low_open and low != -math.inf,
            high=None if high == math.inf else Fraction(high),
            high_open=not high_closed and high != math.inf,
            step=common_step(left.step, right.step),
            formats=left.formats | right.formats,
        )
    )


def _low(facet: Numbers) -> tuple[Fraction | float, bool]:
    return (-math.inf if facet.low is None else facet.low, facet.low_open)


def _high(facet: Numbers) -> tuple[Fraction | float, bool]:
    return (math.inf if facet.high is None else facet.high, not facet.high_open)


def common_step(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    """The smallest number that both steps divide."""
    if left is None or right is None:
        return left if right is None else right
    over = math.lcm(left.numerator * right.denominator, right.numerator * left.denominator)
    return Fraction(over, left.denominator * right.denominator)


def snap(facet: Numbers) -> Numbers:
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
    return replace(facet, low=low, low_open=False, high=high, high_open=False)


def least(left: int | None, right: int | None) -> int | None:
    """The smaller bound, None being no bound."""
    return min((bound for bound in (left, right) if bound is not None), default=None)


def is_empty(facet: Facet) -> bool:
    """Whether the bounds leave nothing."""
    if isinstance(facet, Values) or facet.low is None or facet.high is None:
        return False
    open_end = isinstance(facet, Numbers) and (facet.low_open or facet.high_open)
    return facet.low > facet.high or (facet.low == facet.high and open_end)


def implied_range(facet: Strings | Arrays | Objects) -> tuple[int, int | None]:
    """The range of sizes, with what the other keywords imply."""
    if isinstance(facet, Strings):
        low, high = lengths(facet.patterns)
        return max(facet.low, low), least(facet.high, high)
    if isinstance(facet, Arrays):
        places = range(facet.prefix_length + 1)
        return facet.low, least(facet.high, next((index for index in places if is_never(facet.item(index))), None))
    low = max(facet.low, len(facet.required))
    closed = is_never(facet.rest) and not facet.patterns
    return low, least(facet.high, len(facet.declared)) if closed else facet.high
