"""The intersection and the union of normal forms."""

from itertools import product

from attrs import evolve

from contract_diff.schemas.facet_intersection import intersect_facets
from contract_diff.schemas.normal_form import Extra, Facet, JsonType, NormalForm, Values, with_extra

# Under allOf, alternatives multiply; beyond this many, the second schema is kept as a whole.
MAX_ALTERNATIVES = 64


def intersect(first: NormalForm, second: NormalForm, second_as_extra: Extra | None = None) -> NormalForm:
    """Return the normal form of what both accept.

    Args:
        first: The alternatives that are always written out.
        second: The alternatives to combine with each of them.
        second_as_extra: The keyword to keep instead of `second` where there would be too many combinations.
    """
    facets: dict[JsonType, tuple[Facet, ...]] = {}
    for kind in first.facets.keys() & second.facets.keys():
        firsts, seconds = first.facets[kind], second.facets[kind]
        is_product = min(len(firsts), len(seconds)) > 1
        if second_as_extra and is_product and len(firsts) * len(seconds) > MAX_ALTERNATIVES:
            facets[kind] = tuple(with_extra(facet, second_as_extra) for facet in firsts)
            continue
        met = tuple(facet for pair in product(firsts, seconds) if (facet := intersect_facets(*pair)) is not None)
        if met:
            facets[kind] = met
    return NormalForm(facets)


def union(*normal_forms: NormalForm) -> NormalForm:
    """Return the normal form of what any of them accepts; finite sets of one type become one set."""
    facets: dict[JsonType, tuple[Facet, ...]] = {}
    for normal_form in normal_forms:
        for kind, alternatives in normal_form.facets.items():
            facets[kind] = _join((*facets.get(kind, ()), *alternatives))
    return NormalForm(facets)


def _join(alternatives: tuple[Facet, ...]) -> tuple[Facet, ...]:
    unique = list(dict.fromkeys(alternatives))
    sets = [facet for facet in unique if isinstance(facet, Values) and facet.is_plain]
    if len(sets) < 2:
        return tuple(unique)
    items = frozenset[str]().union(*(facet.items for facet in sets))
    return (evolve(sets[0], items=items), *(facet for facet in unique if facet not in sets))
