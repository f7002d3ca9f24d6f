"""Whether a facet accepts one value, as far as that can be decided without its subschemas."""

import json
from fractions import Fraction
from typing import Any

from contract_diff.core.json_values import as_array, as_object
from contract_diff.core.patterns import matches
from contract_diff.core.ternary import Answer
from contract_diff.schemas.normal_form import Arrays, Facet, Numbers, Objects, Strings, Values


def accepts(facet: Facet, item: str) -> Answer:
    """Return whether the facet accepts a value of its type, passed as canonical JSON.

    Example:
        >>> accepts(Numbers(type="number", low=Fraction(1)), "0").name
        'NO'
    """
    if isinstance(facet, Values):
        answer = Answer.of(item in facet.items)
        answer = min(answer, Answer.UNKNOWN) if facet.within else answer
    elif isinstance(facet, Numbers):
        answer = accepts_number(facet, Fraction(json.loads(item, parse_float=str)))
    elif isinstance(facet, Strings):
        answer = accepts_string(facet, json.loads(item))
    elif isinstance(facet, Arrays):
        answer = _accepts_array(facet, as_array(json.loads(item)))
    else:
        answer = _accepts_object(facet, as_object(json.loads(item)))
    return min(answer, Answer.UNKNOWN) if facet.extras else answer


def accepts_number(facet: Numbers, value: Fraction) -> Answer:
    """Return whether the facet accepts a number, apart from its extras."""
    inside = (
        (facet.low is None or value > facet.low or (value == facet.low and not facet.low_open))
        and (facet.high is None or value < facet.high or (value == facet.high and not facet.high_open))
        and (facet.step is None or (value / facet.step).denominator == 1)
    )
    return min(Answer.of(inside), Answer.UNKNOWN) if facet.formats else Answer.of(inside)


def accepts_string(facet: Strings, value: str) -> Answer:
    """Return whether the facet accepts a string, apart from its extras."""
    if not _has_size(facet, value):
        return Answer.NO
    searched = [matches(pattern, value) for pattern in sorted(facet.patterns)]
    if False in searched:
        return Answer.NO
    undecided = None in searched or facet.formats or facet.encodings or facet.media_types
    return Answer.UNKNOWN if undecided else Answer.YES


def _accepts_array(facet: Arrays, items: list[Any]) -> Answer:
    if not _has_size(facet, items):
        return Answer.NO
    undecided = (facet.parts and items) or (facet.unique and len(items) > 1)
    return Answer.UNKNOWN if undecided else Answer.YES


def _accepts_object(facet: Objects, properties: dict[str, Any]) -> Answer:
    if not facet.required.issubset(properties) or not _has_size(facet, properties):
        return Answer.NO
    return Answer.UNKNOWN if facet.parts or facet.names or facet.dependent else Answer.YES


def _has_size(facet: Strings | Arrays | Objects, value: str | list[Any] | dict[str, Any]) -> bool:
    return facet.low <= len(value) and (facet.high is None or len(value) <= facet.high)
