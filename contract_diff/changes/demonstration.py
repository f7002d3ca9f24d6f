"""Which values demonstrate a change: a witness of a new maximum exceeds it, whatever else changed beside it."""

from typing import Any

from contract_diff.changes.change import Shows, Side
from contract_diff.core.json_values import as_array, as_object, canonical
from contract_diff.core.ternary import Answer
from contract_diff.schemas.finite_values import type_of
from contract_diff.schemas.membership import accepts
from contract_diff.schemas.normal_form import Facet, JsonType


def refused_by(base: Facet, head: Facet, *keywords: str) -> Shows:
    """Return a test whether the side that refuses a value does so for some keywords of its facet alone.

    Args:
        base: The facet of the base.
        head: The facet of the head.
        keywords: The attributes of the facets that matter; all of them if there are none.
    """
    sides = {"base": _only(head, keywords), "head": _only(base, keywords)}

    def shows(value: Any, side: Side) -> bool:
        refusing = sides[side]
        return type_of(value) == refusing.type and accepts(refusing, canonical(value)) is Answer.NO

    return shows


def _only(facet: Facet, keywords: tuple[str, ...]) -> Facet:
    stated = {keyword: getattr(facet, keyword) for keyword in keywords if hasattr(facet, keyword)}
    return type(facet)(type=facet.type, **stated) if keywords else facet


def of_types(removed: list[JsonType], added: list[JsonType]) -> Shows:
    """Return a test whether a value has one of the types that only its side accepts."""
    return lambda value, side: type_of(value) in (removed if side == "base" else added)


def repeats(value: Any, side: Side) -> bool:
    """Return whether an array has two equal items."""
    items = list(map(canonical, as_array(value)))
    return len(set(items)) < len(items)


def has_other_names(names: frozenset[str]) -> Shows:
    """Return a test whether an object has a property beside some names."""
    return lambda value, side: not as_object(value).keys() <= names


def lacks_dependent(pairs: frozenset[tuple[str, str]]) -> Shows:
    """Return a test whether an object has a name without another one that it needs."""
    return lambda value, side: any(name in as_object(value) and needed not in value for name, needed in pairs)
